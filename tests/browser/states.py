"""Every page and every state of it, each with the way there, for what must hold on all of them."""

import json
from collections.abc import Awaitable, Callable

import httpx
from playwright.async_api import Page, expect

from tests.browser.holding import refused_saves
from tests.browser.steps import (
    choose,
    choose_no_level,
    go_on,
    is_drawn,
    is_not_drawn,
    is_saved,
    says_trouble,
    stop_trying,
)
from tests.browser.takes import FRAMEWORK, MIXED, PLAIN, QUESTIONS, Take, begin, finished

Reach = Callable[[Page, httpx.Client, str], Awaitable[None]]
# What a browser writes into its console on the way to a state that is an answer of this kind.
EXPECTED = ["status of 4", "status of 503"]
STATES: dict[str, Reach] = {}
# One of each kind of fault that a file may have, and the longest values.
WRONG_FILE = {
    "framework": "ai-id@9.9",
    "answers": {"owner": "w" * 90, "budget": "declared", "policy": 12},
    "evidence": ["inventory"],
    "<b>name</b>": "x",
    "take": {
        "organization": {"name": "w" * 130, "size": "huge", "sector": "mining"},
        "proof": {"owner": {"note": "n" * 2400, "link": "our drive " + "w" * 90}},
    },
}
RESULTS: dict[str, dict[str, str]] = {
    "result": PLAIN,
    "result with unknowns": dict.fromkeys(QUESTIONS, "unknown") | {QUESTIONS[0]: "declared"},
    "result held back": dict.fromkeys(QUESTIONS, "measured") | {QUESTIONS[-1]: "absent"},
    "result all measured": dict.fromkeys(QUESTIONS, "measured"),
    "result all absent": dict.fromkeys(QUESTIONS, "absent"),
}


def state(name: str) -> Callable[[Reach], Reach]:
    """Add a way to reach the state of that name."""

    def add(reach: Reach) -> Reach:
        STATES[name] = reach
        return reach

    return add


def address(name: str, path: str) -> None:
    """Add a page that is reached by its address."""

    async def reach(page: Page, client: httpx.Client, language: str) -> None:
        await page.goto(f"/{language}/{path}")

    STATES[name] = reach


def result(name: str, answers: dict[str, str]) -> None:
    """Add the result of these answers."""

    async def reach(page: Page, client: httpx.Client, language: str) -> None:
        await page.goto(finished(client, language, answers).at("result"))

    STATES[name] = reach


address("front page", "")
address("method", "method")
address("load", "load")
address("privacy", "privacy")
address("accessibility", "accessibility")
address("no such page", "nothing")
address("dead link", "takes/AAAAAAAAAAAAAAAAAAAAAA/result")
for each, given in RESULTS.items():
    result(each, given)


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


@state("load without a file")
async def load_nothing(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(f"/{language}/load")
    await page.click("main form button")
    await expect(page.locator(".summary")).to_be_focused()


@state("load of a wrong file")
async def load_wrong(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(f"/{language}/load")
    await load_file(page, WRONG_FILE)
    await expect(page.locator(".summary")).to_be_focused()


@state("load of a file of faults")
async def load_faults(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(f"/{language}/load")
    await load_file(page, {"answers": {f"question-{number}": "perfect" for number in range(30)}})
    await expect(page.locator(".summary li")).to_have_count(21)


@state("delete")
async def delete(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("delete"))


@state("deleted")
async def deleted(page: Page, client: httpx.Client, language: str) -> None:
    await page.goto(finished(client, language).at("delete"))
    await page.click("form[data-delete] button")
    await expect(page.locator("form[data-delete]")).to_have_count(0)


@state("completed in another window")
async def completed(page: Page, client: httpx.Client, language: str) -> None:
    take = begin(client, language).answer_all(PLAIN)
    await page.goto(take.question(1))
    take.complete()
    await choose(page, "measured")
    await expect(page.locator("[data-fault=completed]")).to_be_visible()


async def load_file(page: Page, data: object) -> None:
    """Choose a file with this JSON data on the page to load one, and send it."""
    content = json.dumps(data).encode()
    await page.set_input_files(
        "#file", {"name": "take.json", "mimeType": "application/json", "buffer": content}
    )
    await page.click("main form button")


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


def partly_answered(client: httpx.Client, language: str) -> Take:
    """A take with an answer to every question but two."""
    answered = {question: PLAIN[question] for question in FRAMEWORK.question_ids[2:]}
    return begin(client, language).answer_all(answered)


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
