"""Without the network, or a server that answers, the page says so, keeps the choice, and sends it later."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Error, Page, expect

from tests.browser.holding import refused_saves
from tests.browser.servers import Server
from tests.browser.steps import (
    CONTINUE,
    FINISH,
    at_question,
    choose,
    go_on,
    is_chosen,
    is_saved,
    says_trouble,
    stop_trying,
)
from tests.browser.takes import LANGUAGES, PLAIN, QUESTIONS, Take, begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

CUT = ["net::ERR_", "Failed to fetch"]


async def cut_off(visit: Visits, take: Take, number: int = 1) -> Page:
    """A page at that question whose network is dead."""
    page = await visit(take.question(number), expects=CUT)
    await page.context.set_offline(True)
    return page


async def test_a_choice_waits_for_the_network_and_is_sent_when_it_is_back(
    visit: Visits, client: httpx.Client
) -> None:
    take = begin(client)
    page = await cut_off(visit, take)
    await choose(page, "operational")
    await expect(page.locator("#status .bad")).to_contain_text("No network")
    await is_chosen(page, "operational")
    assert take.chosen(1) == ""
    await stop_trying(page)
    await page.context.set_offline(False)
    await is_saved(page)
    await at_question(page, 1)
    assert take.chosen(1) == "operational"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_continue_stays_and_says_so(visit: Visits, client: httpx.Client, language: str) -> None:
    take = begin(client, language)
    take.answer(QUESTIONS[0], "declared")
    page = await cut_off(visit, take)
    await go_on(page)
    await says_trouble(page)
    await at_question(page, 1)
    await is_chosen(page, "declared")
    await page.context.set_offline(False)
    await expect(page.locator("#status .bad")).to_have_count(0)
    await go_on(page)
    await at_question(page, 2)


async def test_what_waits_outlives_a_reload(visit: Visits, client: httpx.Client) -> None:
    take = begin(client).answer_all({q: level for q, level in PLAIN.items() if q != QUESTIONS[3]})
    page = await cut_off(visit, take, 4)
    await page.click(".proof summary")
    await page.fill("#note", "The list in our drive")
    await choose(page, "measured")
    await says_trouble(page)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        await page.reload()
    await page.context.set_offline(False)
    await page.goto(take.question(4))
    await expect(page.locator("#seen")).to_have_value("1")
    await is_chosen(page, "measured")
    await expect(page.locator("#note")).to_have_value("The list in our drive")
    assert (take.chosen(4), take.note(4)) == ("measured", "The list in our drive")
    await page.goto(take.at("review"))
    await page.click(FINISH)
    await expect(page.locator("#answers tbody tr").nth(3).locator(".proven")).to_be_visible()


async def test_what_waits_is_sent_from_another_page_of_the_take(visit: Visits, client: httpx.Client) -> None:
    take = begin(client).answer_all(PLAIN)
    page = await visit(take.question(4), expects=["status of 503"])
    async with refused_saves(page, 503):
        await choose(page, "measured")
        await says_trouble(page)
    await page.goto(take.at("review"))
    await expect(page.locator(".answers li").nth(3)).to_contain_text("Measured")
    assert take.chosen(4) == "measured"


async def test_what_waits_outlives_a_change_of_language(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1), expects=["status of 503"])
    async with refused_saves(page, 503):
        await choose(page, "measured")
        await says_trouble(page)
        await page.click("a[hreflang=fr]")
        await expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
        await is_chosen(page, "measured")
        await says_trouble(page)
    await is_saved(page)
    assert take.chosen(1) == "measured"


async def test_only_what_was_not_saved_is_sent_again(visit: Visits, client: httpx.Client) -> None:
    take = begin(client)
    page = await visit(take.question(1))
    await choose(page, "measured")
    await is_saved(page)
    take.answer(QUESTIONS[0], "declared", seen=1)
    await page.reload()
    await is_chosen(page, "declared")
    assert await page.evaluate("sessionStorage.length") == 0
    assert take.chosen(1) == "declared"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_refuses_for_a_while_is_asked_again(
    visit: Visits, client: httpx.Client, status: int
) -> None:
    take = begin(client)
    page = await visit(take.question(1), expects=[f"status of {status}"])
    async with refused_saves(page, status):
        await choose(page, "operational")
        await expect(page.locator("#status .bad")).to_contain_text("The site did not answer")
        await go_on(page)
        await says_trouble(page)
        await at_question(page, 1)
        await expect(page.locator(".ruler .here")).not_to_contain_class("done")
    await is_saved(page)
    await expect(page.locator(".ruler .here")).to_contain_class("done")
    assert take.chosen(1) == "operational"
    await go_on(page)
    await at_question(page, 2)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server that may be stopped and started again."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.stop()


async def test_a_server_that_is_gone_for_a_while_loses_nothing(browser: Browser, mortal: Server) -> None:
    visits = Visits(browser, mortal.address)
    with httpx.Client(base_url=mortal.address) as client:
        take = begin(client)
        page = await visits(take.question(1), expects=CUT)
        mortal.stop()
        await choose(page, "operational")
        await says_trouble(page)
        mortal.start()
        await is_saved(page)
        assert take.chosen(1) == "operational"
    await expect(page.locator(CONTINUE)).to_be_visible()
    assert await visits.close() == []
