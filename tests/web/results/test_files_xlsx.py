"""The workbook: the sum lives, and says what the page says."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.properties import PageSetupProperties

from questions.packs import CURRENT, load
from scoring.index import UNKNOWN, Result, score
from tests.web.results.files import NOTES, Owner, owner_of
from tests.web.results.recalculated import changed, recalculated, values_of
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

PACK = load(CURRENT)
SHEETS = {"en": ["Answers", "The sum", "Method"], "fr": ["Réponses", "La somme", "Méthode"]}
UNSURE = {"en": "I don’t know", "fr": "Je ne sais pas"}
NO_PROOF = {"en": "No proof noted", "fr": "Aucune preuve notée"}
# Cells of the sum: the index and what is said of it, then the same from answer to answer.
INDEX, SHOWN, BAND, UNKNOWNS, BEST, NOTED = "F11", "F13", "F14", "F15", "F16", "F17"
ALSO_INDEX, ALSO_POINTS = "C34", "D34"
FIRST_ROW = 5
TAKES: dict[str, tuple[dict[str, str], dict[str, tuple[str, str]]]] = {
    "some of everything": (SOME_ANSWERS, NOTES),
    "all measured but one": (dict.fromkeys(QUESTIONS, "measured") | {"evaluation": "declared"}, {}),
    "nothing known": (dict.fromkeys(QUESTIONS, UNKNOWN), {"policy": ("=1+1", "")}),
}


def level_cell(question: str) -> str:
    """The cell in which a question's level is chosen."""
    return f"E{FIRST_ROW + QUESTIONS.index(question)}"


def check(cells: Mapping[str, Any], result: Result, language: str) -> None:
    """The sum says what the result says."""
    assert cells[INDEX] == cells[ALSO_INDEX] == cells[ALSO_POINTS] == result.index
    assert cells[SHOWN] == result.shown
    assert cells[BAND] == PACK.texts[language].bands[result.band].name
    assert cells[UNKNOWNS] == len(result.unknown)
    assert cells[BEST] == result.index_if_unknowns_were_best
    assert cells[NOTED] == (NO_PROOF[language] if result.index_evidenced is None else result.index_evidenced)
    for row, each in enumerate(result.properties, FIRST_ROW):
        assert [cells[f"{column}{row}"] for column in "BEF"] == [each.weight, each.score, each.points]


@pytest.mark.parametrize("name", TAKES)
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_sum_is_the_results_before_and_after_it_is_recalculated(
    sqlite_client: httpx.AsyncClient, tmp_path: Path, name: str, language: str
) -> None:
    answers, notes = TAKES[name]
    owner = await owner_of(Visitor(sqlite_client, language), notes, answers)
    content = await owner.file("data.xlsx")
    result = score(PACK.framework, answers, evidence=tuple(notes) or None)
    check(values_of(load_workbook(io.BytesIO(content), data_only=True).worksheets[1]), result, language)
    check(recalculated(content, str(tmp_path / "take.xlsx")), result, language)


async def test_the_page_and_the_workbook_give_the_same_index(sqlite_client: httpx.AsyncClient) -> None:
    owner = await owner_of(Visitor(sqlite_client), NOTES)
    cells = values_of((await owner.workbook()).worksheets[1])
    page = await owner.result()
    assert page.one(class_="lede").one("b").text == f"{cells[SHOWN]} of 100."
    total = page.one("table", class_="sum").one("tfoot").all("td")
    assert f"{cells[INDEX]:g}" in [cell.text for cell in total]
    assert f"{cells[INDEX]:g} as you answered" in page.by_id("proof").text
    assert f"{cells[NOTED]:g} by what you noted" in page.by_id("proof").text


async def test_a_changed_answer_moves_the_sum(sqlite_client: httpx.AsyncClient, tmp_path: Path) -> None:
    names = {level: text.name for level, text in PACK.texts["fr"].levels.items()} | {UNKNOWN: UNSURE["fr"]}
    owner = await owner_of(Visitor(sqlite_client, "fr"), NOTES)
    answers = dict(zip(QUESTIONS, (*reversed(LEVELS), UNKNOWN, *LEVELS, "measured"), strict=True))
    cells: dict[str, str | None] = {level_cell(q): names[level] for q, level in answers.items()}
    proof = {
        f"G{FIRST_ROW + QUESTIONS.index('inventory')}": "Registre",
        f"G{FIRST_ROW}": None,
        f"H{FIRST_ROW}": None,
    }
    content = changed(await owner.file("data.xlsx"), cells | proof)
    result = score(PACK.framework, answers, evidence=("inventory", QUESTIONS[5]))
    check(recalculated(content, str(tmp_path / "take.xlsx")), result, "fr")


