"""Taking a result away and loading it again, in a real browser: by keyboard, and without scripts."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.states_loading import load_file
from tests.browser.states_results import noted_take
from tests.browser.steps import FINISH, tab_to
from tests.browser.takes import LANGUAGES, finished
from tests.browser.visits import PHONE, Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILES = {
    "report.pdf": (b"%PDF-", ".pdf"),
    "data.xlsx": (b"PK\x03\x04", ".xlsx"),
    "data.csv": (b"\xef\xbb\xbf", ".csv"),
    "data.json": (b"{\n", ".json"),
    "retake.ics": (b"BEGIN:VCALENDAR\r\n", ".ics"),
}
LOAD = "main form button"
REFUSED = ["status of 4"]


async def saved(page: Page, name: str) -> Path:
    """Save the file of that name by pressing Enter on its link; where it lies."""
    async with page.expect_download() as coming:
        await page.locator(f"#files a[href='{name}']").press("Enter")
    download = await coming.value
    assert download.suggested_filename.endswith(FILES[name][1])
    return await download.path()


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_file_is_saved_with_and_without_scripts(
    visit: Visits, client: httpx.Client, language: str, has_scripts: bool
) -> None:
    take = finished(client, language)
    page = await visit(take.at("result"), java_script_enabled=has_scripts)
    for name, (start, _) in FILES.items():
        assert (await saved(page, name)).read_bytes().startswith(start), name
    assert page.url == take.at("result")


async def test_the_keyboard_alone_reaches_every_file(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client).at("result"), PHONE)
    for name in FILES:
        await tab_to(page, f"#files a[href='{name}']")


@pytest.mark.parametrize("has_scripts", [True, False])
async def test_a_saved_take_is_loaded_and_gives_its_result_again(
    visit: Visits, client: httpx.Client, has_scripts: bool
) -> None:
    first = noted_take(client, "en")
    page = await visit(first.at("result"), java_script_enabled=has_scripts)
    said = await page.locator("h1").text_content()
    path = await saved(page, "data.json")
    await page.goto("/en/")
    await page.click("a[href=load]")
    await page.set_input_files("#file", path)
    await page.click(LOAD)
    await page.wait_for_url("**/review")
    await expect(page.locator("#name")).to_have_value(
        "Boulangerie Sainte-Geneviève-de-la-Grande-Rivière et fils"
    )
    await page.click(FINISH)
    await page.wait_for_url("**/result")
    assert page.url != first.at("result")
    await expect(page.locator("h1")).to_have_text(str(said))
    await expect(page.locator("#proofs dd")).to_have_count(1)


@pytest.mark.parametrize("has_scripts", [True, False])
async def test_a_wrong_file_is_told_at_the_top_and_the_next_one_is_loaded(
    visit: Visits, has_scripts: bool
) -> None:
    page = await visit("/en/load", expects=REFUSED, java_script_enabled=has_scripts)
    await page.click(LOAD)
    await expect(page.locator(".summary")).to_be_focused()
    await page.locator(".summary a").press("Enter")
    await expect(page.locator("#file")).to_be_focused()
    await load_file(page, {"answers": {"owner": "perfect"}})
    await expect(page.locator(".summary li")).to_have_count(1)
    await expect(page.locator(".summary")).to_be_focused()
    await load_file(page, {"answers": {"owner": "measured"}})
    await page.wait_for_url("**/review")


async def test_a_file_that_is_too_large_is_told(visit: Visits) -> None:
    page = await visit("/en/load", expects=REFUSED)
    await load_file(page, {"answers": {}, "result": "x" * 600_000})
    await expect(page.locator("[data-fault=size]")).to_be_visible()
