"""The reminder: one whole day in three months, for any calendar, that gives nothing away."""

import datetime
import re
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from app.settings import Settings
from tests.web.results.files import Owner, owner_of
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import Visitor

SUMMARIES = {"en": "Take the AI Index again", "fr": "Refaire l’autodiagnostic de l’Indice IA"}
SAID = {"en": "9 March 2026", "fr": "9 mars 2026"}


async def parsed(owner: Owner) -> tuple[Any, Any, Any]:
    """The calendar, its one event and its one alarm."""
    calendar = Calendar.from_ical(await owner.file("retake.ics"))
    (event,) = calendar.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert [part.errors for part in (calendar, event, alarm)] == [[], [], []]
    return calendar, event, alarm


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_it_is_a_whole_day_three_months_later(sqlite_client: httpx.AsyncClient, language: str) -> None:
    calendar, event, alarm = await parsed(await owner_of(Visitor(sqlite_client, language)))
    assert {name: str(calendar[name]) for name in ("VERSION", "METHOD", "CALSCALE")} == {
        "VERSION": "2.0",
        "METHOD": "PUBLISH",
        "CALSCALE": "GREGORIAN",
    }
    assert calendar["PRODID"] == f"-//AI Index//Diagnostic//{language.upper()}"
    assert event.decoded("DTSTART") == datetime.date(2026, 6, 9)
    assert event.decoded("DTEND") == datetime.date(2026, 6, 10)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"] == SUMMARIES[language]
    assert event["SUMMARY"].params["LANGUAGE"] == f"{language}-CA"
    assert SAID[language] in event["DESCRIPTION"]
    assert event["CATEGORIES"].to_ical().decode() == {"en": "AI Index", "fr": "Indice IA"}[language]
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", datetime.timedelta(days=-1))
    assert alarm["DESCRIPTION"] == SUMMARIES[language]


async def test_the_last_of_november_is_the_last_of_february(
    sqlite_client: httpx.AsyncClient, clock: Clock
) -> None:
    clock.now = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
    _, event, _ = await parsed(await owner_of(Visitor(sqlite_client)))
    assert event.decoded("DTSTART") == datetime.date(2027, 2, 28)


async def test_it_leads_to_the_front_page_and_not_to_the_take(settings: Settings, clock: Clock) -> None:
    site = settings.model_copy(update={"site": "https://index.example.org/ai"})
    async with running(site, clock) as app, browser_of(app) as browser:
        owner = await owner_of(Visitor(browser, "fr"), name="Boulangerie")
        content = await owner.file("retake.ics")
        _, event, _ = await parsed(owner)
    assert event["URL"] == "https://index.example.org/ai/fr/"
    assert "https://index.example.org/ai/fr/" in event["DESCRIPTION"]
    assert event["UID"].endswith("-retake@index.example.org")
    assert owner.key.encode() not in content.replace(b"\r\n ", b"")
    assert b"Boulangerie" not in content.replace(b"\r\n ", b"")


async def test_imported_again_it_takes_the_place_of_the_first(
    sqlite_client: httpx.AsyncClient, clock: Clock
) -> None:
    owner = await owner_of(Visitor(sqlite_client))
    first = (await parsed(owner))[1]
    clock.advance(days=3)
    again = (await parsed(Owner(Visitor(sqlite_client, "fr"), owner.key)))[1]
    other = (await parsed(await owner_of(Visitor(sqlite_client))))[1]
    assert first["UID"] == again["UID"] != other["UID"]
    assert first.decoded("DTSTART") == again.decoded("DTSTART")
    assert again.decoded("DTSTAMP") == again.decoded("LAST-MODIFIED") == clock()
    assert again.decoded("DTSTAMP") - first.decoded("DTSTAMP") == datetime.timedelta(days=3)


async def test_its_number_is_that_of_the_card(sqlite_client: httpx.AsyncClient) -> None:
    owner = await owner_of(Visitor(sqlite_client))
    event = (await parsed(owner))[1]
    number = str(event["UID"]).split("-retake")[0]
    assert re.fullmatch("[A-Z2-7]{4}-[A-Z2-7]{4}", number)
    assert number in (await owner.result()).one(class_="card").text
    assert number in event["DESCRIPTION"]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_its_lines_are_folded_as_calendars_want_them(
    sqlite_client: httpx.AsyncClient, language: str
) -> None:
    content = await (await owner_of(Visitor(sqlite_client, language))).file("retake.ics")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()
