"""What has expired is deleted while the site runs, whoever comes or does not."""

import asyncio
import datetime
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import insert
from sqlmodel import Session

from app.database import Database, open_database
from app.diagnostic import service
from app.diagnostic.models import take_table
from app.diagnostic.retention import keep_purging
from app.migrations import migrate
from app.settings import Settings
from tests.web.rows import Rows
from tests.web.running import Clock, browser_of, running, until
from tests.web.visitor import SOME_ANSWERS, Visitor

KEEP = datetime.timedelta(days=365)


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """An open database."""
    database = open_database(settings)
    yield database
    await database.close()


@asynccontextmanager
async def purging(database: Database, clock: Clock) -> AsyncIterator[None]:
    """Have what expires deleted a hundred times a second."""
    stop = asyncio.Event()
    task = asyncio.create_task(keep_purging(database, clock, stop, every=0.01))
    yield
    stop.set()
    await task


def starting(now: datetime.datetime) -> Callable[[Session], str]:
    """A job that starts a take."""
    return lambda session: service.start(session, framework="ai-id@1.0", language="en", now=now, keep=KEEP)


async def test_a_site_that_starts_deletes_what_has_expired(
    settings: Settings, clock: Clock, rows: Rows
) -> None:
    async with running(settings, clock) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        await visitor.fill_in(await visitor.start(), SOME_ANSWERS)
        clock.advance(days=364)
        stays = await visitor.start()
        assert rows.count("take") == 2
    clock.advance(days=1)
    async with running(settings, clock):
        await until(lambda: rows.count("take") == 1)
    assert rows.take(stays)
    assert rows.count("answer") == 0


async def test_a_site_that_runs_deletes_what_expires_meanwhile(
    database: Database, clock: Clock, rows: Rows
) -> None:
    async with purging(database, clock):
        for _ in range(2):
            await database.write(starting(clock()))
            assert rows.count("take") == 1
            clock.advance(days=366)
            await until(lambda: rows.count("take") == 0)


async def test_a_transaction_deletes_at_most_five_hundred(
    database: Database, clock: Clock, rows: Rows
) -> None:
    def work(session: Session) -> None:
        fixed = {
            "framework": "ai-id@1.0",
            "language": "en",
            "started_at": clock(),
            "expires_at": clock(),
            "organization_name": "",
            "organization_size": "",
            "organization_sector": "",
        }
        takes = [fixed | {"id": uuid.uuid4(), "edit_key_hash": n.to_bytes(32)} for n in range(1100)]
        session.execute(insert(take_table), takes)

    def purge(session: Session) -> int:
        return service.purge(session, clock())

    await database.write(work)
    stays = await database.write(starting(clock()))
    assert [await database.write(purge) for _ in range(4)] == [500, 500, 100, 0]
    await database.write(work)
    async with purging(database, clock):
        await until(lambda: rows.count("take") == 1)
    assert rows.take(stays)


async def test_no_take_names_one_that_expired(settings: Settings, clock: Clock, rows: Rows) -> None:
    async with running(settings, clock) as app, browser_of(app) as browser:
        visitor = Visitor(browser)
        first = await visitor.start()
        await visitor.fill_in(first, SOME_ANSWERS)
        await visitor.complete(first)
        clock.advance(days=100)
        response = await browser.post(visitor.path(first, "revise"))
        second = response.headers["location"].split("/")[3]
        assert (await visitor.complete(second)).status_code == 303
        assert rows.take(second)["from_take_id"] == rows.take(first)["id"]
    clock.advance(days=300)
    async with running(settings, clock):
        await until(lambda: rows.count("take") == 1)
    assert rows.take(second)["from_take_id"] is None
    assert rows.count("answer") == len(SOME_ANSWERS)


async def test_a_database_that_fails_for_a_while_is_asked_again(
    empty_database_url: str, clock: Clock
) -> None:
    settings = Settings(database=SecretStr(empty_database_url))
    database, rows = open_database(settings), Rows(settings)
    with structlog.testing.capture_logs() as events:
        async with purging(database, clock):
            await until(lambda: bool(events))
            migrate(settings)
            await database.write(starting(clock()))
            clock.advance(days=366)
            await until(lambda: rows.count("take") == 0)
    assert {event["event"] for event in events} == {"expired takes were not deleted"}
    rows.close()
    await database.close()
