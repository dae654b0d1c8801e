"""A page as a reader of its HTML sees it: elements with their text, links, forms, and what is malformed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name, attributes, and what stands in it."""

    name: str
    attributes: dict[str, str]
    content: "list[Element | str]" = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text inside, with single spaces."""
        return re.sub(r"[ \t\n]+", " ", self.raw_text).strip(" ")

    @property
    def raw_text(self) -> str:
        """All the text inside, as it stands."""
        return "".join(part if isinstance(part, str) else part.raw_text for part in self.content)

    def get(self, attribute: str) -> str | None:
        """An attribute, ``None`` where there is none."""
        return self.attributes.get(attribute)

    def has_class(self, name: str) -> bool:
        """Whether ``name`` is one of the element's classes."""
        return name in (self.get("class") or "").split()

    def __iter__(self) -> "Iterator[Element]":
        """Every element inside, in the order of the page."""
        for part in self.content:
            if isinstance(part, Element):
                yield part
                yield from part

    def all(self, name: str | None = None, class_: str | None = None, **attributes: str) -> "list[Element]":
        """The elements inside of that name, class and attributes."""
        return [
            element
            for element in self
            if (name is None or element.name == name)
            and (class_ is None or element.has_class(class_))
            and all(element.get(key) == value for key, value in attributes.items())
        ]

    def one(self, name: str | None = None, class_: str | None = None, **attributes: str) -> "Element":
        """The only such element."""
        found = self.all(name, class_, **attributes)
        assert len(found) == 1, f"{len(found)} of {name or '*'}.{class_ or '*'} {attributes}"
        return found[0]


class Page(Element):
    """A parsed page or fragment. ``faults`` says where tags do not match."""

    __slots__ = ("faults",)

    def __init__(self, html: str) -> None:
        super().__init__("", {})
        builder = _Builder(self)
        builder.feed(html)
        builder.close()
        self.faults = builder.faults + [f"<{element.name}> is never closed" for element in builder.open[1:]]

    @property
    def links(self) -> list[str]:
        """Every address that a link leads to."""
        return [element.attributes["href"] for element in self.all("a")]

    @property
    def errors(self) -> list[str]:
        """What the summary at the top says is wrong."""
        return [item.text for item in self.one(class_="summary").all("li")]

    def by_id(self, name: str) -> Element:
        """The only element with that id."""
        return self.one(id=name)


class _Builder(HTMLParser):
    def __init__(self, root: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = [root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].name == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes <{self.open[-1].name}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def page_of(response: httpx.Response) -> Page:
    """The page that ``response`` holds."""
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)
