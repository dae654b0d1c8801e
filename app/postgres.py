"""Takes on a PostgreSQL server, through async sessions."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import Session

from app.database import Database, Work

T = TypeVar("T")


class PostgresDatabase(Database):
    """A PostgreSQL server, shared by as many processes as needed."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
        self._writing = _sessions(self._engine)
        self._reading = _sessions(self._engine.execution_options(postgresql_readonly=True))
        self._running = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    async def read(self, work: Work[T]) -> T:
        """See ``Database.read``."""
        async with self._counted(), self._reading() as session:
            return await session.run_sync(_as_sqlmodel(work))

    async def write(self, work: Work[T], *, erases: bool = False) -> T:
        """See ``Database.write``; what is deleted goes when the server vacuums."""
        async with self._counted(), self._writing.begin() as session:
            return await session.run_sync(_as_sqlmodel(work))

    async def close(self) -> None:
        """See ``Database.close``."""
        await self._is_idle.wait()
        await self._engine.dispose()

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self._running += 1
        self._is_idle.clear()
        try:
            yield
        finally:
            self._running -= 1
            if not self._running:
                self._is_idle.set()


def _sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, class_=AsyncSession, sync_session_class=Session, expire_on_commit=False)


def _as_sqlmodel(work: Work[T]) -> Callable[[Any], T]:
    """The same function; the session that it gets is a SQLModel session by ``sync_session_class``."""
    return work
