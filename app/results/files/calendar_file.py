"""A reminder for a calendar: take the diagnostic again, three months after this one."""

import calendar
import datetime
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.diagnostic.takes import TakeState
from app.languages import LOCALES, Language
from app.results.views import card_number
from app.site import Site

if TYPE_CHECKING:
    from icalendar import Alarm, Event

MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
AFTER_MONTHS = 3
PRODUCT = "Diagnostic"


def calendar_file(site: Site, take: TakeState, language: Language) -> bytes:
    """The reminder of a completed take, whose link it does not hold: calendars are shared.

    Imported again, it takes the place of the one that is there.
    """
    completed = (take.completed_at or take.started_at).date()
    number = card_number(take.id)
    about = {"date": completed, "number": number, "front": front_page(site, language)}
    words = json.loads(site.pages.text(language, "files/reminder.html", about))
    day = months_after(completed, AFTER_MONTHS)
    event = whole_days(site, language, f"{number}-retake", (day, day), words)
    event.add_component(_alarm(words["summary"]))
    return published([event], language, PRODUCT)


def front_page(site: Site, language: Language) -> str:
    """The address of the site's front page, which holds no key."""
    return f"{site.settings.site_address}/{language}/"


def whole_days(
    site: Site,
    language: Language,
    name: str,
    days: tuple[datetime.date, datetime.date],
    words: Mapping[str, str],
) -> "Event":
    """An event from the first of ``days`` to the last, which leaves people free; ``words`` has its summary,
    description and category. Imported again under its ``name``, it takes the place of the first."""
    from icalendar import Event

    spoken = {"LANGUAGE": str(LOCALES[language]).replace("_", "-")}
    front, now = front_page(site, language), site.clock()
    event = Event()
    event.add("uid", f"{name}@{urlsplit(front).hostname}")
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + datetime.timedelta(days=1))
    event.add("summary", words["summary"], parameters=spoken)
    event.add("description", words["description"], parameters=spoken)
    event.add("categories", [words["category"]])
    event.add("url", front)
    event.add("transp", "TRANSPARENT")
    return event


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many calendar months later, the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _alarm(summary: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", datetime.timedelta(days=-1))
    return alarm


def published(events: "Iterable[Event]", language: Language, product: str) -> bytes:
    """The events as a calendar to be imported."""
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", f"-//AI Index//{product}//{language.upper()}")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    for event in events:
        whole.add_component(event)
    file: bytes = whole.to_ical()
    return file
