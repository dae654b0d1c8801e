"""What a page costs over the wire, fonts and all: a phone on a slow network pays for each byte."""

import httpx
import pytest
from playwright.async_api import CDPSession, Page, expect

from tests.browser.steps import at_question, choose, go_on, is_saved
from tests.browser.takes import LANGUAGES, QUESTIONS, begin
from tests.browser.visits import PHONE, Visits

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("language", LANGUAGES),
]

COLD_BYTES = 60 * 1024
COLD_REQUESTS = 6
ANSWER_BYTES = 4 * 1024


class Meter:
    """Counts what comes over the wire to a page: requests, and bytes with their headers."""

    def __init__(self) -> None:
        self.requests = 0
        self.bytes = 0

    def finished(self, event: dict[str, float]) -> None:
        """Count one answer."""
        self.requests += 1
        self.bytes += int(event["encodedDataLength"])


async def metered(page: Page) -> Meter:
    """The page's meter, from now on."""
    session: CDPSession = await page.context.new_cdp_session(page)
    meter = Meter()
    session.on("Network.loadingFinished", meter.finished)
    await session.send("Network.enable")
    return meter


async def test_a_cold_question_page(visit: Visits, client: httpx.Client, language: str) -> None:
    page = await visit(width=PHONE)
    meter = await metered(page)
    await page.goto(begin(client, language).question(1), wait_until="networkidle")
    await expect(page.locator("#auto")).to_be_visible()
    assert await page.evaluate("document.fonts.size && [...document.fonts].every(f => f.status === 'loaded')")
    assert 3 <= meter.requests <= COLD_REQUESTS
    assert meter.bytes <= COLD_BYTES


async def test_each_further_answer(visit: Visits, client: httpx.Client, language: str) -> None:
    page = await visit(begin(client, language).question(1), PHONE)
    meter = await metered(page)
    for number in range(1, len(QUESTIONS) + 1):
        meter.requests = meter.bytes = 0
        await at_question(page, number)
        await choose(page, "operational")
        await is_saved(page)
        await go_on(page)
        await expect(page.locator(f"form.question[data-number='{number}']")).to_have_count(0)
        assert meter.requests == 2
        assert 0 < meter.bytes <= ANSWER_BYTES
