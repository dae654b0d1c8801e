"""A roadmap's workbook: it says what the page says, and follows when a step is moved."""

import datetime
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet

from app.results.files.cells import starts_formula
from questions.packs import CURRENT, load
from tests.web.results.recalculated import Cells, all_recalculated, changed, saved, values_of
from tests.web.roadmap.test_roadmap_files import FORM, HOSTILE, address, choose, content
from tests.web.running import Clock
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

PACK = load(CURRENT)
SHEETS = {"en": ["Plan", "Quarters", "How to read it"], "fr": ["Plan", "Trimestres", "Mode d’emploi"]}
FIRST_STEP, FIRST_QUARTER = 5, 10
DAY_0 = datetime.date(1899, 12, 30)
NOTHING = {f"target-{key}": "absent" for key in PACK.framework.weights}
PLANS: dict[str, dict[str, str]] = {
    "a year": {},
    "three years, and more steps": {"quarters": "12", "capacity": "1.75", "target-secure": "measured"},
    "one quarter": {"quarters": "1", "strategy": "fastest"},
    "no day at all": {"capacity": "0"},
    "from a month's last day": {"start": "2027-11-30", "capacity": "4", "size": "medium"},
}
Data = dict[str, Any]


@pytest.fixture
async def key(sqlite_client: httpx.AsyncClient) -> str:
    """The key of a completed take, for what no database has a part in."""
    return await completed(Visitor(sqlite_client), SOME_ANSWERS)


async def completed(visitor: Visitor, answers: dict[str, str], **organization: str) -> str:
    """The key of a take that is completed with these answers."""
    key = await visitor.start()
    await visitor.fill_in(key, answers)
    assert (await visitor.complete(key, **organization)).status_code == 303
    return key


async def planned(client: httpx.AsyncClient, key: str, **fields: str) -> Data:
    """The plan as data, for the roadmap's form, which is sent."""
    assert (await client.post(f"/en/takes/{key}/roadmap", data=FORM | fields)).status_code == 303
    found: Data = json.loads(await content(client, key, "plan.json"))
    return found


async def workbook(client: httpx.AsyncClient, key: str, language: str = "en") -> bytes:
    """The roadmap's workbook."""
    return await content(client, key, "plan.xlsx", language)


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """The row of each step by the step's id."""
    ids = {
        text.title: f"{question.id}:{level}"
        for question in PACK.framework.questions
        for texts in PACK.texts.values()
        for level, text in texts.questions[question.id].steps.items()
    }
    cells = [sheet[f"B{row}"] for row in range(FIRST_STEP, sheet.max_row + 1)]
    return {ids[str(cell.value)]: cell.row for cell in cells if cell.value in ids}


def plan_sheet(file: bytes) -> Worksheet:
    """The sheet of the plan, with its formulas."""
    return load_workbook(io.BytesIO(file)).worksheets[0]


def check(plan: Cells, quarters: Cells, rows: dict[str, int], data: Data) -> None:
    """The sheets say what the data says, quarter by quarter and step by step."""
    today = FIRST_QUARTER - 1
    assert quarters[f"I{today}"] == data["index_now"]
    spent = given = 0.0
    for each in data["by_quarter"]:
        row = today + each["quarter"]
        spent, given = spent + each["effort_days"], given + data["capacity_days"]
        assert quarters[f"I{row}"] == each["index"]
        assert quarters[f"J{row}"] == each["index"] - quarters[f"I{row - 1}"]
        assert [quarters[f"{column}{row}"] for column in "DEFG"] == pytest.approx(
            [data["capacity_days"], each["effort_days"], given, spent]
        )
        assert quarters[f"H{row}"] == pytest.approx(given - spent)
        assert quarters[f"H{row}"] >= 0
        assert (quarters[f"L{row}"] in {"In place", "En place"}) is each["minimum_viable"]
        assert [day(quarters[f"{c}{row}"]) for c in "BC"] == [each["starts_on"], each["ends_on"]]
    assert plan["G3"] == data["index_end"]
    assert plan["I3"] == 0
    for step in data["steps"]:
        row = rows[step["id"]]
        assert [plan[f"{column}{row}"] for column in "GKL"] == [
            step["quarter"],
            step["effort_days"],
            step["points"],
        ]
        assert [day(plan[f"{c}{row}"]) for c in "MN"] == [step["starts_on"], step["ends_on"]]
        assert plan.get(f"H{row}") in {"", None}
        assert plan[f"I{row}"] in {"Planned", "Prévue"}


