"""Sharing a result in a real browser: the link is made, copied, opened by somebody else, and ended."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.states_results import shared
from tests.browser.steps import tab_to
from tests.browser.takes import finished
from tests.browser.visits import PHONE, Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINK = "#share-link"
DEAD = ["status of 404"]


async def shared_at(page: Page, result: str) -> str:
    """Make a read-only link on the result's page; the link."""
    await page.goto(result)
    await page.click("#share form[action=share] button")
    await expect(page.locator(LINK)).to_be_visible()
    return await page.locator(LINK).input_value()


@pytest.mark.parametrize("has_scripts", [True, False])
async def test_a_link_is_made_opened_renewed_and_revoked(
    visit: Visits, client: httpx.Client, has_scripts: bool
) -> None:
    owner = await visit(java_script_enabled=has_scripts)
    reader = await visit(java_script_enabled=has_scripts, expects=DEAD)
    first = await shared_at(owner, finished(client).at("result"))
    assert owner.url.endswith("#share")
    await reader.goto(first)
    await expect(reader.locator("h1")).to_contain_text("Taking shape")
    await expect(reader.locator("form, button, input")).to_have_count(0)
    await owner.click("form[action='share/renew'] button")
    await expect(owner.locator(LINK)).not_to_have_value(first)
    second = await owner.locator(LINK).input_value()
    await reader.goto(first)
    await expect(reader.locator("[data-fault=share]")).to_be_visible()
    await reader.goto(second)
    await expect(reader.locator("#sum")).to_be_visible()
    await owner.click("form[action='share/revoke'] button")
    await expect(owner.locator("#share form[action=share]")).to_be_visible()
    await reader.goto(second)
    await expect(reader.locator("[data-fault=share]")).to_be_visible()


async def test_the_keyboard_alone_makes_a_link(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client).at("result"), PHONE)
    await tab_to(page, "#share button")
    await page.keyboard.press("Enter")
    await expect(page.locator(LINK)).to_be_visible()


async def test_the_read_only_link_is_copied_and_not_the_owner_s(visit: Visits, client: httpx.Client) -> None:
    page = await visit(permissions=["clipboard-read", "clipboard-write"])
    link = await shared_at(page, finished(client).at("result"))
    await page.click("#share [data-copy]")
    await expect(page.locator("#share [data-copied]")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == link


async def test_a_copy_that_the_browser_forbids_leaves_the_link_selected(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit()
    await page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))")
    link = await shared_at(page, finished(client).at("result"))
    await page.click("#share [data-copy]")
    await expect(page.locator(LINK)).to_be_focused()
    assert await page.evaluate("getSelection().toString()") == link


async def test_a_reader_switches_the_language_and_stays(visit: Visits, client: httpx.Client) -> None:
    _, link = shared(client, "en", shows_notes="yes")
    page = await visit(link)
    await page.click("#language")
    await page.wait_for_url(link.replace("/en/", "/fr/"))
    await expect(page.locator("h1")).to_contain_text("Pratique de l’IA")
    await expect(page.locator("#proofs")).to_be_visible()


async def test_a_reader_takes_the_report_along(visit: Visits, client: httpx.Client) -> None:
    _, link = shared(client, "en")
    page = await visit(link)
    async with page.expect_download() as download:
        await page.click("a[href='?report=pdf']")
    assert (await download.value).suggested_filename.endswith(".pdf")


async def test_paper_does_not_carry_a_reader_s_key(visit: Visits, client: httpx.Client) -> None:
    _, link = shared(client, "en")
    page = await visit(link)
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert await page.evaluate("location.pathname") == "/en/"
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.url == link
