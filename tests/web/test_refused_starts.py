"""A start that is refused costs nobody else anything."""

import asyncio
import datetime
from collections.abc import Callable

import pytest
from pydantic import SecretStr
from sqlmodel import Session

from app.database import Database, open_database
from app.diagnostic.service import TooManyStartsError, count_start
from app.settings import Settings

NOW = datetime.datetime(2026, 3, 9, 14, 30, tzinfo=datetime.UTC)
ADDRESS, MOST = "203.0.113.7", 2


def starting(session: Session) -> None:
    """A start of one address."""
    count_start(session, ADDRESS, NOW, MOST)


def changes(session: Session) -> int:
    """How many rows the writer's connection has changed since it was opened."""
    raw = session.connection().connection.driver_connection
    assert raw is not None
    return int(raw.total_changes)


async def refused(database: Database, work: Callable[[Session], None]) -> None:
    with pytest.raises(TooManyStartsError):
        await database.write(work)


async def test_on_sqlite_a_refused_start_writes_nothing_that_would_have_to_be_undone(sqlite_url: str) -> None:
    database = open_database(Settings(database=SecretStr(sqlite_url)))
    for _ in range(MOST):
        await database.write(starting)
    before = await database.write(changes)
    await asyncio.gather(*(refused(database, starting) for _ in range(20)))
    assert await database.write(changes) == before > 0
    await database.close()


async def test_starts_at_once_are_counted_one_by_one(settings: Settings) -> None:
    database = open_database(settings)
    outcomes = await asyncio.gather(*(database.write(starting) for _ in range(20)), return_exceptions=True)
    assert outcomes.count(None) == MOST
    assert len([outcome for outcome in outcomes if isinstance(outcome, TooManyStartsError)]) == 18
    await database.close()