def day(value: Any) -> str:
    """A cell's day, which is a number to a formula and a moment to who reads the file."""
    moment = value.date() if isinstance(value, datetime.datetime) else DAY_0 + datetime.timedelta(days=value)
    return str(moment.isoformat())


@pytest.mark.parametrize(("name", "language"), [(name, "en") for name in PLANS] + [("a year", "fr")])
async def test_it_says_what_the_plan_says_before_and_after_it_is_recalculated(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path, name: str, language: str
) -> None:
    data = await planned(sqlite_client, key, **PLANS[name])
    file = await workbook(sqlite_client, key, language)
    book = load_workbook(io.BytesIO(file), data_only=True)
    assert book.sheetnames == SHEETS[language]
    rows = rows_of(book.worksheets[0])
    assert list(rows) == [each["id"] for each in (*data["steps"], *data["unscheduled"])]
    kept = [values_of(sheet) for sheet in book.worksheets]
    check(kept[0], kept[1], rows, data)
    living = all_recalculated(file, str(tmp_path / "plan.xlsx"))
    check(living[0], living[1], rows, data)


async def test_a_step_that_is_moved_takes_its_points_its_days_and_its_dates_along(
    client: httpx.AsyncClient, complete_take: str, tmp_path: Path
) -> None:
    data = await planned(client, complete_take)
    file = await workbook(client, complete_take)
    row = rows_of(plan_sheet(file))[data["steps"][0]["id"]]
    points, days = data["steps"][0]["points"], data["steps"][0]["effort_days"]
    plan, quarters, _ = all_recalculated(changed(file, {f"G{row}": 4}), str(tmp_path / "plan.xlsx"))
    for each in data["by_quarter"]:
        moved = points if each["quarter"] < 4 else 0
        assert quarters[f"I{FIRST_QUARTER - 1 + each['quarter']}"] == each["index"] - moved
    assert quarters[f"E{FIRST_QUARTER}"] == data["by_quarter"][0]["effort_days"] - days
    assert quarters[f"E{FIRST_QUARTER + 3}"] == data["by_quarter"][3]["effort_days"] + days
    assert [day(plan[f"{column}{row}"]) for column in "MN"] == ["2027-10-01", "2027-12-31"]
    assert plan["G3"] == data["index_end"]


async def test_a_step_without_a_quarter_counts_no_more_and_one_with_a_quarter_counts(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path
) -> None:
    first = (await planned(sqlite_client, key))["steps"][0]["id"]
    await choose(sqlite_client, key, first, state="left-out", reason="Not this year")
    data = json.loads(await content(sqlite_client, key, "plan.json"))
    file = await workbook(sqlite_client, key)
    rows, last = rows_of(plan_sheet(file)), data["steps"][-1]
    cells = {f"G{rows[first]}": 1, f"G{rows[last['id']]}": None}
    plan, quarters, _ = all_recalculated(changed(file, cells), str(tmp_path / "plan.xlsx"))
    gained = next(each["points"] for each in data["unscheduled"] if each["id"] == first)
    assert plan["G3"] == data["index_end"] + gained - last["points"]
    assert quarters[f"I{FIRST_QUARTER}"] == data["by_quarter"][0]["index"] + gained
    assert (plan[f"I{rows[first]}"], plan[f"I{rows[last['id']]}"]) == ("Planned", "Taken out")
    assert day(plan[f"M{rows[first]}"]) == "2027-01-01"
    assert plan[f"M{rows[last['id']]}"] == ""


