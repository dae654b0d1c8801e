"""The interface's languages: which there are, their words, their numbers and dates."""

import datetime
import io
from functools import cache, lru_cache
from typing import NewType

from babel import Locale
from babel.core import negotiate_locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations
from babel.units import format_unit

from app.paths import LOCALE

Language = NewType("Language", str)

LANGUAGES = (Language("en"), Language("fr"))
# English and French as business in Québec writes them.
LOCALES = {"en": Locale("en", "CA"), "fr": Locale("fr", "CA")}
CATALOGUE = "LC_MESSAGES/messages.po"
# So many numbers and days are remembered as they were written: Babel takes a tenth of a millisecond for one,
# and a roadmap has hundreds. A nought that bears a sign is the same key as one that does not, so it loses it.
_WRITTEN = 4096


@cache
def translations(language: Language) -> Translations:
    """The interface's words in ``language``; English is what the code says."""
    path = LOCALE / language / CATALOGUE
    if not path.is_file():
        return Translations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def preferred(accept_language: str) -> Language:
    """The language of the site that a browser's ``Accept-Language`` ranks highest, English if none."""
    wanted = [tag.split("-")[0].lower() for tag in ranked(accept_language)]
    return Language(negotiate_locale(wanted, LANGUAGES) or LANGUAGES[0])


def ranked(accept_language: str) -> list[str]:
    """The tags of a browser's ``Accept-Language``, first the one that it ranks highest."""
    found: list[tuple[float, str]] = []
    for part in accept_language[:1000].split(","):
        tag, _, parameters = part.strip().partition(";")
        quality = parameters.strip().removeprefix("q=")
        try:
            found.append((float(quality) if quality else 1.0, tag.strip()))
        except ValueError:
            continue
    return [tag for quality, tag in sorted(found, key=lambda each: -each[0]) if quality > 0]


@lru_cache(maxsize=_WRITTEN)
def number(value: float, language: Language) -> str:
    """A number with as many decimals as it has (at most three, which a score never exceeds)."""
    return format_decimal(value + 0.0, format="#,##0.###", locale=LOCALES[language])


@lru_cache(maxsize=_WRITTEN)
def typed(value: float, language: Language) -> str:
    """A number as a person types it into a field: with the language's comma, without marks for thousands."""
    return format_decimal(value + 0.0, format="0.##", locale=LOCALES[language])


@lru_cache(maxsize=_WRITTEN)
def person_days(value: float, language: Language) -> str:
    """An effort, as ``1.5 days`` in English and ``1,5 j`` in French, never parted by the end of a line."""
    return format_unit(value + 0.0, "duration-day", "short", "#,##0.##", LOCALES[language]).replace(
        " ", "\u00a0"
    )


def percent(value: int, language: Language) -> str:
    """A whole per cent, as ``20%`` in English and ``20 %`` in French."""
    return format_percent(value / 100, locale=LOCALES[language])


@lru_cache(maxsize=_WRITTEN)
def day(value: datetime.date, language: Language, year: bool = True) -> str:
    """A day in words, such as ``24 November 2026``, or without its year; French writes the first of a month
    ``1er``."""
    words = format_date(value, "d MMMM y" if year else "d MMMM", locale=LOCALES[language])
    return f"1er{words[1:]}" if language == "fr" and value.day == 1 else words
