"""The page that loads a file, in every state."""

import json

import httpx
from playwright.async_api import Page, expect

from tests.browser.registry import state

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


async def load_file(page: Page, data: object) -> None:
    """Choose a file with this JSON data on the page to load one, and send it."""
    content = json.dumps(data).encode()
    await page.set_input_files(
        "#file", {"name": "take.json", "mimeType": "application/json", "buffer": content}
    )
    await page.click("main form button")
