"""Whatever is sent, no operation fails, and none answers anything that the OpenAPI does not say."""

import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.examples import TAKE_SENT
from app.api.openapi import document
from app.main import create_app
from app.settings import Settings
from tests.web.running import Clock

ACCEPTANCE = "positive_data_acceptance"
MOST_EXAMPLES = 12
CONFIG = schemathesis.Config.from_dict(
    {
        "generation": {"deterministic": True, "max-examples": MOST_EXAMPLES, "no-shrink": True},
        "seed": 1,
        # A file's evidence must be noted in it too, which no schema can say.
        # A plan's days have two decimals, and its pins must hold together.
        "operations": [
            {"include-path": path, "checks": {ACCEPTANCE: {"enabled": False}}}
            for path in ("/api/v1/takes/load", "/api/v1/plan")
        ],
        # A condition that does not hold is sent by a valid request too.
        "checks": {ACCEPTANCE: {"expected-statuses": ["2xx", "3xx", "401", "404", "409", "412"]}},
    }
)


class Behind:
    """The app behind the schema, made anew whenever it is started, over the same database."""

    settings: Settings
    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or one life."""
        if scope["type"] == "lifespan":
            self.app = create_app(self.settings, Clock())
        await self.app(scope, receive, send)


BEHIND = Behind()
SCHEMA = schemathesis.openapi.from_dict(document(), config=CONFIG)
SCHEMA.app = BEHIND
schemathesis.openapi.format("web-address", st.sampled_from(["", "https://a.example/b?c=d", "http://x"]))


class Keys:
    """Keys of takes in each state, made anew when a call used them up."""

    def __init__(self) -> None:
        self._states = itertools.cycle(["empty", "answered", "completed", "shared"])
        self._kept: dict[str, str] = {}
        self._state = ""

    def next(self) -> str:
        """The key of a take in the next state."""
        self._state = next(self._states)
        if self._state not in self._kept:
            self._kept[self._state] = _take(self._state)
        return self._kept[self._state]

    def drop(self) -> None:
        """Forget the key that was handed out last."""
        self._kept.pop(self._state, None)


def _take(state: str) -> str:
    started = _call("/api/v1/takes", "POST", "", {} if state == "empty" else TAKE_SENT)
    key = str(started["key"])
    if state in {"completed", "shared"}:
        _call("/api/v1/take/complete", "POST", key)
    if state == "shared":
        _call("/api/v1/take/share", "PUT", key, {"shows_notes": True})
    return key


def _call(path: str, method: str, key: str, body: Any = None) -> dict[str, Any]:
    more = {} if body is None else {"body": body, "media_type": "application/json"}
    response = SCHEMA[path][method].Case(**more).call(headers={"Authorization": f"Bearer {key}"})
    assert response.status_code < 300, response.text
    found: dict[str, Any] = response.json()
    return found


@pytest.fixture(scope="module")
def keys(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The app behind the schema, over a database of its own, and the keys of its takes."""
    path = shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("fuzz") / "takes.sqlite3")
    BEHIND.settings = Settings(
        database=SecretStr(f"sqlite:///{path}"), starts_per_hour=1_000_000, posts_per_second=1_000_000
    )
    return Keys()


@SCHEMA.parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_no_answer_is_a_failure_or_a_surprise(case: schemathesis.Case[Any], keys: Keys) -> None:
    response = case.call_and_validate(headers={"Authorization": f"Bearer {keys.next()}"})
    if response.status_code < 300 and case.method in {"DELETE", "POST"}:
        keys.drop()
