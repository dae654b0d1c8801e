"""What hostile people wrote comes out of all that a take is shown in as the text that it is: page, PDF,
workbook, table, data, calendar and picture, found by walking from the result."""

import io
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from starlette.types import ASGIApp

from app.diagnostic.forms import cleaned, one_line
from app.planning.models import OWNER_LENGTH, REASON_LENGTH
from app.results.files.cells import starts_formula
from app.results.sharing import picture_name
from tests.web.forms import HTML, Walk, live
from tests.web.hostile import HARMLESS, HOSTILE, MARKUP, Texts
from tests.web.pages import Page, page_of
from tests.web.results.files import Owner, owner_of, rows_of
from tests.web.results.printed import one_spaced, read_pdf
from tests.web.results.sharer import Sharer, key_of
from tests.web.running import browser_of
from tests.web.test_hostile_everywhere import routes_of
from tests.web.visitor import QUESTIONS, Visitor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody's take, and what everything that it is shown in answers, by kind of address."""

    owner: Owner
    answers: Mapping[str, httpx.Response]

    def of(self, kind: str) -> dict[str, httpx.Response]:
        """What is of that media type."""
        found = self.answers.items()
        return {name: each for name, each in found if each.headers["content-type"].split(";")[0] == kind}


async def shown(app: Any, browser: httpx.AsyncClient, language: str, texts: Texts) -> Shown:
    """A completed, shared and planned take with these texts, and all that its result leads to."""
    visitor = Visitor(browser, language)
    proofs = {question: (note, texts.link) for question, note in texts.notes.items()}
    owner = await owner_of(visitor, proofs, name=texts.name)
    path = await Sharer(visitor, owner.key).share(shows_notes="yes", shows_roadmap="yes")
    await plan(visitor, owner.key, texts.owners)
    walk = Walk(routes_of(app), browser, language)
    picture = f"/{language}/pictures/{picture_name(key_of(path))}.png"
    places = (f"{path}/report.pdf", f"{path}/roadmap", picture)
    found = await walk.answers(owner.key, visitor.path(owner.key, "result"), *places)
    return Shown(owner, {name: answer for name, answer in found.items() if answer.status_code == 200})


async def plan(visitor: Visitor, key: str, owners: tuple[str, ...]) -> None:
    """Name somebody for the first steps of the roadmap, and leave the last of these out for a reason."""
    page = (await visitor.browser.get(visitor.path(key, "roadmap"))).text
    steps = re.findall(r'action="(roadmap/steps/[^"]+)"', page)[: len(owners)]
    for step, text in zip(steps, owners, strict=True):
        fields = {"owner": text[:OWNER_LENGTH]}
        if step == steps[-1]:
            fields |= {"state": "left-out", "reason": MARKUP[:REASON_LENGTH]}
        assert (await visitor.browser.post(visitor.path(key, step), data=fields)).status_code == 303


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_everything_shows_it_as_the_text_that_it_is(sqlite_app: ASGIApp, language: str) -> None:
    async with browser_of(sqlite_app) as browser:
        hostile = await shown(sqlite_app, browser, language, HOSTILE)
        harmless = await shown(sqlite_app, browser, language, HARMLESS)
    assert set(hostile.answers) == set(harmless.answers)
    checks = {
        HTML.split(";")[0]: check_page,
        "application/pdf": check_pdf,
        XLSX: check_workbook,
        "text/csv": check_table,
        "application/json": check_data,
        "text/calendar": check_calendar,
        "image/png": check_picture,
    }
    for kind, check in checks.items():
        assert hostile.of(kind)
        for name, answer in hostile.of(kind).items():
            check(name, answer, harmless.answers[name])
    assert sum(len(hostile.of(kind)) for kind in checks) == len(hostile.answers)


