"""The roadmap and the strategies in every state."""

import httpx
from playwright.async_api import Page, expect

from tests.browser.registry import state
from tests.browser.steps import curve_is_drawn, is_not_drawn
from tests.browser.takes import FRAMEWORK, MIXED, QUESTIONS, Take, finished


@state("roadmap")
async def roadmap(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language, MIXED).at("roadmap"))


@state("strategies compared")
async def compared(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language, MIXED).at("roadmap/compare"))


@state("roadmap with a step open")
async def roadmap_open(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("roadmap"))
    await page.locator(".plan-step summary").first.click()
    await page.click(".by-property summary")


@state("roadmap with a fault")
async def roadmap_faulty(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("roadmap"))
    await page.fill("#capacity", "many")
    await page.press("#capacity", "Tab")
    await expect(page.locator(".summary")).to_be_visible()


@state("roadmap with steps left out and done")
async def roadmap_rest(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(much_chosen(client, language).at("roadmap"))


@state("curve of the roadmap")
async def curve(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language, dict.fromkeys(QUESTIONS, "declared")).at("roadmap/explore"))
    await curve_is_drawn(page, 5)


@state("curve of twelve quarters with one looked at")
async def long_curve(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(much_chosen(client, language).at("roadmap/explore"))
    await curve_is_drawn(page, 13)
    await page.locator(".points label").nth(1).click()
    await expect(page.locator("[data-reading]")).not_to_be_empty()


@state("curve that could not be loaded")
async def no_curve(page: Page, client: httpx.Client, language: str) -> None:
    await page.route("**/vendor/plotly*", lambda route: route.fulfill(status=503))
    await page.goto(finished(client, language, MIXED).at("roadmap/explore"))
    await is_not_drawn(page)


def much_chosen(client: httpx.Client, language: str) -> Take:
    """A take with a long roadmap, in which steps are left out, done and named."""
    take = finished(client, language)
    forms = {
        QUESTIONS[0]: {"state": "left-out", "reason": "w" * 90},
        QUESTIONS[1]: {"state": "done"},
        QUESTIONS[2]: {"owner": "w" * 90},
    }
    for question, form in forms.items():
        assert client.post(take.at(f"roadmap/steps/{question}:measured"), data=form).status_code == 303
    whole = {"size": "small", "capacity": "9", "quarters": "12", "start": "2027-01-31", "strategy": "fastest"}
    targets = {f"target-{prop}": "measured" for prop in FRAMEWORK.weights}
    assert client.post(take.at("roadmap"), data=whole | targets).status_code == 303
    return take
