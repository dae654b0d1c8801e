"""A roadmap's files: the plan on the page as data, as tasks for other software, and in a calendar."""

import csv
import datetime
import io
import json
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from app.planning.cases import as_data
from app.results.files.cells import starts_formula
from app.roadmap.files import COLUMNS
from app.settings import Settings
from questions.packs import CURRENT, load
from scoring.roadmap import Plan
from tests.web.pages import page_of
from tests.web.roadmap.plans import plan_of
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import FRAGMENT, SOME_ANSWERS, Visitor, follow

PACK = load(CURRENT)
FORM = {"size": "small", "capacity": "8", "quarters": "4", "start": "2027-01-01", "strategy": "foundation"}
STARTS = datetime.date(2027, 1, 1)
FILES = ("plan.pdf", "plan.xlsx", "plan.csv", "plan.ics", "plan.json")
TYPES = {
    "plan.pdf": "application/pdf",
    "plan.csv": "text/csv; charset=utf-8; header=present",
    "plan.ics": "text/calendar; charset=utf-8; method=PUBLISH",
    "plan.json": "application/json",
    "plan.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES = {"en": "ai-index-roadmap-2026-03-09", "fr": "indice-ia-feuille-de-route-2026-03-09"}
HOSTILE = {
    '=HYPERLINK("https://evil.example","x")': '\'=HYPERLINK("https://evil.example","x")',
    "\u200b\uff1dcmd|' /C calc'!A0": "'\u200b\uff1dcmd|' /C calc'!A0",
    "@SUM(A1)": "'@SUM(A1)",
    "+1 514 555 0199": "'+1 514 555 0199",
    "a\x00\x07b\r\nBEGIN:VEVENT": "ab BEGIN:VEVENT",
    '\u202eאבג\u202c, "Ana"; <b>&amp;</b>\\n': 'אבג, "Ana"; <b>&amp;</b>\\n',
    "é" * 120: "é" * 120,
}


def address(key: str, file: str, language: str = "en") -> str:
    """Where a file of a take's roadmap is."""
    return f"/{language}/takes/{key}/roadmap/{file}"


async def planned(client: httpx.AsyncClient, key: str, **fields: str) -> Plan:
    """The planner's plan for the roadmap's form, which is sent."""
    assert (await client.post(f"/en/takes/{key}/roadmap", data=FORM | fields)).status_code == 303
    return plan_of(SOME_ANSWERS, FORM | fields)


async def choose(client: httpx.AsyncClient, key: str, step: str, **fields: str) -> None:
    """Send one step's form."""
    assert (await client.post(f"/en/takes/{key}/roadmap/steps/{step}", data=fields)).status_code == 303


async def content(client: httpx.AsyncClient, key: str, file: str, language: str = "en") -> bytes:
    """A file, which is there."""
    response = await client.get(address(key, file, language))
    assert response.status_code == 200
    return response.content


async def tasks(client: httpx.AsyncClient, key: str, language: str = "en") -> list[dict[str, str]]:
    """The table as an importer reads it."""
    text = (await content(client, key, "plan.csv", language)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


async def events(client: httpx.AsyncClient, key: str, language: str = "en") -> dict[str, Any]:
    """The calendar's events by what their UIDs say after the card's number and before the site."""
    calendar = Calendar.from_ical(await content(client, key, "plan.ics", language))
    found = calendar.walk("VEVENT")
    assert [part.errors for part in (calendar, *found)] == [[]] * (len(found) + 1)
    return {str(each["UID"]).split("@")[0][10:]: each for each in found}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("file", FILES)
async def test_a_file_is_saved_under_a_name_that_says_what_it_is_and_kept_by_nobody_else(
    client: httpx.AsyncClient, complete_take: str, file: str, language: str
) -> None:
    response = await client.get(address(complete_take, file, language))
    assert response.status_code == 200
    assert response.headers["content-type"] == TYPES[file]
    name = NAMES[language] + file.removeprefix("plan")
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    assert complete_take.encode() not in response.content.replace(b"\r\n ", b"")


@pytest.mark.parametrize("file", FILES)
async def test_an_unfinished_take_leads_to_its_review_and_a_stranger_to_nothing(
    client: httpx.AsyncClient, answered_take: str, file: str
) -> None:
    response = await client.get(address(answered_take, file))
    assert response.headers["location"] == f"/en/takes/{answered_take}/review"
    assert (await client.get(address("A" * 22, file))).status_code == 404
    assert (await client.post(address(answered_take, file))).status_code == 405


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["whole", "fragment"])
async def test_the_page_leads_to_every_file_in_both_languages(
    client: httpx.AsyncClient, complete_take: str, headers: dict[str, str]
) -> None:
    for language in ("en", "fr"):
        response = await client.get(f"/{language}/takes/{complete_take}/roadmap", headers=headers)
        links = [link.attributes["href"] for link in page_of(response).by_id("files").all("a")]
        assert [link.removeprefix("roadmap/") for link in links] == list(FILES)
        for link in links:
            assert (await client.get(follow(response, link))).status_code == 200


async def test_a_file_can_be_asked_for_in_the_other_language(
    client: httpx.AsyncClient, complete_take: str
) -> None:
    response = await client.get(address(complete_take, "plan.csv"), params={"language": "fr"})
    assert response.headers["location"] == address(complete_take, "plan.csv", "fr")


async def test_the_data_is_the_planners_own(client: httpx.AsyncClient, complete_take: str) -> None:
    made = await planned(client, complete_take, capacity="3,5", **{"target-secure": "measured"})
    file = await content(client, complete_take, "plan.json")
    assert json.loads(file) == json.loads(json.dumps(as_data(PACK.framework, made, STARTS)))


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_each_planned_step_is_a_task_with_the_columns_that_importers_know(
    client: httpx.AsyncClient, complete_take: str, language: str
) -> None:
    made = await planned(client, complete_take, capacity="3.5")
    file = (await content(client, complete_take, "plan.csv", language)).decode()
    assert file.splitlines()[0] == "\ufeff" + ",".join(COLUMNS)
    found = await tasks(client, complete_take, language)
    data = as_data(PACK.framework, made, STARTS)
    assert len(found) == len(made.steps) > 3
    for task, step in zip(found, data["steps"], strict=True):
        text = PACK.texts[language].questions[step["question"]].steps[step["to_level"]]
        assert task["Summary"] == text.title
        for said in (text.what, text.first_move, text.artefact, text.owner, *text.requires.values()):
            assert said in task["Description"]
        assert (task["Start Date"], task["Due Date"]) == (step["starts_on"], step["ends_on"])
        assert task["Labels"] == f"ai-index {step['property']}"
        assert float(task["Estimate in days"]) == step["effort_days"]
        assert task["Quarter"] == str(step["quarter"])
        assert task["Section"].startswith(
            f"{'Quarter' if language == 'en' else 'Trimestre'} {step['quarter']}, "
        )
        assert task["Assignee"] == ""


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_a_person_writes_is_a_text_and_nothing_else(
    client: httpx.AsyncClient, complete_take: str, name: str
) -> None:
    made = await planned(client, complete_take)
    step, other = made.steps[0].step.id, made.steps[-1].step.id
    await choose(client, complete_take, step, owner=name)
    await choose(client, complete_take, other, owner=name, state="left-out", reason=name)
    rows = await tasks(client, complete_take)
    assert [row["Assignee"] for row in rows if row["Assignee"]] == [HOSTILE[name]]
    assert not [cell for row in rows for cell in row.values() if starts_formula(cell)]
    found = await events(client, complete_take)
    (described,) = [
        str(each["DESCRIPTION"]) for each in found.values() if "Who does it" in each["DESCRIPTION"]
    ]
    assert described == str(found[f"step-{step.replace(':', '-')}"]["DESCRIPTION"])
    assert described.startswith(f"Who does it: {HOSTILE[name].removeprefix(chr(39))}\n\n")
    assert len(found) == len(rows) + 4


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_calendar_has_the_steps_days_and_the_quarters_ends(
    client: httpx.AsyncClient, complete_take: str, language: str
) -> None:
    data = as_data(PACK.framework, await planned(client, complete_take), STARTS)
    found = await events(client, complete_take, language)
    spans = {
        f"step-{each['id'].replace(':', '-')}": (each["starts_on"], each["ends_on"]) for each in data["steps"]
    } | {f"quarter-{each['quarter']}": (each["ends_on"], each["ends_on"]) for each in data["by_quarter"]}
    a_day = datetime.timedelta(days=1)
    assert {
        name: (each.decoded("DTSTART").isoformat(), (each.decoded("DTEND") - a_day).isoformat())
        for name, each in found.items()
    } == spans
    for each in data["steps"]:
        event = found[f"step-{each['id'].replace(':', '-')}"]
        text = PACK.texts[language].questions[each["question"]].steps[each["to_level"]]
        assert event["SUMMARY"] == text.title
        assert event["SUMMARY"].params["LANGUAGE"] == f"{language}-CA"
        assert text.first_move in event["DESCRIPTION"]
        assert event["TRANSP"] == "TRANSPARENT"
    viable = {"en": "The minimum viable AIMS is in place.", "fr": "Le SGIA minimal viable est en place."}
    for each in data["by_quarter"]:
        end = str(found[f"quarter-{each['quarter']}"]["DESCRIPTION"])
        assert (viable[language] in end) is each["minimum_viable"]
        assert str(int(each["index"] + 0.5)) in end


async def test_imported_again_an_event_takes_the_place_of_the_first(
    client: httpx.AsyncClient, complete_take: str, clock: Clock
) -> None:
    await planned(client, complete_take)
    first = await events(client, complete_take)
    clock.advance(days=3)
    again = await events(client, complete_take, "fr")
    assert {key: each["UID"] for key, each in first.items()} == {
        key: each["UID"] for key, each in again.items()
    }
    assert {each.decoded("DTSTAMP") for each in again.values()} == {clock()}


async def test_the_calendar_leads_to_the_front_page_and_not_to_the_take(
    settings: Settings, clock: Clock
) -> None:
    site = settings.model_copy(update={"site": "https://index.example.org/ai"})
    async with running(site, clock) as app, browser_of(app) as browser:
        visitor = Visitor(browser, "fr")
        key = await visitor.start()
        await visitor.fill_in(key, SOME_ANSWERS)
        await visitor.complete(key, name="Boulangerie")
        file = (await content(browser, key, "plan.ics", "fr")).replace(b"\r\n ", b"")
    assert key.encode() not in file
    assert b"Boulangerie" not in file
    assert b"URL:https://index.example.org/ai/fr/\r\n" in file
    assert b"PRODID:-//AI Index//Roadmap//FR\r\n" in file


async def test_a_plan_without_steps_has_files_too(client: httpx.AsyncClient, complete_take: str) -> None:
    await planned(client, complete_take, **{f"target-{key}": "absent" for key in PACK.framework.weights})
    assert await tasks(client, complete_take) == []
    assert set(await events(client, complete_take)) == {f"quarter-{number}" for number in range(1, 5)}
    assert json.loads(await content(client, complete_take, "plan.json"))["steps"] == []
