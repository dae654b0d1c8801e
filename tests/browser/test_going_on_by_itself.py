"""Who wants it goes on by choosing; nobody is carried away while reading."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import at_question, choose, go_on, is_chosen, is_saved
from tests.browser.takes import begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def wants_it(visit: Visits, client: httpx.Client) -> Page:
    """A page at the first question, set to go on by itself."""
    page = await visit(begin(client).question(1))
    await page.check("#auto")
    return page


async def test_it_is_off_until_it_is_chosen(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).question(1))
    await expect(page.locator("#auto")).not_to_be_checked()
    await choose(page, "declared")
    await is_saved(page)
    await at_question(page, 1)


async def test_a_press_goes_on(visit: Visits, client: httpx.Client) -> None:
    page = await wants_it(visit, client)
    for number in (1, 2, 3):
        await at_question(page, number)
        await choose(page, "declared")
    await at_question(page, 4)
    await page.goto(page.url.replace(page.url.split("/")[-1], "owner"))
    await is_chosen(page, "declared")


async def test_a_digit_goes_on(visit: Visits, client: httpx.Client) -> None:
    page = await wants_it(visit, client)
    await page.reload()
    for number, digit in ((1, "3"), (2, "0")):
        await at_question(page, number)
        await expect(page.locator("h1")).to_be_focused()
        await page.keyboard.press(digit)
    await at_question(page, 3)
    await page.go_back()
    await is_chosen(page, "unknown")


async def test_arrows_only_move(visit: Visits, client: httpx.Client) -> None:
    page = await wants_it(visit, client)
    await choose(page, "declared")
    await at_question(page, 2)
    await page.focus("#level-absent")
    await page.keyboard.press("ArrowDown")
    await is_chosen(page, "declared")
    await is_saved(page)
    await at_question(page, 2)


async def test_arrows_only_move_even_after_a_press_that_changed_nothing(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(begin(client).question(1))
    await choose(page, "declared")
    await is_saved(page)
    await page.check("#auto")
    await choose(page, "declared")
    await page.keyboard.press("ArrowDown")
    await is_saved(page, revision=2)
    await at_question(page, 1)


async def test_it_is_remembered_and_can_be_turned_off(visit: Visits, client: httpx.Client) -> None:
    page = await wants_it(visit, client)
    await page.reload()
    await expect(page.locator("#auto")).to_be_checked()
    await page.uncheck("#auto")
    await choose(page, "declared")
    await is_saved(page)
    await at_question(page, 1)
    await go_on(page)
    await at_question(page, 2)
    await expect(page.locator("#auto")).not_to_be_checked()
