"""Every address of the site that a key opens, found in the app's own routes and in its OpenAPI."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.routing import Route

from app.api.openapi import document
from questions.packs import CURRENT, load

FRAMEWORK = load(CURRENT).framework
# What stands in an address beside language and key, so that each leads to something that is there.
NAMES = {"question": FRAMEWORK.question_ids[0], "step": next(iter(FRAMEWORK.steps))}
# What the forms ask for, all at once: each takes what it knows, and does something with it.
FIELDS = {
    "level": "measured",
    "note": "Mine",
    "link": "https://mine.example/",
    "action": "save",
    "name": "Mine",
    "size": "small",
    "sector": "retail",
    "target": "declared",
    "shows_notes": "yes",
    "shows_roadmap": "yes",
    "capacity": "8",
    "quarters": "4",
    "start": "2027-01-01",
    "strategy": "foundation",
    "owner": "Mine",
    "effort": "2",
    "once": "mine",
    "address": "mine@example.org",
}


_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Address:
    """A method at an address: ``opened_by`` an ``edit`` key, a ``share`` key or a ``picture``'s name."""

    method: str
    pattern: str
    opened_by: str
    body: Any = field(default=None, compare=False)

    @property
    def is_for_programs(self) -> bool:
        """Whether the key goes into a header, and the answer to a program."""
        return self.pattern.startswith("/api/")

    @property
    def denied(self) -> int:
        """The status that a key gets which opens nothing."""
        return 401 if self.is_for_programs else 404

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that its errors are told in."""
        return ("en",) if self.is_for_programs else ("en", "fr")

    @property
    def only_reads(self) -> bool:
        """Whether it changes nothing, whoever asks."""
        return self.method in {"GET", "HEAD"}

    async def ask(
        self, browser: httpx.AsyncClient, key: str, language: str = "en", fields: Mapping[str, str] = _NONE
    ) -> httpx.Response:
        """Send the request with that key, and with these fields in its form."""
        path = filled(self.pattern, language, key)
        if self.is_for_programs:
            headers = {"authorization": f"Bearer {key}"} if key else {}
            return await browser.request(self.method, path, json=self.body, headers=headers)
        form = FIELDS | dict(fields) if self.method == "POST" else None
        return await browser.request(self.method, path, data=form)


def filled(pattern: str, language: str, key: str) -> str:
    """The address with language and key, and with names of things that are there."""
    values = NAMES | {"language": language, "key": key, "name": key}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: values.get(found[1], "x"), pattern)


def addresses_of(app: Any) -> list[Address]:
    """Every method at every address that has to do with one take, those that only read first."""
    found = [*_pages(app.app.routes), *_operations()]
    return sorted(found, key=lambda address: not address.only_reads)


def _pages(routes: list[Route]) -> list[Address]:
    return [
        Address(method, route.path, _opened_by(route.path))
        for route in routes
        if ":key}" in route.path
        for method in sorted(route.methods or ())
    ]


def _opened_by(path: str) -> str:
    kinds = {"/{language:language}/takes/": "edit", "/{language:language}/shared/": "share"}
    kinds["/{language:language}/pictures/"] = "picture"
    (kind,) = (kind for start, kind in kinds.items() if path.startswith(start))
    return kind


def _operations() -> list[Address]:
    found = []
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            if operation.get("security"):
                found.append(Address(method.upper(), path, "edit", _example(operation)))
                if method == "get":
                    found.append(Address("HEAD", path, "edit"))
    return found


def _example(operation: dict[str, Any]) -> Any:
    """The first body that the document shows."""
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return next((example["value"] for example in sent.get("examples", {}).values()), None)
