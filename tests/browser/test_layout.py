"""Every page fits: nothing scrolls sideways, no text is cut, and whatever is pressed is large enough."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.states import EXPECTED, STATES
from tests.browser.steps import FINISH, at_question, choose, go_on, is_saved
from tests.browser.takes import LANGUAGES, PLAIN, QUESTIONS, begin
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDTHS = (320, 360, 390, 1280)
FAULTS = """() => {
  const faults = [];
  const named = (element) => element.outerHTML.slice(0, 120);
  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`scrolls sideways: ${page.scrollWidth}`);
  const apart = ".hidden, .hidden *, .skip";
  for (const element of document.body.querySelectorAll("*")) {
    if (element.matches(apart) || !element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || element.matches("input")) continue;
    const frame = element.ownerSVGElement;
    if (frame) {
      const around = frame.getBoundingClientRect();
      if (element.matches("text") && (box.left < around.left - 1 || box.right > around.right + 1
        || box.top < around.top - 1 || box.bottom > around.bottom + 1)) faults.push(`cut: ${named(element)}`);
      continue;
    }
    if (box.left < -1 || box.right > page.clientWidth + 1) faults.push(`beyond the edge: ${named(element)}`);
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    if ((hides(overflowX) && element.scrollWidth > element.clientWidth)
      || (hides(overflowY) && element.scrollHeight > element.clientHeight))
      faults.push(`cut: ${named(element)}`);
  }
  return faults;
}"""
# A link inside a sentence may be as small as its words; a field is as large as the label around it.
SMALL = """() => {
  const faults = [];
  const tall = ".button, button, summary, select, textarea, .option, .bar a, .foot a, .row > a, .ruler a,"
    + " .answers a, .auto, input:not([type=radio], [type=checkbox], [type=hidden])";
  for (const element of document.body.querySelectorAll(`a, ${tall}`)) {
    if (element.matches(".skip, .hidden") || !element.checkVisibility()) continue;
    const { width, height } = element.getBoundingClientRect();
    const least = element.matches(tall) ? 44 : 24;
    const isInText = getComputedStyle(element).display === "inline" && element.closest("p, li, dd, td");
    if (isInText && least === 24) continue;
    if (height < least - 0.1 || width < 23.9)
      faults.push(`${Math.round(width)} × ${Math.round(height)}: ${element.outerHTML.slice(0, 120)}`);
  }
  return faults;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
async def test_it_fits_every_width(visit: Visits, client: httpx.Client, name: str, language: str) -> None:
    page = await visit(width=WIDTHS[0], expects=EXPECTED)
    await STATES[name](page, client, language)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate(FAULTS) == [], width
        assert await page.evaluate(SMALL) == [], width


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_can_be_done_at_four_times_the_size(
    visit: Visits, client: httpx.Client, language: str
) -> None:
    """A window of 1280 × 1024 at 400 % is one of 320 × 256."""
    page = await visit(begin(client, language).question(1))
    await page.set_viewport_size({"width": 320, "height": 256})
    for number, level in enumerate(PLAIN.values(), 1):
        await at_question(page, number)
        await choose(page, level)
        await is_saved(page)
        await go_on(page)
    await page.wait_for_url("**/review")
    assert await page.evaluate(FAULTS) == []
    await page.fill("#name", "Boulangerie Sainte-Geneviève")
    await page.click(FINISH)
    await page.wait_for_url("**/result")
    assert await page.evaluate(FAULTS) == []
    await expect(page.locator("#answers tbody tr")).to_have_count(len(QUESTIONS))
