"""The project's documents, as the tests about them read them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
DOCUMENTS = (*(ROOT / name for name in NAMES), *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def read(name: str) -> str:
    """The text of the document ``name``, a path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of one language."""
    return [body for found, body in _BLOCK.findall(text) if found == language]


def prose(text: str) -> str:
    """The text without its code blocks."""
    return _BLOCK.sub("", text)


def code(text: str) -> list[str]:
    """Every piece of code: the blocks, and the spans in a line."""
    return [body for _, body in _BLOCK.findall(text)] + _SPAN.findall(prose(text))


def links(text: str) -> list[str]:
    """Where the text leads, pictures included."""
    return _LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as they are made where the documents are shown."""
    return {
        re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-")
        for heading in _HEADING.findall(prose(text))
    }


def section(text: str, heading: str) -> str:
    """What stands under ``heading``, up to the next heading of any depth."""
    _, _, rest = text.partition(f"# {heading}\n")
    assert rest, f"there is no heading {heading!r}"
    return re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def tables(text: str, heading: str) -> list[list[tuple[str, ...]]]:
    """The tables under ``heading``, each as its rows without the head."""
    found = re.findall(r"(?:^\|.*\|\n)+", section(text, heading) + "\n", re.MULTILINE)
    return [[_cells(line) for line in table.splitlines()[2:]] for table in found]


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the console blocks, with what it is said to print."""
    for body in blocks(text, "console"):
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            first, rest = part.split("\n", 1)
            until = re.search(r"<<'(\w+)'", first)
            if until is None:
                yield first, rest
                continue
            given, output = rest.split(f"\n{until[1]}\n", 1)
            yield f"{first}\n{given}\n{until[1]}\n", output


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
