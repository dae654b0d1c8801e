"""What the database promises to whoever hands it work, on both."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import Session

from app.database import Database, open_database
from app.diagnostic.models import StartCount, start_count_table
from app.settings import Settings
from tests.web.rows import Rows


class NoError(Exception):
    """What a job says no with."""


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """An open database."""
    database = open_database(settings)
    yield database
    await database.close()


def adding(number: int) -> Callable[[Session], int]:
    """A job that adds row ``number`` and returns its number."""

    def work(session: Session) -> int:
        row = {"bucket": number.to_bytes(16), "hour": number, "count": 1}
        session.execute(insert(start_count_table).values(row))
        return number

    return work


def adding_then_saying_no(number: int) -> Callable[[Session], int]:
    """A job that adds a row and then raises."""

    def work(session: Session) -> int:
        adding(number)(session)
        raise NoError(number)

    return work


def saying_no(number: int) -> Callable[[Session], int]:
    """A job that raises before it writes, with an object that was never saved."""

    def work(session: Session) -> int:
        session.add(StartCount(bucket=number.to_bytes(16), hour=number, count=1))
        raise NoError(number)

    return work


def numbers(session: Session) -> list[int]:
    """The rows that are there."""
    return list(
        session.execute(select(start_count_table.c.hour).order_by(start_count_table.c.hour)).scalars()
    )


async def test_writes_of_many_tasks_all_land_and_each_gets_its_own_answer(database: Database) -> None:
    outcomes = await asyncio.gather(*(database.write(adding(number)) for number in range(600)))
    assert outcomes == list(range(600))
    assert await database.read(numbers) == list(range(600))


async def test_what_is_acknowledged_is_seen_by_the_next_read(database: Database) -> None:
    for number in range(20):
        await database.write(adding(number))
        assert (await database.read(numbers))[-1] == number


@pytest.mark.parametrize("failing", [adding_then_saying_no, saying_no])
async def test_a_job_that_raises_keeps_nothing_and_harms_no_other(
    database: Database, failing: Callable[[int], Callable[[Session], int]]
) -> None:
    jobs = [failing(number) if number % 5 == 0 else adding(number) for number in range(100)]
    outcomes = await asyncio.gather(*map(database.write, jobs), return_exceptions=True)
    for number, outcome in enumerate(outcomes):
        if number % 5 == 0:
            assert isinstance(outcome, NoError)
            assert outcome.args == (number,)
        else:
            assert outcome == number
    assert await database.read(numbers) == [number for number in range(100) if number % 5]


async def test_what_the_database_refuses_harms_no_other(database: Database) -> None:
    await database.write(adding(50))
    outcomes = await asyncio.gather(*(database.write(adding(n)) for n in range(100)), return_exceptions=True)
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, IntegrityError)] == [50]
    assert [n for n, outcome in enumerate(outcomes) if outcome == n] == [n for n in range(100) if n != 50]
    assert await database.read(numbers) == list(range(100))


async def test_objects_are_saved_as_statements_are(database: Database) -> None:
    def work(session: Session) -> None:
        session.add(StartCount(bucket=bytes(16), hour=7, count=1))

    await asyncio.gather(database.write(work), *(database.write(adding(n)) for n in range(8, 20)))
    assert await database.read(numbers) == list(range(7, 20))


async def test_a_read_may_not_write(database: Database) -> None:
    with pytest.raises(SQLAlchemyError):
        await database.read(adding(1))
    await database.write(adding(2))
    assert await database.read(numbers) == [2]


async def test_a_read_that_raises_harms_no_other(database: Database) -> None:
    await database.write(adding(1))
    reads = [database.read(saying_no(n) if n % 3 == 0 else numbers) for n in range(30)]
    outcomes = await asyncio.gather(*reads, return_exceptions=True)
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, NoError)] == list(range(0, 30, 3))
    assert [outcome for outcome in outcomes if not isinstance(outcome, NoError)] == [[1]] * 20


async def test_closing_answers_what_waits(settings: Settings, rows: Rows) -> None:
    database = open_database(settings)
    waiting = [asyncio.ensure_future(database.write(adding(number))) for number in range(300)]
    reading = [asyncio.ensure_future(database.read(numbers)) for _ in range(10)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*waiting) == list(range(300))
    assert len(await asyncio.gather(*reading)) == 10
    assert rows.count("start_count") == 300


async def test_somebody_who_gave_up_waiting_harms_no_other(database: Database) -> None:
    waiting = [asyncio.ensure_future(database.write(adding(number))) for number in range(50)]
    await asyncio.sleep(0)
    for task in waiting[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert outcomes[1::2] == list(range(1, 50, 2))
    assert set(range(1, 50, 2)) <= set(await database.read(numbers))
    assert await database.write(adding(99)) == 99


async def test_on_sqlite_a_write_that_takes_long_delays_no_read(sqlite_url: str) -> None:
    database = open_database(Settings(database=SecretStr(sqlite_url)))
    read_was_answered = threading.Event()

    def long_write(session: Session) -> bool:
        adding(1)(session)
        return read_was_answered.wait(timeout=30)

    writing = asyncio.ensure_future(database.write(long_write))
    assert await database.read(numbers) == []
    read_was_answered.set()
    assert await writing
    assert await database.read(numbers) == [1]
    await database.close()


async def test_on_sqlite_a_commit_is_on_the_disk_and_what_is_deleted_is_overwritten(sqlite_url: str) -> None:
    database = open_database(Settings(database=SecretStr(sqlite_url)))
    expected = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}

    def pragmas(session: Session) -> dict[str, object]:
        return {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in expected}

    assert await database.write(pragmas) == expected
    await database.close()


async def test_where_no_connection_can_be_opened_every_job_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database " * 1000)
    database = open_database(Settings(database=SecretStr(f"sqlite:///{tmp_path / 'text'}")))
    for _ in range(2):
        with pytest.raises(SQLAlchemyError, match="file is not a database"):
            await database.write(adding(1))
        with pytest.raises(SQLAlchemyError, match="file is not a database"):
            await database.read(lambda session: None)
    await database.close()
