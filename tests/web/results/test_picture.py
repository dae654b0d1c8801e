"""The card as a picture: of the size that previews want, its own for each result, whatever the name."""

import datetime
import struct
import uuid
import zlib

import pytest
from starlette.types import ASGIApp

from app.languages import Language
from app.results.picture import card_picture
from app.results.views import Card, card_number, card_of
from app.site import Site
from questions.packs import CURRENT, load
from scoring.index import score
from tests.web.typesetters import site_in
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS

EN, FR = Language("en"), Language("fr")
DAY = datetime.date(2026, 3, 9)
NAMES = [
    "",
    "M" * 120,
    "#panic() <label> @ref $x$ \\ *b*",
    "שלום עולם",
    "😀👩‍👩‍👧日本語",
    "a" + "\u0301" * 119,
]


@pytest.fixture
async def site(sqlite_app: ASGIApp) -> Site:
    """The running site."""
    return site_in(sqlite_app)


def card(answers: dict[str, str], name: str = "", number: int = 1) -> Card:
    """The card of these answers."""
    result = score(load(CURRENT).framework, answers)
    return card_of(result, card_number(uuid.UUID(int=number)), DAY, name)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, each of whose parts is sound."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, wide, high = 8, 0, 0
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", png, place + 8 + length) == (zlib.crc32(kind + body),)
        if kind == b"IHDR":
            wide, high = struct.unpack_from(">II", body)
        place += 12 + length
    return wide, high


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", [EN, FR])
async def test_it_is_1200_by_630_whatever_the_name(site: Site, name: str, language: Language) -> None:
    assert size(await card_picture(site, card(SOME_ANSWERS, name), language)) == (1200, 630)


async def test_results_names_languages_and_takes_that_differ_have_different_pictures(site: Site) -> None:
    pictures = [
        await card_picture(site, one, language)
        for one in (
            card(SOME_ANSWERS),
            card(SOME_ANSWERS, "Atelier Boréal"),
            card(SOME_ANSWERS, number=2),
            card(dict.fromkeys(QUESTIONS, LEVELS[0])),
            card(dict.fromkeys(QUESTIONS, "unknown")),
            card(dict.fromkeys(QUESTIONS, LEVELS[-1])),
        )
        for language in (EN, FR)
    ]
    assert len(set(pictures)) == len(pictures)


async def test_the_same_card_gives_the_same_bytes_which_are_kept(site: Site) -> None:
    first = await card_picture(site, card(SOME_ANSWERS), EN)
    assert await card_picture(site, card(SOME_ANSWERS), EN) is first
