"""The result, what is done with it, the chart, and the deletion, in every state."""

import httpx
from playwright.async_api import Page, expect

from tests.browser.registry import STATES, state
from tests.browser.steps import choose_no_level, is_drawn, is_not_drawn
from tests.browser.takes import PLAIN, QUESTIONS, Take, begin, finished

RESULTS: dict[str, dict[str, str]] = {
    "result": PLAIN,
    "result with unknowns": dict.fromkeys(QUESTIONS, "unknown") | {QUESTIONS[0]: "declared"},
    "result held back": dict.fromkeys(QUESTIONS, "measured") | {QUESTIONS[-1]: "absent"},
    "result all measured": dict.fromkeys(QUESTIONS, "measured"),
    "result all absent": dict.fromkeys(QUESTIONS, "absent"),
}


def result(name: str, answers: dict[str, str]) -> None:
    """Add the result of these answers."""

    async def reach(page: Page, client: httpx.Client, language: str) -> None:
        await page.goto(finished(client, language, answers).at("result"))

    STATES[name] = reach


for each, given in RESULTS.items():
    result(each, given)


@state("result with evidence")
async def evidenced(page: Page, client: httpx.Client, language: str) -> None:
    take = begin(client, language).answer_all(PLAIN)
    for question in QUESTIONS:
        take.answer(
            question, PLAIN[question], seen=1, note="Minutes " + "w" * 90, link="https://example.com/"
        )
    name = "Boulangerie Sainte-Geneviève-de-la-Grande-Rivière et fils"
    await page.goto(take.complete(name=name, size="small").at("result"))


@state("result with everything unfolded")
async def unfolded(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("result"))
    for summary in await page.locator("summary").all():
        await summary.click()


@state("result whose link is mailed")
async def mailed(page: Page, client: httpx.Client, language: str) -> None:
    take = finished(client, language)
    await page.goto(take.at("result"))
    await page.fill("#address", f"reader.{take.key}@example.org")
    await page.click("form[action=mail] button")
    await expect(page.locator("#my-link .notice")).to_be_visible()


@state("result whose link cannot be mailed there")
async def not_mailed(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("result"))
    await page.fill("#address", "w" * 70)
    await page.click("form[action=mail] button")
    await expect(page.locator(".summary")).to_be_visible()


@state("result that can be shared")
async def can_be_shared(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(noted_take(client, language).at("result") + "#share")
    await expect(page.locator("form[action=share] [type=checkbox]")).to_be_visible()


@state("result that is shared")
async def is_shared(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(shared(client, language)[0].at("result") + "#share")
    await expect(page.locator("#share [data-copy]")).to_be_visible()


@state("shared result")
async def shared_result(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(shared(client, language)[1])
    await expect(page.locator("#proofs")).to_have_count(0)


@state("shared result with its notes")
async def shared_notes(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(shared(client, language, shows_notes="yes")[1])
    await expect(page.locator("#proofs")).to_be_visible()


@state("revoked link")
async def revoked_link(page: Page, client: httpx.Client, language: str) -> None:
    take, link = shared(client, language)
    take.revoke()
    await page.goto(link)
    await expect(page.locator("[data-fault=share]")).to_be_visible()


@state("deletion of a shared result")
async def delete_shared(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(shared(client, language)[0].at("delete"))


@state("result with another target")
async def aimed(page: Page, client: httpx.Client, language: str) -> None:
    take = finished(client, language)
    take.aim("measured")
    await page.goto(take.at("result"))


@state("result with a wrong target")
async def wrongly_aimed(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("result"))
    await choose_no_level(page)


@state("chart")
async def chart(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language, RESULTS["result with unknowns"]).at("explore"))
    await is_drawn(page)


@state("chart with a property looked at")
async def looked_at(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language, RESULTS["result held back"]).at("explore"))
    await is_drawn(page)
    await page.locator(".points label").last.click()
    await expect(page.locator("[data-reading]")).not_to_be_empty()


@state("chart with a wrong target")
async def chart_wrongly_aimed(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("explore"))
    await is_drawn(page)
    await choose_no_level(page)
    await is_drawn(page)


@state("chart that could not be loaded")
async def not_drawn(page: Page, client: httpx.Client, language: str) -> None:
    await page.route("**/vendor/plotly*", lambda route: route.fulfill(status=503))
    await page.goto(finished(client, language).at("explore"))
    await is_not_drawn(page)


@state("delete")
async def delete(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("delete"))


@state("deleted")
async def deleted(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("delete"))
    await page.click("form[data-delete] button")
    await expect(page.locator(f"main a.button[href='/{language}/']")).to_be_visible()


def noted_take(client: httpx.Client, language: str) -> Take:
    """A completed take with a long name, a long note and a long link."""
    take = begin(client, language).answer_all(PLAIN)
    note, link = "Minutes " + "w" * 90, "https://example.com/" + "w" * 90
    take.answer(QUESTIONS[0], PLAIN[QUESTIONS[0]], seen=1, note=note, link=link)
    return take.complete(name="Boulangerie Sainte-Geneviève-de-la-Grande-Rivière et fils", size="small")


def shared(client: httpx.Client, language: str, **fields: str) -> tuple[Take, str]:
    """Such a take with a read-only link, and the link."""
    take = noted_take(client, language)
    return take, take.share(**fields)