@pytest.mark.parametrize(("language", "after"), [("en", "after:"), ("fr", "après\u00a0:")])
async def test_a_step_before_one_that_it_requires_is_told(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path, language: str, after: str
) -> None:
    data = await planned(sqlite_client, key, capacity="40")
    file = await workbook(sqlite_client, key, language)
    sheet = plan_sheet(file)
    rows = rows_of(sheet)
    step = next(each for each in data["steps"] if len(each["requires"]) == 2)
    below, other = (rows[each] for each in step["requires"])
    cells: dict[str, Any] = {f"G{below}": 2, f"G{other}": None, f"G{rows[step['id']]}": 1}
    plan, quarters, _ = all_recalculated(changed(file, cells), str(tmp_path / "plan.xlsx"))
    told = [f"{after} {row - FIRST_STEP + 1}. {sheet[f'B{row}'].value}" for row in (below, other)]
    assert plan[f"H{rows[step['id']]}"] == " · ".join(told)
    assert plan["I3"] == sum(bool(plan[f"H{row}"]) for row in rows.values()) > 0
    assert quarters[f"I{FIRST_QUARTER}"] > data["index_now"]


async def test_more_work_than_days_is_seen_and_the_minimum_viable_aims_follows(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path
) -> None:
    data = await planned(sqlite_client, key)
    file = await workbook(sqlite_client, key)
    needed = next(row for row in rows_of(plan_sheet(file)).values() if plan_sheet(file)[f"O{row}"].value)
    viable = [each["quarter"] for each in data["by_quarter"] if each["minimum_viable"]]
    assert viable[0] < 4
    plan, quarters, _ = all_recalculated(
        changed(file, {f"G{needed}": 4, f"K{needed}": 100.5}), str(tmp_path / "plan.xlsx")
    )
    said = [quarters[f"L{FIRST_QUARTER - 1 + number}"] for number in range(5)]
    assert said == ["Not yet"] * 4 + ["In place"]
    left = quarters[f"H{FIRST_QUARTER + 3}"]
    assert left == 32 - quarters[f"G{FIRST_QUARTER + 3}"] < 0
    assert plan["N3"] == left


async def test_another_start_moves_every_date(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path
) -> None:
    data = await planned(sqlite_client, key)
    book = load_workbook(io.BytesIO(await workbook(sqlite_client, key)))
    book.worksheets[1]["B4"] = datetime.date(2028, 1, 1)
    plan, quarters, _ = all_recalculated(saved(book), str(tmp_path / "plan.xlsx"))
    assert day(quarters[f"C{FIRST_QUARTER + 3}"]) == "2028-12-31"
    assert day(plan[f"M{FIRST_STEP}"]) == data["steps"][0]["starts_on"].replace("2027", "2028")


async def test_the_rows_can_be_sorted(sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path) -> None:
    data = await planned(sqlite_client, key)
    book = load_workbook(io.BytesIO(await workbook(sqlite_client, key)))
    sheet = book.worksheets[0]
    rows = list(rows_of(sheet).values())
    cells = {cell.coordinate: cell.value for row in rows for cell in sheet[row]}
    for row, other in zip(rows, reversed(rows), strict=True):
        for cell in sheet[row]:
            origin = cell.coordinate.replace(str(row), str(other))
            value = cells[origin]
            is_formula = isinstance(value, str) and value.startswith("=")
            moved = Translator(value, origin).translate_formula(cell.coordinate) if is_formula else value
            sheet[cell.coordinate] = moved
    plan, quarters, _ = all_recalculated(saved(book), str(tmp_path / "plan.xlsx"))
    check(plan, quarters, rows_of(sheet), data)