def check_page(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """Nothing is alive, every element is one that the page has anyway, and the texts are there."""
    page = page_of(response)
    assert not page.faults, name
    assert not live(page), name
    assert elements(page) == elements(page_of(harmless)), name
    if name.endswith(("/result", "/shared/{key:key}")):
        for note in HOSTILE.notes.values():
            assert re.sub(r"[ \t\n]+", " ", cleaned(note)) in page.text
        assert one_line(HOSTILE.name) in page.text
        links = [link for link in page.links if link.startswith("https://zebra.example")]
        assert links == [HOSTILE.link] * len(QUESTIONS)
    if name.endswith("/shared/{key:key}/roadmap"):
        assert one_line(HOSTILE.name) in page.text
        assert all(one_line(owner[:OWNER_LENGTH]) in page.text for owner in HOSTILE.owners[:-1])
        assert one_line(MARKUP[:REASON_LENGTH]) in page.text
    elif name.endswith("/roadmap"):
        kept = [box.attributes["value"] for box in page.all("input") if box.get("name") == "owner"]
        assert {one_line(owner[:OWNER_LENGTH]) for owner in HOSTILE.owners} <= set(kept)
        assert one_line(MARKUP[:REASON_LENGTH]) in page.text


def elements(page: Page) -> Counter[tuple[str, frozenset[str]]]:
    """How often each element occurs, with the attributes that it has."""
    return Counter((element.name, frozenset(element.attributes)) for element in page)


def is_of_roadmap(name: str) -> bool:
    """Whether the address is of a roadmap's file, which holds names and reasons and no note."""
    return "/roadmap/plan." in name


def check_pdf(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """It can be read, its words are there, it opens nothing that it does not anyway, and runs nothing."""
    paper, usual = read_pdf(response.content), read_pdf(harmless.content)
    words = re.findall(r"word\d+", paper.text)
    noted = () if is_of_roadmap(name) else range(len(QUESTIONS))
    assert set(words) == {f"word{place}" for place in noted}, name
    assert "zebra()" in paper.text.replace(" ", "")
    assert [link for link in paper.links if "zebra" not in link] == [
        link for link in usual.links if "example.com" not in link
    ]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(paper.catalog) - set(usual.catalog)
    assert b"/JavaScript" not in response.content
    assert "7 * 7" in one_spaced(paper.text)


def check_workbook(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """Its formulas are those that it has anyway, and it asks for nothing outside of it."""
    assert formulas_in(response.content) == formulas_in(harmless.content)
    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        assert not [part for part in parts.namelist() if "external" in part.lower()]
        assert not [part for part in parts.namelist() if b'TargetMode="External"' in parts.read(part)]
    texts = [text for _, text in cells_in(response.content, "s")]
    notes = [note.rsplit("\n", 1)[1] for note in HOSTILE.notes.values()]
    owners = [one_line(owner[:OWNER_LENGTH]) for owner in HOSTILE.owners]
    for written in owners if is_of_roadmap(name) else notes:
        assert [text for text in texts if written in str(text)], (name, written)


def formulas_in(content: bytes) -> list[tuple[str, Any]]:
    """The place and the text of each formula."""
    return cells_in(content, "f")


def cells_in(content: bytes, kind: str) -> list[tuple[str, Any]]:
    """The place and the value of each cell of a kind."""
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    return [
        (f"{cell.parent.title}!{cell.coordinate}", cell.value) for cell in cells if cell.data_type == kind
    ]


def check_table(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """No cell would be taken for a formula, and there are no other rows and columns than there are anyway."""
    rows, usual = rows_of(response.content), rows_of(harmless.content)
    assert [len(row) for row in rows] == [len(row) for row in usual], name
    assert not [cell for row in rows for cell in row if starts_formula(cell)], name


def check_data(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """It has the fields that it has anyway, and its browser takes it for data."""
    assert shape(response.json()) == shape(harmless.json()), name
    assert response.headers["x-content-type-options"] == "nosniff"


def shape(data: Any) -> Any:
    """The fields of JSON data, without what stands in them."""
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(value) for value in data] if isinstance(data, list) else type(data).__name__


def check_calendar(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """It has the entries and properties that it has anyway, and tells no note, no link and no name."""
    assert properties(response.content) == properties(harmless.content), name
    said = response.content.replace(b"\r\n ", b"").decode()
    assert not [text for text in (*HOSTILE.notes.values(), HOSTILE.link, HOSTILE.name) if text in said]
    assert not re.search(r"word\d", said)
    assert max(map(len, response.content.split(b"\r\n"))) <= 75


def properties(content: bytes) -> list[tuple[str, list[str]]]:
    """The components of a calendar, each with the names of its properties."""
    return [(part.name or "", sorted(part.keys())) for part in Calendar.from_ical(content).walk()]


def check_picture(name: str, response: httpx.Response, harmless: httpx.Response) -> None:
    """It is a picture of the size that it always has."""
    assert response.content.startswith(PNG)
    assert struct.unpack(">II", response.content[16:24]) == (1200, 630)
