"""All database work: a plain function of a session, handed to ``read`` or ``write``.

SQLite has one writer thread that owns the only writing connection. It runs every function that waits in
one transaction and answers each after the commit: one fsync serves them all, nothing is ever "locked", and
an answer is acknowledged only when it is durable. Where one of them fails after it wrote, the transaction
is rolled back and each runs in its own: rarer and cheaper than a savepoint for every one. PostgreSQL runs
the same functions through an async session.
"""

import abc
import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.settings import Settings
from app.sqlite_file import PATIENCE, make_private, sqlite_engine

T = TypeVar("T")
Work = Callable[[Session], T]

BATCH = 256
PATIENCE_TO_CUT = 250  # milliseconds that saves may wait for somebody who reads the log that is to be cut


class Database(abc.ABC):
    """Where takes are kept."""

    @abc.abstractmethod
    async def read(self, work: Work[T]) -> T:
        """What ``work`` returns, run in a transaction that may not change anything."""

    @abc.abstractmethod
    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        """What ``work`` returns, once all that it wrote is durable.

        If it raises, nothing of it is kept and the error is raised here. ``work`` may run twice, so it
        must do nothing but database work. Where it ``erases``, no older copy of what it deleted is left.
        """

    @abc.abstractmethod
    async def close(self) -> None:
        """Finish what waits, then let go of every connection."""


def open_database(settings: Settings) -> Database:
    """The database of the settings, not migrated."""
    path = settings.sqlite_path
    if path is None:
        from app.postgres import PostgresDatabase

        return PostgresDatabase(sqlalchemy_url(settings))
    make_private(path)
    return SqliteDatabase(sqlalchemy_url(settings))


def sqlalchemy_url(settings: Settings) -> str:
    """The database's address with the driver in it, as SQLAlchemy wants it."""
    url = settings.database.get_secret_value()
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    erases: bool
    outcome: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.outcome)
        else:
            self.future.set_exception(self.error)


class _Worker:
    """A thread with one connection that runs the jobs of a queue, all that wait in one transaction."""

    def __init__(
        self, engine: Engine, jobs: "queue.SimpleQueue[_Job | None]", name: str, *, reads: bool
    ) -> None:
        self._engine = engine
        self._jobs = jobs
        self._reads = reads
        self._begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            opened = self._engine.connect()
        except Exception as error:
            self._refuse(error)
            return
        with opened as connection:
            if self._reads:
                connection.exec_driver_sql("PRAGMA query_only=ON")
            while (job := self._jobs.get()) is not None:
                batch, last = self._waiting(job)
                self._answer(connection, batch)
                if last:
                    return

    def _refuse(self, error: Exception) -> None:
        """Answer every job with why there is no connection: nobody waits for a thread that is gone."""
        while (job := self._jobs.get()) is not None:
            job.error = error
            job.loop.call_soon_threadsafe(job.settle)

    def _waiting(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        while len(batch) < BATCH:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return batch, False
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    def _answer(self, connection: Connection, batch: list[_Job]) -> None:
        if not self._together(connection, batch):
            for job in batch:
                job.outcome, job.error = None, None
                self._alone(connection, job)
        if any(job.erases for job in batch):
            _cut_log(connection)
        for loop in {job.loop for job in batch}:
            mine = [job for job in batch if job.loop is loop]
            loop.call_soon_threadsafe(_settle_all, mine)

    def _together(self, connection: Connection, batch: list[_Job]) -> bool:
        """Run the batch in one transaction; ``False`` where it must be run one by one instead."""
        raw: Any = connection.connection.driver_connection
        try:
            with Session(connection, autoflush=False, expire_on_commit=False) as session:
                raw.execute(self._begin)
                for job in batch:
                    if not _run_in(session, raw, job):
                        raw.execute("ROLLBACK")
                        return False
                    session.expunge_all()
                raw.execute("COMMIT")
        except Exception:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            return False
        return True

    def _alone(self, connection: Connection, job: _Job) -> None:
        raw: Any = connection.connection.driver_connection
        try:
            with Session(connection, expire_on_commit=False) as session:
                raw.execute(self._begin)
                job.outcome = job.work(session)
                session.flush()
                raw.execute("COMMIT")
        except Exception as error:
            job.error = error
            if raw.in_transaction:
                raw.execute("ROLLBACK")


def _cut_log(connection: Connection) -> None:
    """Cut the log, in which older copies of what was deleted stand. Where somebody reads it for long, such as
    a backup, it is left to the next time."""
    raw: Any = connection.connection.driver_connection
    with suppress(sqlite3.Error):
        raw.execute(f"PRAGMA busy_timeout={PATIENCE_TO_CUT}")
        try:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.execute(f"PRAGMA busy_timeout={PATIENCE}")


def _run_in(session: Session, raw: Any, job: _Job) -> bool:
    """Run one job among others. A job that says no before it wrote anything leaves them alone; one that
    fails after writing does not (``False``), and neither does one that the database itself refuses."""
    before = raw.total_changes
    try:
        job.outcome = job.work(session)
        session.flush()
    except SQLAlchemyError:
        return False
    except Exception as error:
        job.error = error
        return bool(raw.total_changes == before)
    return True


def _settle_all(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()


class SqliteDatabase(Database):
    """A file of this machine: one writer thread, and a reader that never waits for it."""

    def __init__(self, url: str) -> None:
        self._engine = sqlite_engine(url)
        self._writes: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._reads: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writer = _Worker(self._engine, self._writes, "database-writer", reads=False)
        self._reader = _Worker(self._engine, self._reads, "database-reader", reads=True)

    async def read(self, work: Work[T]) -> T:
        """See ``Database.read``."""
        return await _put(self._reads, work)

    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        """See ``Database.write``."""
        return await _put(self._writes, work, erases)

    async def close(self) -> None:
        """See ``Database.close``."""
        self._writes.put(None)
        self._reads.put(None)
        await asyncio.to_thread(self._join)
        self._engine.dispose()

    def _join(self) -> None:
        self._writer.join()
        self._reader.join()


async def _put(jobs: "queue.SimpleQueue[_Job | None]", work: Work[T], erases: bool = False) -> T:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    jobs.put(_Job(work, loop, future, erases))
    return await future