async def test_where_nothing_is_left_to_plan_it_says_so(
    sqlite_client: httpx.AsyncClient, tmp_path: Path
) -> None:
    key = await completed(Visitor(sqlite_client), dict.fromkeys(QUESTIONS, "measured"))
    data = await planned(sqlite_client, key)
    assert data["steps"] == data["unscheduled"] == []
    file = await workbook(sqlite_client, key)
    assert plan_sheet(file)[f"B{FIRST_STEP}"].value == "No step is left to plan"
    plan, quarters, _ = all_recalculated(file, str(tmp_path / "plan.xlsx"))
    check(plan, quarters, {}, data)
    assert quarters[f"L{FIRST_QUARTER - 1}"] == "In place"


async def test_what_the_minimum_viable_aims_needs_is_there_though_it_is_above_the_target(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path
) -> None:
    data = await planned(sqlite_client, key, **NOTHING)
    assert data["steps"] == data["unscheduled"] == []
    file = await workbook(sqlite_client, key)
    rows = rows_of(plan_sheet(file))
    assert {plan_sheet(file)[f"P{row}"].value for row in rows.values()} == {
        "Above the target, but the minimum viable AIMS needs it."
    }
    _, before, _ = all_recalculated(file, str(tmp_path / "before.xlsx"))
    taken_in = changed(file, {f"G{row}": 2 for row in rows.values()})
    _, after, _ = all_recalculated(taken_in, str(tmp_path / "after.xlsx"))
    assert [before[f"L{row}"] for row in range(FIRST_QUARTER, FIRST_QUARTER + 4)] == ["Not yet"] * 4
    assert [after[f"L{row}"] for row in range(FIRST_QUARTER, FIRST_QUARTER + 4)] == [
        "Not yet",
        *["In place"] * 3,
    ]
    assert after[f"I{FIRST_QUARTER + 1}"] > data["index_now"]


async def test_what_is_done_is_in_todays_index_and_takes_no_quarter(
    sqlite_client: httpx.AsyncClient, key: str, tmp_path: Path
) -> None:
    first = (await planned(sqlite_client, key))["steps"][0]["id"]
    await choose(sqlite_client, key, first, state="done", owner="Ana")
    data = json.loads(await content(sqlite_client, key, "plan.json"))
    file = await workbook(sqlite_client, key)
    sheet = plan_sheet(file)
    row = rows_of(sheet)[first]
    assert row == sheet.max_row
    assert [sheet[f"{column}{row}"].value for column in "GHIJKLMN"] == [
        None,
        None,
        "Done",
        "Ana",
        *[None] * 4,
    ]
    _, quarters, _ = all_recalculated(file, str(tmp_path / "plan.xlsx"))
    assert quarters[f"I{FIRST_QUARTER - 1}"] == data["index_now"]


async def test_whatever_a_person_writes_is_a_text_and_nothing_else(sqlite_client: httpx.AsyncClient) -> None:
    kept = {name: text.removeprefix("'") for name, text in HOSTILE.items()}
    hostile = next(iter(HOSTILE))
    key = await completed(Visitor(sqlite_client), SOME_ANSWERS, name=hostile)
    done, *steps, left_out = [each["id"] for each in (await planned(sqlite_client, key))["steps"]]
    owners = dict(zip([done, *steps], HOSTILE, strict=False))
    for step, name in owners.items():
        await choose(sqlite_client, key, step, owner=name, state="done" if step == done else "")
    await choose(sqlite_client, key, left_out, owner=hostile, state="left-out", reason=hostile)
    file = await workbook(sqlite_client, key)
    sheet = plan_sheet(file)
    rows = rows_of(sheet)
    assert len(owners) == len(HOSTILE)
    for step, name in (owners | {left_out: hostile}).items():
        cell, text = sheet[f"J{rows[step]}"], kept[name]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", starts_formula(text))
    assert (sheet["A3"].value, sheet["A3"].data_type) == (kept[hostile], "s")
    assert sheet[f"P{rows[left_out]}"].value == f"Left out: {kept[hostile]}"
    formulas = {cell[0] for cell in values_of(sheet) if sheet[cell].data_type == "f"}
    assert formulas == set("GHILMN")
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for part in parts.namelist():
            ElementTree.fromstring(parts.read(part))


