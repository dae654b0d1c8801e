"""States of pages by name, each with the way there: others add them, and tests walk through them."""

from collections.abc import Awaitable, Callable

import httpx
from playwright.async_api import Page

Reach = Callable[[Page, httpx.Client, str], Awaitable[None]]
# What a browser writes into its console on the way to a state that is an answer of this kind.
EXPECTED = ["status of 4", "status of 503"]
STATES: dict[str, Reach] = {}


def state(name: str) -> Callable[[Reach], Reach]:
    """Add a way to reach the state of that name."""

    def add(reach: Reach) -> Reach:
        STATES[name] = reach
        return reach

    return add


def address(name: str, path: str) -> None:
    """Add a page that is reached by its address."""

    async def reach(page: Page, client: httpx.Client, language: str) -> None:
        await page.goto(f"/{language}/{path}")

    STATES[name] = reach
