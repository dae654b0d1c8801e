"""The whole diagnostic, from the front page to the result, in the ways that people take it."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import (
    CONTINUE,
    FINISH,
    START,
    at_question,
    choose,
    go_on,
    is_chosen,
    is_saved,
    says_trouble,
    tab_to,
)
from tests.browser.takes import LANGUAGES, LEVELS, MIXED, QUESTIONS
from tests.browser.visits import DESKTOP, PHONE, Visits

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("language", LANGUAGES),
    pytest.mark.parametrize("width", [PHONE, DESKTOP]),
]

CUT_AT = 5


async def test_by_pointer(visit: Visits, language: str, width: int) -> None:
    page = await visit(f"/{language}/", width)
    await page.click(START)
    for number, level in enumerate(MIXED.values(), 1):
        await at_question(page, number)
        await choose(page, level)
        await is_saved(page)
        await go_on(page)
    await page.wait_for_url("**/review")
    await page.click(FINISH)
    await shows_result(page, language)


async def test_by_keyboard_alone(visit: Visits, language: str, width: int) -> None:
    page = await visit(f"/{language}/", width)
    await tab_to(page, ".skip", presses=1)
    await page.keyboard.press("Enter")
    await tab_to(page, START, presses=1)
    await page.keyboard.press("Enter")
    for number, level in enumerate(MIXED.values(), 1):
        await at_question(page, number)
        if number > 1:
            await expect(page.locator("h1")).to_be_focused()
        if number % 2:
            await page.keyboard.press(
                str([*LEVELS, "unknown"].index(level) + 1) if level != "unknown" else "0"
            )
        else:
            await choose_by_arrows(page, level)
        await is_chosen(page, level)
        await page.keyboard.press("Enter")
    await page.wait_for_url("**/review")
    await expect(page.locator("h1")).to_be_focused()
    await tab_to(page, FINISH)
    await page.keyboard.press("Enter")
    await shows_result(page, language)


async def test_without_javascript(visit: Visits, language: str, width: int) -> None:
    page = await visit(f"/{language}/", width, java_script_enabled=False)
    await page.click(START)
    for number, level in enumerate(MIXED.values(), 1):
        await at_question(page, number)
        await choose(page, level)
        await go_on(page)
    await page.wait_for_url("**/review")
    await page.click(FINISH)
    await shows_result(page, language)


async def test_with_the_network_cut_in_the_middle(visit: Visits, language: str, width: int) -> None:
    page = await visit(f"/{language}/", width, expects=["net::ERR_INTERNET_DISCONNECTED", "Failed to fetch"])
    await page.click(START)
    for number, level in enumerate(MIXED.values(), 1):
        await at_question(page, number)
        if number == CUT_AT:
            await page.context.set_offline(True)
            await choose(page, level)
            await says_trouble(page)
            await go_on(page)
            await at_question(page, number)
            await is_chosen(page, level)
            await page.context.set_offline(False)
            await is_saved(page)
        else:
            await choose(page, level)
        await go_on(page)
    await page.wait_for_url("**/review")
    await page.click(FINISH)
    await shows_result(page, language)


async def choose_by_arrows(page: Page, level: str) -> None:
    """Tab into the options and move to that level."""
    await tab_to(page, "input[name=level]")
    order = [*LEVELS, "unknown"]
    for _ in range(order.index(level) or len(order)):
        await page.keyboard.press("ArrowDown")


async def shows_result(page: Page, language: str) -> None:
    """Wait for the result of the mixed answers, and see each of them on the ladder."""
    await page.wait_for_url(f"**/{language}/takes/*/result")
    await expect(page.locator("html")).to_have_attribute("lang", f"{language}-CA")
    rows = page.locator("#answers tbody tr")
    await expect(rows).to_have_count(len(QUESTIONS))
    for number, level in enumerate(MIXED.values()):
        cells = rows.nth(number).locator("td")
        if level == "unknown":
            await expect(cells).to_have_class("unknown")
        else:
            await expect(cells.nth(LEVELS.index(level)).locator(".dot")).to_have_count(1)
    await expect(page.locator(CONTINUE)).to_have_count(0)
