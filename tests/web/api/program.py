"""A program that uses the API: sends JSON, holds keys, reads problems."""

from dataclasses import dataclass
from typing import Any

import httpx

from app.api.examples import TAKE_SENT
from app.api.problems import KINDS, MEDIA_TYPE, TYPES

API = "/api/v1"
ANSWERS: dict[str, Any] = TAKE_SENT["answers"]


@dataclass(slots=True)
class Program:
    """One program."""

    client: httpx.AsyncClient

    async def send(
        self, method: str, path: str, key: str = "", body: Any = None, **headers: str
    ) -> httpx.Response:
        """Send a request; underscores in the names of headers are hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            named["authorization"] = f"Bearer {key}"
        return await self.client.request(method, API + path, json=body, headers=named)

    async def get(self, path: str, key: str = "", **headers: str) -> httpx.Response:
        """Read."""
        return await self.send("GET", path, key, **headers)

    async def start(self, **content: Any) -> str:
        """Start a take; its key."""
        response = await self.send("POST", "/takes", body=content)
        assert response.status_code == 201
        return str(response.json()["key"])

    async def answered(self) -> str:
        """The key of a take with every answer."""
        return await self.start(**TAKE_SENT)

    async def completed(self) -> str:
        """The key of a completed take."""
        key = await self.answered()
        assert (await self.send("POST", "/take/complete", key)).status_code == 200
        return key


def problem(response: httpx.Response, kind: str) -> dict[str, Any]:
    """What the problem says, which is one of ``kind`` and has its shape."""
    assert response.headers["content-type"] == MEDIA_TYPE
    assert response.headers["cache-control"] == "no-store"
    said: dict[str, Any] = response.json()
    assert (said["type"], response.status_code) == (TYPES + kind, KINDS[kind].status)
    assert (said["title"], said["status"]) == (KINDS[kind].title, KINDS[kind].status)
    assert said["detail"]
    assert set(said) <= {"type", "title", "status", "detail", "errors"}
    return said
