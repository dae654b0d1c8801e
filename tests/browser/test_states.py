"""Every page and every state of it, in each language: it fits, and axe-core finds nothing."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.looking import axe_finds, misfits
from tests.browser.states import EXPECTED, STATES
from tests.browser.steps import FINISH, at_question, choose, go_on, is_saved
from tests.browser.takes import LANGUAGES, PLAIN, QUESTIONS, begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDTHS = (320, 360, 390, 1280)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
async def test_it_fits_every_width_and_axe_finds_nothing(
    visit: Visits, client: httpx.Client, name: str, language: str
) -> None:
    page = await visit(width=WIDTHS[0], expects=EXPECTED)
    await STATES[name](page, client, language)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        assert await misfits(page) == [], width
    assert await axe_finds(page) == []
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size({"width": WIDTHS[1], "height": 800})
    assert await axe_finds(page) == [], "dark"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_can_be_done_at_four_times_the_size(
    visit: Visits, client: httpx.Client, language: str
) -> None:
    """A window of 1280 × 1024 at 400 % is one of 320 × 256."""
    page = await visit(begin(client, language).question(1))
    await page.set_viewport_size({"width": 320, "height": 256})
    for number, level in enumerate(PLAIN.values(), 1):
        await at_question(page, number)
        await choose(page, level)
        await is_saved(page)
        await go_on(page)
    await page.wait_for_url("**/review")
    assert await misfits(page) == []
    await page.fill("#name", "Boulangerie Sainte-Geneviève")
    await page.click(FINISH)
    await page.wait_for_url("**/result")
    assert await misfits(page) == []
    await expect(page.locator("#answers tbody tr")).to_have_count(len(QUESTIONS))
