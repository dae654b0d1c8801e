"""No page and no state of one has a fault that axe-core can find, in either language and colour scheme."""

from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page

from tests.browser.states import EXPECTED, STATES
from tests.browser.takes import LANGUAGES
from tests.browser.visits import DESKTOP, PHONE, Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const { violations, passes } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`
    + ` (${node.failureSummary.replace(/\\s+/g, " ")})`));
  return { found, checked: passes.map(({ id }) => id) };
}"""


@cache
def axe() -> str:
    """The text of axe-core."""
    return AXE.read_text()


async def faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands."""
    outcome: dict[str, Any] = await page.evaluate(RUN, TAGS)
    assert {"color-contrast", "target-size", "region"} <= set(outcome["checked"])
    found: list[str] = outcome["found"]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STATES)
async def test_axe_finds_nothing(visit: Visits, client: httpx.Client, name: str, language: str) -> None:
    page = await visit(width=PHONE if len(name) % 2 else DESKTOP, expects=EXPECTED)
    await STATES[name](page, client, language)
    await page.evaluate(axe())
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert await faults(page) == [], scheme
