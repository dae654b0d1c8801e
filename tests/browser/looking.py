"""What a page must never be: out of its place, too small to press, or at fault by axe-core's rules."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

OUT_OF_PLACE = """() => {
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
TOO_SMALL = """() => {
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


async def misfits(page: Page) -> list[str]:
    """What scrolls sideways, is cut or is too small to press on the page as it stands."""
    faults: list[str] = await page.evaluate(OUT_OF_PLACE) + await page.evaluate(TOO_SMALL)
    return faults


AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const { violations, passes } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`
    + ` (${node.failureSummary.replace(/\\s+/g, " ")})`));
  return { found, checked: passes.map(({ id }) => id) };
}"""


@cache
def _axe() -> str:
    """The text of axe-core."""
    return AXE.read_text()


async def axe_finds(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    outcome: dict[str, Any] = await page.evaluate(RUN, TAGS)
    assert {"color-contrast", "target-size", "region"} <= set(outcome["checked"])
    found: list[str] = outcome["found"]
    return found
