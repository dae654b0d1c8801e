"""A report as its reader gets it: the words on its pages, and the structure that a screen reader follows."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import httpx
from pypdf import PageObject, PdfReader

POINTS = {"a4": (595.3, 841.9), "letter": (612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class Part:
    """An element of the structure: its kind (``H1``, ``TH``), its title, what is said instead of it."""

    kind: str
    title: str
    alternative: str


@dataclass(frozen=True)
class Printed:
    """A PDF that was read."""

    content: bytes
    reader: PdfReader = field(repr=False)

    @cached_property
    def pages(self) -> list[str]:
        """The words of each page, with single spaces."""
        return [one_spaced(page.extract_text()) for page in self.reader.pages]

    @property
    def text(self) -> str:
        """All the words, with single spaces."""
        return " ".join(self.pages)

    @property
    def catalog(self) -> Any:
        """The document's root."""
        return self.reader.trailer["/Root"]

    @property
    def paper(self) -> set[str]:
        """The papers that its pages are."""
        sizes = {(float(p.mediabox.width), float(p.mediabox.height)) for p in self.reader.pages}
        return {
            name
            for name, (wide, high) in POINTS.items()
            for width, height in sizes
            if abs(width - wide) < 1 and abs(height - high) < 1
        }

    @cached_property
    def parts(self) -> list[Part]:
        """The structure's elements in reading order."""
        return list(_parts(self.catalog["/StructTreeRoot"]))

    @property
    def headings(self) -> list[Part]:
        """The headings in reading order."""
        return [part for part in self.parts if re.fullmatch(r"H\d", part.kind)]

    def metadata(self, name: str) -> str:
        """What the XMP metadata say of ``name``, such as ``{namespace}title``."""
        tree = ElementTree.fromstring(self.catalog["/Metadata"].get_object().get_data())
        return one_spaced("".join(next(tree.iter(name)).itertext()))

    @property
    def links(self) -> list[str]:
        """Every address that a click opens."""
        notes = [note.get_object() for page in self.reader.pages for note in page.get("/Annots") or ()]
        return [str(note["/A"]["/URI"]) for note in notes if "/A" in note]


def printed(response: httpx.Response) -> Printed:
    """The PDF that ``response`` holds."""
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    return read_pdf(response.content)


def read_pdf(content: bytes) -> Printed:
    """The PDF of these bytes."""
    return Printed(content, PdfReader(io.BytesIO(content)))


def lefts(page: PageObject) -> list[float]:
    """How far from the left edge each piece of a page's text begins."""
    found: list[float] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, *_: found.append(cm[0] * tm[4] + cm[4]) if text.strip() else None
    )
    return found


def one_spaced(text: str) -> str:
    """The text with single spaces, without the places at which a long word may be broken."""
    return re.sub(r"[ \t\n\u00a0\u202f]+", " ", text.replace("\u200b", "")).strip()


def _parts(node: Any) -> Iterator[Part]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield Part(str(node["/S"])[1:], str(node.get("/T", "")), str(node.get("/Alt", "")))
    children = node.get("/K", [])
    children = children.get_object() if hasattr(children, "get_object") else children
    for child in children if isinstance(children, list) else [children]:
        yield from _parts(child)
