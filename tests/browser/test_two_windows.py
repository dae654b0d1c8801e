"""Two windows on one take: the last saved answer wins, and the other window is told."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import at_question, choose, go_on, is_chosen, is_saved
from tests.browser.takes import PLAIN, QUESTIONS, begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def look_at(page: Page) -> None:
    """Come back to a window that was behind another one."""
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_a_window_is_told_when_it_is_looked_at_again(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    first, second = await visit(take.question(1)), await visit(take.question(1))
    await choose(second, "declared")
    await is_saved(second)
    await look_at(first)
    await expect(first.locator(".notice")).to_contain_text("Another window saved a different answer")
    await first.click(".notice a")
    await is_chosen(first, "declared")
    await expect(first.locator(".notice")).to_have_count(0)


async def test_a_window_is_told_nothing_where_nothing_changed(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await choose(page, "declared")
    await is_saved(page)
    async with page.expect_response("**/changes?since=1") as asked:
        await look_at(page)
    assert (await asked.value).status == 204
    await expect(page.locator(".notice")).to_have_count(0)


async def test_the_last_saved_wins_and_says_what_it_replaced(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    first, second = await visit(take.question(1)), await visit(take.question(1))
    await choose(second, "declared")
    await is_saved(second)
    await choose(first, "measured")
    await is_saved(first, revision=2)
    await expect(first.locator(".notice")).to_contain_text("Declared")
    assert take.chosen(1) == "measured"
    await go_on(first)
    await at_question(first, 2)


async def test_continue_tells_before_it_goes_on(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    take.answer(QUESTIONS[0], "absent")
    first, second = await visit(take.question(1)), await visit(take.question(1))
    await choose(second, "declared")
    await is_saved(second, revision=2)
    await go_on(first)
    await expect(first.locator(".notice")).to_be_focused()
    await at_question(first, 1)
    assert take.chosen(1) == "absent"
    await go_on(first)
    await at_question(first, 2)


async def test_nobody_is_carried_past_the_notice(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await page.check("#auto")
    take.answer(QUESTIONS[0], "declared")
    await choose(page, "measured")
    await expect(page.locator(".notice")).to_be_focused()
    await at_question(page, 1)


async def test_a_window_behind_a_completed_take_is_led_to_the_result(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client).answer_all(PLAIN)
    looking, saving = await visit(take.question(1)), await visit(take.question(1), expects=["status of 409"])
    take.complete()
    await look_at(looking)
    await looking.click(".notice a")
    await looking.wait_for_url("**/result")
    await choose(saving, "measured")
    await expect(saving.locator("[data-fault=completed] h1")).to_be_focused()
    await saving.click("[data-fault=completed] a[href='../result']")
    await saving.wait_for_url("**/result")


async def test_a_window_behind_a_deleted_take_says_that_it_is_gone(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client)
    page = await visit(take.question(1), expects=["status of 404"])
    take.delete()
    await choose(page, "measured")
    await expect(page.locator("[data-fault=take] h1")).to_be_focused()
