"""The app of a test: its clock, and its start and stop as a server would do them."""

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
from starlette.types import ASGIApp, Message

from app.main import create_app
from app.settings import Settings

SITE = "http://ai-index.test"
ADDRESS = "203.0.113.7"
PATIENCE = 30.0  # seconds


class Clock:
    """The time as the app sees it, which stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 3, 9, 14, 30, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        """This moment."""
        return self.now

    def advance(self, **by: float) -> None:
        """Move on by a ``timedelta`` of these parts."""
        self.now += datetime.timedelta(**by)


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[ASGIApp]:
    """The app of ``settings``, started, and stopped at the end."""
    app = create_app(settings, clock)
    inbox: asyncio.Queue[Message] = asyncio.Queue()
    outbox: asyncio.Queue[Message] = asyncio.Queue()

    async def live() -> None:
        await app({"type": "lifespan", "asgi": {"version": "3.0"}}, inbox.get, outbox.put)

    life = asyncio.create_task(live())

    async def take_step(name: str) -> None:
        inbox.put_nowait({"type": f"lifespan.{name}"})
        assert await outbox.get() == {"type": f"lifespan.{name}.complete"}

    await take_step("startup")
    try:
        yield app
    finally:
        await take_step("shutdown")
        await life


async def until(holds: Callable[[], bool]) -> None:
    """Let the app run until something holds, which it must."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if holds():
                return
            await asyncio.sleep(0)


def browser_of(app: ASGIApp, address: str = ADDRESS) -> httpx.AsyncClient:
    """A client of ``app`` that follows no redirect and keeps no cookie that it is not given."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 4321)), base_url=SITE)