async def test_no_number_of_the_sum_is_typed_in_but_the_weights(sqlite_client: httpx.AsyncClient) -> None:
    book = await (await owner_of(Visitor(sqlite_client))).workbook(values=False)
    typed = {
        cell: value for cell, value in values_of(book.worksheets[1]).items() if isinstance(value, int | float)
    }
    weights = list(PACK.framework.weights.values())
    assert typed == {f"B{row}": weight for row, weight in enumerate(weights, FIRST_ROW)}
    scores = [book.worksheets[0][f"F{FIRST_ROW + number}"].value for number in range(len(QUESTIONS))]
    assert all(re.fullmatch(r"=VLOOKUP\(E\d+,Method!\$A\$5:\$B\$10,2,FALSE\)", str(each)) for each in scores)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_its_sheets_speak_the_language(sqlite_client: httpx.AsyncClient, language: str) -> None:
    words = PACK.texts[language]
    book = await (await owner_of(Visitor(sqlite_client, language), NOTES, name="Boulangerie")).workbook()
    answers, total, method = book.worksheets
    assert book.sheetnames == SHEETS[language]
    assert answers["A3"].value == "Boulangerie"
    for row, question in enumerate(PACK.framework.questions, FIRST_ROW):
        level = SOME_ANSWERS[question.id]
        assert answers[f"B{row}"].value == words.questions[question.id].heading
        assert answers[f"E{row}"].value == (
            UNSURE[language] if level == UNKNOWN else words.levels[level].name
        )
        assert answers[f"F{row}"].value == PACK.framework.level_scores.get(level, 0)
        assert (answers[f"G{row}"].value or "", answers[f"H{row}"].value or "") == NOTES.get(
            question.id, ("", "")
        )
    assert [total[f"A{row}"].value for row in range(5, 11)] == [p.name for p in words.properties.values()]
    texts = {str(value) for value in values_of(method).values()}
    assert {CURRENT, PACK.digest} <= texts
    assert {level.proof for level in words.levels.values()} <= texts
    assert {band.name for band in words.bands.values()} <= texts
    assert f"http://127.0.0.1:8000/{language}/method" in str(method["A2"].value)


async def test_a_level_can_only_be_chosen_from_the_list(sqlite_client: httpx.AsyncClient) -> None:
    book = await (await owner_of(Visitor(sqlite_client))).workbook()
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert (rule.type, str(rule.sqref), rule.formula1) == ("list", "E5:E16", "Method!$A$5:$A$10")
    assert rule.showErrorMessage
    assert [book.worksheets[2][f"A{row}"].value for row in range(5, 11)] == [
        *(text.name for text in PACK.texts["en"].levels.values()),
        "I don’t know",
    ]


async def test_it_prints_one_page_wide_on_the_paper_of_the_region(sqlite_client: httpx.AsyncClient) -> None:
    owner = await owner_of(Visitor(sqlite_client))
    for region, paper in (("en-CA", 1), ("en-GB,en;q=0.9", 9)):
        book = load_workbook(io.BytesIO(await owner.file("data.xlsx", **{"accept-language": region})))
        for sheet in book.worksheets:
            assert int(sheet.page_setup.paperSize or 0) == paper
            assert sheet.page_setup.fitToWidth in {None, 1}
            assert sheet.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
        assert book.worksheets[0].freeze_panes == "A5"
        assert book.worksheets[0].print_title_rows == "$4:$4"


async def test_the_same_take_gives_the_same_bytes(sqlite_client: httpx.AsyncClient) -> None:
    owner = await owner_of(Visitor(sqlite_client), NOTES)
    first = await owner.file("data.xlsx")
    assert await owner.file("data.xlsx") == first
    assert properties_of(first).created.isoformat() == "2026-03-09T14:30:00"
    assert properties_of(first).title == "AI Index: 43 of 100, Taking shape"


async def test_nothing_in_it_leads_out_or_runs(sqlite_client: httpx.AsyncClient) -> None:
    notes = {QUESTIONS[0]: ("https://example.com/note", "https://example.com/link")}
    content = await (await owner_of(Visitor(sqlite_client), notes)).file("data.xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))
            assert b'TargetMode="External"' not in parts.read(name)
        assert not [name for name in parts.namelist() if re.search("vba|external|hyperlink|drawing", name)]
    assert len(content) < 30_000


async def test_it_is_the_same_in_both_databases(complete_take: str, visitor: Visitor) -> None:
    book = await Owner(visitor, complete_take).workbook()
    assert values_of(book.worksheets[1])[INDEX] == score(PACK.framework, SOME_ANSWERS).index


def properties_of(content: bytes) -> Any:
    """What a workbook says of itself."""
    book: Workbook = load_workbook(io.BytesIO(content))
    return book.properties
