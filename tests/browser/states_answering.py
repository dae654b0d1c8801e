"""The question pages and the review in every state."""

import httpx
from playwright.async_api import Page, expect

from tests.browser.holding import refused_saves
from tests.browser.registry import state
from tests.browser.steps import choose, go_on, is_saved, says_trouble, stop_trying
from tests.browser.takes import FRAMEWORK, MIXED, PLAIN, QUESTIONS, Take, begin


@state("front page with an unfinished take")
async def front_with_offer(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(partly_answered(client, language).at("review"))
    await page.goto(f"/{language}/")
    await expect(page.locator("[data-resume]")).to_be_visible()


@state("question")
async def fresh(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).question(1))


@state("question with its help open")
async def helped(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).question(9))
    for summary in await page.locator("summary").all():
        await summary.click()


@state("question answered and saved")
async def saved(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).question(2))
    await choose(page, "operational")
    await is_saved(page)


@state("question with a note")
async def noted(page: Page, client: httpx.Client, language: str) -> None:
    take = begin(client, language)
    note = "Minutes of 3 March, " + "w" * 120
    take.answer(QUESTIONS[11], "unknown", note=note, link="https://example.com/" + "w" * 120)
    await page.goto(take.question(12))
    await expect(page.locator("#note")).to_be_visible()


@state("question without a choice")
async def unchosen(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).question(1))
    await go_on(page)
    await expect(page.locator(".summary")).to_be_focused()


@state("question with a wrong link")
async def wrong_link(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).question(1))
    await page.click(".proof summary")
    await page.fill("#link", "our drive")
    await choose(page, "declared")
    await says_trouble(page)
    await go_on(page)
    await expect(page.locator(".summary")).to_be_focused()


@state("question that cannot be saved yet")
async def unsaved(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).question(1))
    async with refused_saves(page, 503):
        await choose(page, "declared")
        await says_trouble(page)
        await stop_trying(page)


@state("question changed in another window")
async def changed(page: Page, client: httpx.Client, language: str) -> None:
    take = begin(client, language)
    await page.goto(take.question(1))
    take.answer(QUESTIONS[0], "declared")
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.locator(".notice")).to_be_visible()


@state("question that replaced another window's answer")
async def replaced(page: Page, client: httpx.Client, language: str) -> None:
    take = begin(client, language)
    await page.goto(take.question(1))
    take.answer(QUESTIONS[0], "declared", note="Minutes of 3 March", link="https://example.com/minutes")
    await choose(page, "measured")
    await expect(page.locator(".notice")).to_be_visible()
    await page.reload()
    take.answer(QUESTIONS[0], "declared", seen=2, note="Minutes of 3 March")
    await go_on(page)
    await expect(page.locator(".notice")).to_be_focused()


@state("review")
async def review(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).answer_all(MIXED).at("review"))


@state("review with answers missing")
async def review_missing(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(partly_answered(client, language).at("review"))


@state("review refused")
async def review_refused(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(partly_answered(client, language).at("review"))
    await page.click(".review form button[type=submit]")
    await expect(page.locator(".summary")).to_be_visible()


@state("review with a name that is too long")
async def review_wrong_name(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(begin(client, language).answer_all(MIXED).at("review"))
    await page.fill("#name", "w" * 130)
    await page.click(".review form button[type=submit]")
    await expect(page.locator(".summary")).to_be_visible()


@state("completed in another window")
async def completed(page: Page, client: httpx.Client, language: str) -> None:
    take = begin(client, language).answer_all(PLAIN)
    await page.goto(take.question(1))
    take.complete()
    await choose(page, "measured")
    await expect(page.locator("[data-fault=completed]")).to_be_visible()


def partly_answered(client: httpx.Client, language: str) -> Take:
    """A take with an answer to every question but two."""
    answered = {question: PLAIN[question] for question in FRAMEWORK.question_ids[2:]}
    return begin(client, language).answer_all(answered)
