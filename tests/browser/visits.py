"""Windows of a real browser that are watched: a fault that nobody would see makes the test fail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

PATIENCE_MS = 15_000
PHONE = 390
DESKTOP = 1280
HEIGHTS = {PHONE: 844}


@dataclass
class Visits:
    """Opens windows at the site of ``address``, and notes what went wrong in any of them."""

    browser: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    async def __call__(
        self, path: str = "", width: int = DESKTOP, *, expects: Sequence[str] = (), **options: Any
    ) -> Page:
        """A page of a new device, at ``path`` if one is given.

        ``expects`` are parts of console errors that this test provokes; every other one is a fault.
        """
        context = await self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            base_url=self.address,
            **{"locale": "en-CA", "reduced_motion": "reduce"} | options,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)

        def hear(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not any(part in message.text for part in expects):
                self.faults.append(f"console: {message.text}")

        def look(request: Request) -> None:
            if not request.url.startswith((self.address + "/", "data:")):
                self.faults.append(f"request to somebody else: {request.url}")

        context.on("console", hear)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", look)
        page = await context.new_page()
        if path:
            await page.goto(path)
        return page

    async def close(self) -> list[str]:
        """Close every window; what went wrong in them, and every cookie that was set."""
        for context in self.contexts:
            self.faults += [f"cookie: {cookie['name']}" for cookie in await context.cookies()]
            await context.close()
        return self.faults
