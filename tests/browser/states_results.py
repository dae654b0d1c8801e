"""The result, what is done with it, the chart, and the deletion, in every state."""

import httpx
from playwright.async_api import Page, expect

from tests.browser.registry import STATES, state
from tests.browser.states_roadmap import much_chosen
from tests.browser.steps import choose_no_level, is_drawn, is_not_drawn
from tests.browser.takes import MIXED, PLAIN, QUESTIONS, Take, begin, finished

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
    await expect(page.locator("form[action=share] [type=checkbox]")).to_have_count(2)


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


@state("shared result with its roadmap")
async def shared_with_roadmap(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(shared(client, language, shows_roadmap="yes")[1])
    await page.click("a[href='?roadmap=shown']")
    await page.wait_for_url("**/roadmap")
    await page.click("a.button[href='?result=shown']")
    await expect(page.locator("#first-steps .onward")).to_be_visible()


@state("shared roadmap")
async def shared_roadmap(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(much_chosen(client, language).share(shows_roadmap="yes") + "/roadmap")
    await expect(page.locator("#rest")).to_be_visible()


@state("shared roadmap with everything unfolded")
async def shared_roadmap_unfolded(page: Page, client: httpx.Client, language: str) -> None:
    name = "Boulangerie Sainte-Geneviève-de-la-Grande-Rivière et fils"
    take = begin(client, language).answer_all(MIXED).complete(name=name)
    await page.goto(take.share(shows_roadmap="yes") + "/roadmap")
    for summary in await page.locator("summary").all():
        await summary.click()


@state("shared roadmap without a step")
async def shared_roadmap_empty(page: Page, client: httpx.Client, language: str) -> None:
    take = finished(client, language)
    plan(take, capacity="0")
    await page.goto(take.share(shows_roadmap="yes") + "/roadmap")
    await expect(page.locator("#plan")).to_have_count(0)


@state("result with steps that wait for days")
async def waiting(page: Page, client: httpx.Client, language: str) -> None:
    take = finished(client, language, MIXED)
    plan(take, capacity="0.5", quarters="1")
    await page.goto(take.at("result"))


@state("result with steps above the target")
async def beyond(page: Page, client: httpx.Client, language: str) -> None:
    answers = dict.fromkeys(QUESTIONS, "operational") | {QUESTIONS[4]: "documented"}
    await page.goto(finished(client, language, answers).at("result"))


@state("result with nothing left to do")
async def nothing_left(page: Page, client: httpx.Client, language: str) -> None:
    take = finished(client, language, dict.fromkeys(QUESTIONS, "measured") | {QUESTIONS[0]: "operational"})
    leave_out(take, f"{QUESTIONS[0]}:measured")
    await page.goto(take.at("result"))


def leave_out(take: Take, step: str) -> None:
    """Leave a step out of the roadmap."""
    form = {"state": "left-out", "reason": "Later."}
    assert take.client.post(take.at(f"roadmap/steps/{step}"), data=form).status_code == 303


def plan(take: Take, **fields: str) -> None:
    """Send the roadmap's form."""
    form = {"size": "small", "quarters": "4", "start": "2027-01-01", "strategy": "foundation"} | fields
    assert take.client.post(take.at("roadmap"), data=form).status_code == 303


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
