"""The front page offers to go on with the take that this device began, and forgets it when told."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import FINISH, START, at_question, choose, go_on, is_saved
from tests.browser.takes import PLAIN, begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

OFFER = "[data-resume]"
UNSENT = "ai-index:unsent:/takes/{}/questions/owner"
COUNT = "[data-resume] [data-count]"


async def begun(visit: Visits) -> Page:
    """A device on which two questions of a take were answered."""
    page = await visit("/en/")
    await page.click(START)
    for number in (1, 2):
        await at_question(page, number)
        await choose(page, "declared")
        await is_saved(page)
        if number == 1:
            await go_on(page)
    return page


async def test_an_unfinished_take_is_offered_and_goes_on_where_it_stands(visit: Visits) -> None:
    page = await begun(visit)
    await page.goto("/en/")
    await expect(page.locator(COUNT)).to_have_text("2 / 12")
    await page.click(f"{OFFER} a")
    await at_question(page, 3)


async def test_it_is_offered_after_the_first_answer(visit: Visits) -> None:
    page = await visit("/en/")
    await page.click(START)
    await choose(page, "declared")
    await is_saved(page)
    await page.goto("/en/")
    await expect(page.locator(COUNT)).to_have_text("1 / 12")


async def test_it_goes_on_in_the_language_of_the_page(visit: Visits) -> None:
    page = await begun(visit)
    await page.goto("/fr/")
    await page.click(f"{OFFER} a")
    await at_question(page, 3)
    assert "/fr/takes/" in page.url


async def test_forgetting_it_forgets_it(visit: Visits) -> None:
    page = await begun(visit)
    await page.goto("/en/")
    await page.click(f"{OFFER} button")
    await expect(page.locator(OFFER)).to_have_count(0)
    await page.reload()
    await expect(page.locator(OFFER)).to_be_hidden()
    assert await page.evaluate("localStorage.length") == 0


async def test_nothing_is_offered_before_an_answer(visit: Visits) -> None:
    page = await visit("/en/")
    await page.click(START)
    await at_question(page, 1)
    await page.goto("/en/")
    await expect(page.locator(START)).to_be_visible()
    await expect(page.locator(OFFER)).to_be_hidden()


async def test_starting_another_keeps_the_offer_until_that_one_has_an_answer(visit: Visits) -> None:
    page = await begun(visit)
    await page.goto("/en/")
    await page.click(START)
    await at_question(page, 1)
    await page.goto("/en/")
    await expect(page.locator(COUNT)).to_have_text("2 / 12")


async def test_a_completed_take_is_not_offered(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).answer_all(PLAIN).at("review"))
    await page.goto("/en/")
    await expect(page.locator(COUNT)).to_have_text("12 / 12")
    await page.go_back()
    await page.click(FINISH)
    await page.wait_for_url("**/result")
    await page.goto("/en/")
    await expect(page.locator(START)).to_be_visible()
    await expect(page.locator(OFFER)).to_be_hidden()


async def test_a_deleted_take_is_not_offered(visit: Visits) -> None:
    page = await begun(visit)
    await page.goto(page.url.split("/questions/")[0] + "/delete")
    await page.click("form[data-delete] button")
    await expect(page.locator("main a.button")).to_be_visible()
    await page.wait_for_load_state()
    await page.goto("/en/")
    await expect(page.locator(START)).to_be_visible()
    await expect(page.locator(OFFER)).to_be_hidden()


async def test_a_take_that_was_deleted_elsewhere_is_offered_no_more_once_it_opens_nothing(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client).answer_all(PLAIN)
    page = await visit(take.at("review"), expects=["status of 404"])
    take.delete()
    await page.goto("/fr/")
    mine, another = (UNSENT.format(key) for key in (take.key, "another"))
    await page.evaluate("keys => keys.forEach(key => sessionStorage.setItem(key, ''))", [mine, another])
    await page.click(f"{OFFER} a")
    await expect(page.locator("[data-fault=take]")).to_be_visible()
    assert await page.evaluate("Object.keys(sessionStorage)") == [another]
    await page.goto("/en/")
    await expect(page.locator(START)).to_be_visible()
    await expect(page.locator(OFFER)).to_be_hidden()


async def test_deleting_another_take_keeps_the_offer(visit: Visits, client: httpx.Client) -> None:
    page = await begun(visit)
    await page.goto(begin(client).at("delete"))
    await page.click("form[data-delete] button")
    await page.goto("/en/")
    await expect(page.locator(OFFER)).to_be_visible()


async def test_a_browser_that_keeps_nothing_can_answer_all_the_same(visit: Visits) -> None:
    page = await visit()
    await page.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, kind, {get() { throw new DOMException('', 'SecurityError') }});"
    )
    await page.goto("/en/")
    await page.click(START)
    await choose(page, "declared")
    await is_saved(page)
    await go_on(page)
    await at_question(page, 2)
    await expect(page.locator("h1")).to_be_focused()
