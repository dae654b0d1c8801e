"""The network between a page and the server, in the test's hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, Route

SAVES = "**/takes/*/questions/*"


class Held:
    """Saves on their way, which go on when they are let go."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._arrived = asyncio.Event()
        self.count = 0

    async def hold(self, route: Route) -> None:
        """Keep a save back; everything else passes."""
        if route.request.method != "POST":
            await route.continue_()
            return
        self.count += 1
        self._arrived.set()
        await self._open.wait()
        await route.continue_()

    async def arrived(self) -> None:
        """Wait for the first save."""
        await self._arrived.wait()

    def let_go(self) -> None:
        """Let every save through, the ones to come too."""
        self._open.set()


@asynccontextmanager
async def held_saves(page: Page) -> AsyncIterator[Held]:
    """Hold what the page saves until it is let go."""
    held = Held()
    await page.route(SAVES, held.hold)
    yield held
    held.let_go()
    await page.unroute_all(behavior="wait")


@asynccontextmanager
async def refused_saves(page: Page, status: int) -> AsyncIterator[None]:
    """Answer every save with that status, as an overloaded server or its proxy would."""

    async def refuse(route: Route) -> None:
        if route.request.method == "POST":
            await route.fulfill(status=status, body="<h1>Overloaded</h1>", content_type="text/html")
        else:
            await route.continue_()

    await page.route(SAVES, refuse)
    yield
    await page.unroute_all(behavior="wait")
