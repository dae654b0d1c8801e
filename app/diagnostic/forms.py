"""What people send: cleaned, checked, and every fault named with its field."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH, SECTORS, SIZES
from app.diagnostic.takes import Organization, SavedAnswer
from questions.models import Framework
from scoring.index import UNKNOWN

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One answer as it was sent. ``errors`` maps a field to its fault: ``level``: ``missing`` or
    ``unknown``; ``note``: ``long``; ``link``: ``long`` or ``form``."""

    answer: SavedAnswer
    errors: Mapping[str, str] = field(default_factory=dict)
    goes_on: bool = True

    @property
    def proof_is_sound(self) -> bool:
        """Whether note and link can be kept as they are."""
        return not self.proof_errors

    @property
    def proof_errors(self) -> tuple[tuple[str, str], ...]:
        """The errors of note and link."""
        return tuple((field, fault) for field, fault in self.errors.items() if field != "level")


def answer_form(framework: Framework, fields: Mapping[str, str]) -> AnswerForm:
    """The answer that a question's form holds, with its errors."""
    level = fields.get("level", "")
    note, link = cleaned(fields.get("note", "")), " ".join(_seen(fields.get("link", "")).split())
    errors = {}
    if not level:
        errors["level"] = "missing"
    elif level not in framework.level_scores and level != UNKNOWN:
        errors["level"], level = "unknown", ""
    if len(note) > NOTE_LENGTH:
        errors["note"] = "long"
    if len(link) > LINK_LENGTH:
        errors["link"] = "long"
    elif link and not is_web_address(link):
        errors["link"] = "form"
    seen = fields.get("seen", "0")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    return AnswerForm(SavedAnswer(level, note, link, revision), errors, fields.get("action") != "save")


def organization_form(fields: Mapping[str, str]) -> tuple[Organization, dict[str, str]]:
    """The organization that the review's form describes, and its errors by field."""
    name = one_line(fields.get("name", ""))
    size, sector = fields.get("size", ""), fields.get("sector", "")
    errors = {}
    if len(name) > NAME_LENGTH:
        errors["name"] = "long"
    if size and size not in SIZES:
        errors["size"], size = "unknown", ""
    if sector and sector not in SECTORS:
        errors["sector"], sector = "unknown", ""
    return Organization(name, size, sector), errors


def cleaned(text: str) -> str:
    """The text with one kind of line end, without what nobody can see: control characters, half pairs, and
    the marks that turn the direction of all that follows."""
    return "".join(c for c in _seen(text) if c not in TURNING)


def one_line(text: str) -> str:
    """The text cleaned, on one line."""
    return " ".join(cleaned(text).split())


def _seen(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def is_web_address(text: str) -> bool:
    """Whether ``text`` is an http or https address with a host, no space and nothing that cannot be seen."""
    try:
        parts = urlsplit(text)
        is_visible = text.isprintable() and " " not in text
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and is_visible
    except ValueError:
        return False
