"""What hostile people send, and how a browser or a program of theirs sends it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

from app.diagnostic.models import NAME_LENGTH, NOTE_LENGTH
from tests.web.visitor import QUESTIONS

MARKUP = (
    "<script>zebra()</script><img src=x onerror=zebra()><zebra-x zebra=1>&lt;b&gt; &amp; ]]> -->"
    " </textarea></title></select></option></script><svg/onload=zebra()> {{ 7 * 7 }} {% raw %} #eval(7)"
)
VALUES = {
    "nothing": "",
    "spaces": " \t \r\n ",
    "a null": "\x00",
    "control characters": "a\x00b\x07\x1b[31mc\x7f\x85d\x0b\x0c",
    "markup": MARKUP,
    "attributes": "\" onfocus=\"zebra()\" zebra=\"1' onfocus='zebra()' zebra='1",
    "right to left": "\u202eabc\u2066def\u200f\u2069 \u05d0\u0627",
    "100 kB": "<" * 100_000,
    "20 kB": "&" * 20_000,
    "emoji": "👩🏽‍💻🏳️‍🌈" * 20,
    "many accents": "e" + "\u0301" * 500,
    "half a pair": "a\ud800b",
    "pairs in halves": "\ud83d\ude00",
    "no characters": "\ufffe\uffff\ufeff\U000e0001\U0010ffff",
    "private ones": "\ue000note\ue001\ue000link\ue001",
    "a formula": '=HYPERLINK("https://zebra.example?"&A1,"Open")',
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a full-width formula": "＝1＋1",
    "lines": "a\r\nBcc: zebra@zebra.example\r\n\r\nBEGIN:VEVENT\r\nSUMMARY:zebra\r\nEND:VEVENT",
    "line separators": "a\u2028b\u2029c\x85d\x1ee",
    "SQL": "'; DROP TABLE take; --",
    "formats": "%s %(level)s {0} {0.__class__} :level \\N \\x41 %00 %0d%0a",
    "a script's address": "javascript:zebra()//https://zebra.example/",
    "another site": "//zebra.example/\\@zebra.example",
    "a path": "../../../../etc/passwd",
    "a huge number": "9" * 5000,
    "an endless number": "1e999",
    "no number": "nan",
    "odd digits": "²٣９",
    "a negative number": "-1",
    "a day that is none": "2027-02-30",
    "an odd day": "10000-01-01",
    "an address": "zebra@zebra.example",
}

# What a note can hold; no halves of pairs, which no client of Python's sends.
TYPED = [
    text for text in VALUES.values() if len(text) < NOTE_LENGTH / 3 and not re.search("[\ud800-\udfff]", text)
]


@dataclass(frozen=True, slots=True)
class Texts:
    """All that somebody writes into a take."""

    notes: Mapping[str, str]
    link: str
    name: str
    owners: tuple[str, ...]


def notes_of(values: list[str]) -> dict[str, str]:
    """A note for each question: a value, the ones after it, and a word by which to find it."""
    return {
        question: "\n".join((*values[place :: len(QUESTIONS)], f"word{place}"))
        for place, question in enumerate(QUESTIONS)
    }


HOSTILE = Texts(
    notes_of(TYPED),
    "https://zebra.example/?a=%22><script>zebra()</script>'&b=<zebra-x>=1+1",
    f"=1+1 {MARKUP}"[:NAME_LENGTH],
    ("=1+1", MARKUP, VALUES["lines"], VALUES["emoji"], VALUES["attributes"], "@SUM(1)"),
)
HARMLESS = Texts(notes_of(["A note"] * len(TYPED)), "https://example.com/", "Northwind", ("Ana",) * 6)

Pairs = list[tuple[str, str]]
BOUNDARY = "zebra-boundary"


def encoded(pairs: Pairs) -> tuple[bytes, str]:
    """The fields as a form's body, halves of pairs too; and its kind."""
    text = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs)
    return text.encode(), "application/x-www-form-urlencoded"


def multipart(pairs: Pairs, file: str, name: str, kind: str) -> tuple[bytes, str]:
    """The fields, of which ``file`` is a file of that name and kind; and the body's kind."""
    lines = []
    for field, value in pairs:
        about = f'; filename="{_quoted(name)}"\r\nContent-Type: {_quoted(kind)}' if field == file else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{_quoted(field)}"{about}'
        lines.append(head.encode("utf-8", "surrogatepass"))
        lines.append(b"\r\n\r\n" + value.encode("utf-8", "surrogatepass") + b"\r\n")
    return b"".join(lines) + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


def _escaped(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def _quoted(text: str) -> str:
    """As browsers write it in a head."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
