"""What the tests share: both databases, the app over them, its clock, and takes in three states."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import structlog
from pydantic import SecretStr
from starlette.types import ASGIApp

from app.migrations import migrate
from app.settings import PREFIX, Settings
from tests.web.postgres_server import PostgresServer, postgres_server
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor


@pytest.fixture(autouse=True)
def _without_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "takes.sqlite3"
    migrate(Settings(database=SecretStr(f"sqlite:///{path}")))
    return path


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """The address of an empty, migrated PostgreSQL database, whose tables must stay as they are."""
    return postgres.emptied()


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'takes.sqlite3')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database: every test that asks for it runs on both."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables, on both."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(template="template1") as url:
        yield url


@pytest.fixture
def settings(database_url: str) -> Settings:
    """The default settings, over the test's database."""
    return Settings(database=SecretStr(database_url))


@pytest.fixture
def clock() -> Clock:
    """The app's clock."""
    return Clock()


@pytest.fixture
async def app(settings: Settings, clock: Clock) -> AsyncIterator[ASGIApp]:
    """The whole app, started."""
    async with running(settings, clock) as app:
        yield app


@pytest.fixture
async def client(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that follows no redirect."""
    async with browser_of(app) as browser:
        yield browser


@pytest.fixture
async def sqlite_app(sqlite_url: str, clock: Clock) -> AsyncIterator[ASGIApp]:
    """The whole app over SQLite, started."""
    async with running(Settings(database=SecretStr(sqlite_url)), clock) as app:
        yield app


@pytest.fixture
async def sqlite_client(sqlite_app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on an app over SQLite, for what no database has a part in."""
    async with browser_of(sqlite_app) as browser:
        yield browser


@pytest.fixture
def rows(settings: Settings) -> Iterator[Rows]:
    """The rows of the app's database."""
    rows = Rows(settings)
    yield rows
    rows.close()


@pytest.fixture
def visitor(client: httpx.AsyncClient) -> Visitor:
    """A person who reads English."""
    return Visitor(client)


@pytest.fixture
async def empty_take(visitor: Visitor) -> str:
    """The key of a take without an answer."""
    return await visitor.start()


@pytest.fixture
async def half_answered_take(visitor: Visitor) -> str:
    """The key of a take whose first six questions are answered."""
    key = await visitor.start()
    await visitor.fill_in(key, {question: SOME_ANSWERS[question] for question in QUESTIONS[:6]})
    return key


@pytest.fixture
async def answered_take(visitor: Visitor) -> str:
    """The key of a take in which everything is answered, and which is not completed."""
    key = await visitor.start()
    await visitor.fill_in(key, SOME_ANSWERS)
    return key


@pytest.fixture
async def complete_take(visitor: Visitor, answered_take: str) -> str:
    """The key of a completed take."""
    assert (await visitor.complete(answered_take)).status_code == 303
    return answered_take
