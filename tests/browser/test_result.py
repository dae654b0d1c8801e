"""The result page: the same numbers as the command, a link to keep, and ways to change and to delete."""

import json
import re
import subprocess
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.servers import COMMAND
from tests.browser.steps import choose, is_chosen, is_saved
from tests.browser.takes import LANGUAGES, LEVELS, MIXED, PLAIN, QUESTIONS, begin, finished
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

CASES: dict[str, dict[str, Any]] = {
    "with an unknown": {"answers": MIXED},
    "with evidence": {"answers": PLAIN, "evidence": ["owner", "policy"]},
    "all measured": {"answers": dict.fromkeys(QUESTIONS, "measured")},
    "every level": {
        "answers": {question: LEVELS[n % 5] for n, question in enumerate(QUESTIONS)},
        "evidence": ["incidents"],
    },
}


@pytest.fixture(scope="module")
def printed() -> dict[str, dict[str, Any]]:
    """What ``ai-index score`` prints for the cases."""
    command = [COMMAND, "score", "-", "--json"]
    cases = json.dumps(list(CASES.values())).encode()
    done = subprocess.run(command, input=cases, capture_output=True, check=True)
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


async def numbers_in(place: Locator) -> list[float]:
    """The numbers that ``place`` shows, in whichever language."""
    text = (await place.inner_text()).replace(",", ".")
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


async def numbers_of(rows: Locator) -> list[list[float]]:
    """The numbers of each row."""
    return [await numbers_in(rows.nth(n)) for n in range(await rows.count())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
async def test_every_number_is_the_command_s(
    visit: Visits, client: httpx.Client, printed: dict[str, dict[str, Any]], language: str, case: str
) -> None:
    answers, evidence = CASES[case]["answers"], CASES[case].get("evidence", [])
    take = begin(client, language).answer_all(answers)
    for question in evidence:
        take.answer(question, answers[question], seen=1, note="Shown")
    page = await visit(take.complete().at("result"))
    said = printed[case]

    assert await numbers_of(page.locator("#sum tbody tr")) == [
        [p["score"], p["weight"], p["points"], p["gap_points"]] for p in said["properties"]
    ]
    gap = sum(p["gap_points"] for p in said["properties"])
    assert await numbers_in(page.locator("#sum tfoot")) == [100, said["index"], gap]
    assert (await numbers_in(page.locator(".top .card .big")))[0] == said["index_rounded"]
    assert await numbers_of(page.locator(".top .card tbody tr")) == [[p["score"]] for p in said["properties"]]
    if evidence:
        evidenced = await numbers_in(page.locator(".pair-of-numbers"))
        assert evidenced == [said["index"], said["index_evidenced"]]
    if "unknown" in answers.values():
        _, least, most = await numbers_in(page.locator(".range"))
        assert least == said["index_rounded"]
        assert most == int(said["index_if_unknowns_were_best"] + 0.5)


async def test_the_link_can_be_copied(visit: Visits, client: httpx.Client) -> None:
    take = finished(client)
    page = await visit(take.at("result") + "#keep", permissions=["clipboard-read", "clipboard-write"])
    await page.click("[data-copy]")
    await expect(page.locator("[data-copied]")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == take.at("result")


async def test_a_copy_that_the_browser_forbids_says_what_to_do(visit: Visits, client: httpx.Client) -> None:
    page = await visit()
    await page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))")
    await page.goto(finished(client).at("result"))
    await expect(page.locator("[data-by-hand]")).to_be_hidden()
    await page.click("[data-copy]")
    await expect(page.locator("[data-by-hand]")).to_be_visible()


async def test_a_completed_take_s_pages_lead_to_its_result(visit: Visits, client: httpx.Client) -> None:
    take = finished(client)
    for place in (take.question(1), take.at("review"), take.address):
        page = await visit(place)
        assert page.url == take.at("result")


async def test_back_from_the_result_leads_to_the_result(visit: Visits, client: httpx.Client) -> None:
    take = begin(client).answer_all(PLAIN)
    page = await visit(take.at("review"))
    await page.click(".review form button[type=submit]")
    await page.wait_for_url("**/result")
    await page.go_back()
    await expect(page.locator("#sum")).to_be_visible()


async def test_changing_an_answer_starts_from_these_and_leaves_the_result(
    visit: Visits, client: httpx.Client
) -> None:
    take = finished(client)
    page = await visit(take.at("result"))
    index = await numbers_in(page.locator("#sum tfoot"))
    await page.click("form[action=revise] button")
    await page.wait_for_url("**/review")
    assert take.key not in page.url
    await page.locator(".answers a").first.click()
    await is_chosen(page, PLAIN[QUESTIONS[0]])
    await choose(page, "measured")
    await is_saved(page, revision=2)
    await page.click("a[href='../review']")
    await page.click(".review form button[type=submit]")
    await page.wait_for_url("**/result")
    assert (await numbers_in(page.locator("#sum tfoot")))[1] > index[1]
    await page.goto(take.at("result"))
    assert await numbers_in(page.locator("#sum tfoot")) == index


async def test_deleting_asks_once_and_leaves_nothing(visit: Visits, client: httpx.Client) -> None:
    take = finished(client)
    page = await visit(take.at("result"), expects=["status of 404"])
    await page.click("a[href=delete]")
    await page.click("form[data-delete] a")
    await expect(page.locator("#sum")).to_be_visible()
    await page.click("a[href=delete]")
    await page.click("form[data-delete] button")
    await expect(page.locator("h1")).to_have_text("Deleted")
    await opens_nothing(page, take.at("result"))
    await opens_nothing(page, take.question(1))


async def opens_nothing(page: Page, address: str) -> None:
    """Go there, and read that the link leads nowhere."""
    response = await page.goto(address)
    assert response is not None
    assert response.status == 404
    await expect(page.locator("[data-fault=take]")).to_be_visible()


async def test_paper_does_not_carry_the_key(visit: Visits, client: httpx.Client) -> None:
    take = finished(client)
    page = await visit(take.at("result"))
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert await page.evaluate("location.pathname") == "/en/"
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert await page.evaluate("location.href") == take.at("result")


async def test_what_was_never_sent_goes_with_the_take(visit: Visits, client: httpx.Client) -> None:
    take = finished(client)
    page = await visit(take.at("delete"))
    kept = urlsplit(take.question(1)).path[3:]
    await page.evaluate("key => sessionStorage.setItem('ai-index:unsent:' + key, 'note=secret')", kept)
    await page.click("form[data-delete] button")
    await expect(page.locator("h1")).to_have_text("Deleted")
    await page.wait_for_function("!Object.keys(sessionStorage).length")
