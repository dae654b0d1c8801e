"""What the doctor found: one fact, how good it is, and how to mend it where it is not."""

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr
from sqlalchemy import make_url

from app.settings import Settings

Status = Literal["ok", "note", "fault"]
SHORTEST_MASKED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact. A note is worth knowing, a fault must be mended, and ``mend`` says how."""

    status: Status
    found: str
    mend: str = ""


def ok(found: str) -> Finding:
    """All is well."""
    return Finding("ok", found)


def note(found: str, mend: str = "") -> Finding:
    """Nothing is broken, yet somebody should know."""
    return Finding("note", found, mend)


def fault(found: str, mend: str) -> Finding:
    """Something is broken, or will be."""
    return Finding("fault", found, mend)


def masked(text: str, settings: Settings) -> str:
    """The text without any secret of the settings, and on one line."""
    url = make_url(settings.database.get_secret_value())
    values = (getattr(settings, name) for name in Settings.model_fields)
    secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
    secrets += [str(url.password or ""), *_texts(url.query.get("password"))]
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_MASKED:
            text = text.replace(secret, "…")
    return " ".join(text.split())


def _texts(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()
