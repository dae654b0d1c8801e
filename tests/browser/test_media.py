"""Paper, forced colours, and people who want no motion."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.states import STATES
from tests.browser.states_results import RESULTS
from tests.browser.steps import START, at_question, choose, go_on, is_saved
from tests.browser.takes import LANGUAGES, PLAIN, begin, finished
from tests.browser.visits import DESKTOP, Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHEETS = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*RESULTS, "result with evidence"])
async def test_a_result_prints_on_two_or_three_sheets(
    visit: Visits, client: httpx.Client, name: str, language: str
) -> None:
    page = await visit()
    await STATES[name](page, client, language)
    margin = "14mm"
    paper = await page.pdf(
        format="A4", margin={"top": margin, "right": margin, "bottom": margin, "left": margin}
    )
    assert 2 <= len(SHEETS.findall(paper)) <= 3


async def test_print_leaves_out_what_paper_cannot_do(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client).at("result"))
    await page.emulate_media(media="print", color_scheme="dark")
    for gone in ("#keep", ".bar nav", ".foot nav", ".skip", ".top .actions"):
        await expect(page.locator(gone)).to_be_hidden()
    await expect(page.locator("#sum tbody tr")).to_have_count(6)
    await expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")


async def background(page: Page, selector: str) -> str:
    """The colour behind the first such element."""
    script = """(element) => {
      const part = element.matches(".ruler a") ? "::before" : null;
      return getComputedStyle(element, part).backgroundColor;
    }"""
    return str(await page.locator(selector).first.evaluate(script))


async def test_forced_colours_tell_apart_what_colour_tells_apart(visit: Visits, client: httpx.Client) -> None:
    page = await visit(begin(client).question(1), forced_colors="active")
    await choose(page, "documented")
    await is_saved(page)
    chosen = page.locator(".option:has(:checked)")
    other = page.locator(".option:not(:has(:checked))").first
    await expect(chosen).to_have_css("outline-style", "solid")
    await expect(other).to_have_css("outline-style", "none")
    assert await background(page, ".ladder i.on") != await background(page, ".ladder i:not(.on)")
    assert await background(page, ".ruler a.done") != await background(page, ".ruler a:not(.done, .here)")


async def test_forced_colours_show_the_result(visit: Visits, client: httpx.Client) -> None:
    answers = PLAIN | {"owner": "absent"}
    page = await visit(finished(client, answers=answers).at("result"), forced_colors="active")
    assert await background(page, ".earned .tick") != await background(page, ".missing .tick")
    dots = page.locator(".dots .dot")
    await expect(dots).to_have_count(12)
    for n in range(12):
        await expect(dots.nth(n)).to_have_css("border-style", "solid")
    drawn = page.locator(".card .outline")
    colour = await drawn.evaluate("element => getComputedStyle(element).stroke")
    assert colour not in {"none", await background(page, "body")}


async def test_nothing_moves_for_whom_motion_is_too_much(visit: Visits) -> None:
    assert await moves(visit, "reduce") == (set(), False)


async def test_where_motion_is_welcome_it_is_short(visit: Visits) -> None:
    durations, _ = await moves(visit, "no-preference")
    assert durations
    assert max(durations) <= 0.15


async def moves(visit: Visits, motion: str) -> tuple[set[float], bool]:
    """How long whatever moves takes, in seconds, and whether a page turns into the next by a transition."""
    page = await visit(width=DESKTOP, reduced_motion=motion)
    await page.add_init_script(
        "addEventListener('pagereveal', event => { window.turned = Boolean(event.viewTransition) })"
    )
    await page.goto("/en/")
    await page.click(START)
    await at_question(page, 1)
    await choose(page, "declared")
    await go_on(page)
    await at_question(page, 2)
    durations = await page.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap((element) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
          return [transitionDuration, animationName === "none" ? "0s" : animationDuration].join().split(",");
        }).map(parseFloat).filter(Boolean)"""
    )
    return set(durations), bool(await page.evaluate("window.turned"))
