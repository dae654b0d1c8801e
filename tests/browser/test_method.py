"""The example on the method page recomputes before the eyes, and its address keeps it."""

import httpx
import pytest
from playwright.async_api import Page, expect

from scoring.index import score
from tests.browser.takes import FRAMEWORK, LANGUAGES, LEVELS, QUESTIONS
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIGURE = "#example-result .big-figure b"


async def answers_on(page: Page) -> dict[str, str]:
    """The twelve answers that the example is set to."""
    return {question: await page.locator(f"#at-{question}").input_value() for question in QUESTIONS}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_changed_answer_is_followed_at_once(visit: Visits, language: str) -> None:
    page = await visit(f"/{language}/method")
    for question, level in zip(QUESTIONS[:3], (LEVELS[4], LEVELS[0], "unknown"), strict=True):
        await page.focus(f"#at-{question}")
        await page.select_option(f"#at-{question}", level)
        shown = score(FRAMEWORK, await answers_on(page)).shown
        await expect(page.locator(FIGURE)).to_have_text(str(shown))
        await expect(page.locator("#example-said")).to_contain_text(str(shown))
        await expect(page.locator(f"#at-{question}")).to_be_focused()
    changed, figure = await answers_on(page), await page.locator(FIGURE).inner_text()
    await page.reload()
    assert await answers_on(page) == changed
    await expect(page.locator(FIGURE)).to_have_text(figure)


async def test_it_computes_without_javascript(visit: Visits, client: httpx.Client) -> None:
    page = await visit("/en/method", java_script_enabled=False)
    await page.select_option(f"#at-{QUESTIONS[0]}", LEVELS[4])
    shown = score(FRAMEWORK, await answers_on(page)).shown
    await page.click("#example button[type=submit]")
    await page.wait_for_url("**/method?*")
    await expect(page.locator(FIGURE)).to_have_text(str(shown))
    assert (await answers_on(page))[QUESTIONS[0]] == LEVELS[4]