async def test_only_what_may_be_typed_in_is_no_formula(sqlite_client: httpx.AsyncClient, key: str) -> None:
    await planned(sqlite_client, key)
    book = load_workbook(io.BytesIO(await workbook(sqlite_client, key)))
    numbers = {
        f"{sheet.title} {cell[0]}"
        for sheet in book.worksheets
        for cell, value in values_of(sheet).items()
        if isinstance(value, int | float | datetime.datetime)
    }
    # Numbers of steps, quarters and days; the start, today's index and the target; days; weights.
    assert numbers == {"Plan A", "Plan G", "Plan K", "Quarters B", "Quarters D", "How to read it B"}
    plan, quarters, _ = book.worksheets
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.formula2)
        for rule in (*plan.data_validations.dataValidation, *quarters.data_validations.dataValidation)
    }
    last = max(rows_of(plan).values())
    assert rules[f"G{FIRST_STEP}:G{last}"] == ("whole", "1", "4")
    assert (
        rules[f"K{FIRST_STEP}:K{last}"][0] == rules[f"D{FIRST_QUARTER}:D{FIRST_QUARTER + 3}"][0] == "decimal"
    )
    assert rules["B4"][0] == "date"
    shade = plan[f"G{FIRST_STEP}"].fill.fgColor.rgb
    assert shade == plan[f"J{FIRST_STEP}"].fill.fgColor.rgb == quarters["B4"].fill.fgColor.rgb == "FFF2F7F4"


async def test_it_has_a_curve_with_the_target_and_leads_nowhere(
    sqlite_client: httpx.AsyncClient, key: str
) -> None:
    await planned(sqlite_client, key)
    file = await workbook(sqlite_client, key)
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert parts.testzip() is None
        names = parts.namelist()
        assert [name for name in names if "/charts/" in name] == ["xl/charts/chart1.xml"]
        curve = parts.read("xl/charts/chart1.xml").decode()
        assert not [name for name in names if re.search("vba|external|hyperlink", name)]
        assert not [name for name in names if b'TargetMode="External"' in parts.read(name)]
    assert re.findall(r"<c:f>(.*?)</c:f>", curve) == [
        "Quarters!$A$9:$A$13",
        "Quarters!$I$9:$I$13",
        "Quarters!$A$9:$A$13",
        "Quarters!$K$9:$K$13",
    ]
    assert len(file) < 40_000


async def test_on_one_day_the_same_plan_gives_the_same_bytes(
    sqlite_client: httpx.AsyncClient, key: str, clock: Clock
) -> None:
    await planned(sqlite_client, key)
    file = await workbook(sqlite_client, key)
    clock.advance(hours=1)
    assert await workbook(sqlite_client, key) == file
    book = load_workbook(io.BytesIO(file))
    assert book.properties.created.isoformat() == "2026-03-09T00:00:00"
    assert "As planned on 9 March 2026: from 43 to " in str(book.worksheets[0]["A2"].value)


async def test_it_prints_in_the_width_of_the_paper_of_the_region(
    sqlite_client: httpx.AsyncClient, key: str
) -> None:
    await planned(sqlite_client, key)
    for region, paper in (("en-CA", 1), ("en-GB,en;q=0.9", 9)):
        asked = await sqlite_client.get(address(key, "plan.xlsx"), headers={"accept-language": region})
        book = load_workbook(io.BytesIO(asked.content))
        for sheet in book.worksheets:
            assert int(sheet.page_setup.paperSize or 0) == paper
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr is not None
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in {None, 1}
        assert book.worksheets[0].freeze_panes == "C5"
        assert book.worksheets[0].print_title_rows == "$4:$4"
