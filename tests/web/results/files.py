"""A person who takes a result away: asks for its files, and opens them as their programs do."""

import csv
import io
from dataclasses import dataclass

import httpx
from openpyxl import Workbook, load_workbook

from tests.web.pages import Page, page_of
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

FILES = ("data.json", "data.csv", "data.xlsx", "retake.ics")


@dataclass(slots=True)
class Owner:
    """The owner of the take that ``key`` opens."""

    visitor: Visitor
    key: str

    async def ask(self, name: str, **headers: str) -> httpx.Response:
        """Ask for a file of the take."""
        return await self.visitor.browser.get(self.visitor.path(self.key, name), headers=headers)

    async def file(self, name: str, **headers: str) -> bytes:
        """A file of the take, which is there."""
        response = await self.ask(name, **headers)
        assert response.status_code == 200
        return response.content

    async def table(self) -> list[list[str]]:
        """The CSV file as a spreadsheet splits it."""
        return rows_of(await self.file("data.csv"))

    async def workbook(self, *, values: bool = True) -> Workbook:
        """The workbook, its formulas or the values that are kept of them."""
        return load_workbook(io.BytesIO(await self.file("data.xlsx")), data_only=values)

    async def result(self) -> Page:
        """The result page."""
        return await self.visitor.read(self.visitor.path(self.key, "result"))


def rows_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV file, whose separator is found out."""
    text = content.decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(text, delimiters=",;")
    return list(csv.reader(io.StringIO(text, newline=""), dialect))


async def owner_of(
    visitor: Visitor,
    notes: dict[str, tuple[str, str]] | None = None,
    answers: dict[str, str] | None = None,
    **organization: str,
) -> Owner:
    """The owner of a completed take with these notes and links by question."""
    key = await visitor.start()
    for question, level in (SOME_ANSWERS | (answers or {})).items():
        note, link = (notes or {}).get(question, ("", ""))
        await visitor.answer(key, question, level, note=note, link=link)
    assert (await visitor.complete(key, **organization)).status_code == 303
    return Owner(visitor, key)


async def load(visitor: Visitor, content: bytes, name: str = "take.json") -> httpx.Response:
    """Send a file to be loaded."""
    files = {"file": (name, content, "application/json")}
    return await visitor.browser.post(f"/{visitor.language}/load", files=files)


async def loaded(visitor: Visitor, content: bytes) -> str:
    """The key of the take that a file becomes, which begins at its review."""
    response = await load(visitor, content)
    assert response.status_code == 303, page_of(response).errors
    place = response.headers["location"].split("/")
    assert place[:3] + place[4:] == ["", visitor.language, "takes", "review"]
    return str(place[3])


NOTES = {
    QUESTIONS[0]: ("Minutes of 3 March", "https://example.com/minutes"),
    QUESTIONS[5]: ("", "https://example.com/é"),
}
