"""The roadmap replans as its owner chooses, in place, by keyboard, and without JavaScript."""

import re

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.steps import tab_to
from tests.browser.takes import MIXED, finished
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_change_of_days_replans_in_place_and_keeps_the_focus(
    visit: Visits, client: httpx.Client
) -> None:
    take = finished(client, "en", MIXED)
    page = await visit(take.at("roadmap"))
    before = await page.locator("h1").inner_text()
    await page.focus("#quarters")
    await page.select_option("#quarters", "2")
    await expect(page.locator(".quarter")).to_have_count(2)
    assert await page.locator("h1").inner_text() != before
    await expect(page.locator("#quarters")).to_be_focused()
    await page.reload()
    await expect(page.locator(".quarter")).to_have_count(2)


async def test_it_is_reached_from_the_result_and_walked_by_keyboard(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(finished(client, "en", MIXED).at("result"))
    await tab_to(page, "a[href=roadmap]")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/roadmap")
    await tab_to(page, "#strategy-foundation")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#strategy-weakest-first")).to_be_checked()
    await tab_to(page, ".plan-step summary")
    await page.keyboard.press("Enter")
    await expect(page.locator(".plan-step[open]")).to_have_count(1)


async def test_without_javascript_everything_is_a_button(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client, "fr", MIXED).at("roadmap"), java_script_enabled=False)
    await page.fill("#capacity", "12,5")
    await page.click(".controls button")
    await expect(page.locator("#capacity")).to_have_value("12,5")
    first = page.locator(".plan-steps > li").first
    name = await first.get_attribute("id")
    await first.locator("summary").click()
    await first.locator("select[name=state]").select_option("done")
    await first.locator("button").click()
    await page.wait_for_url(re.compile(f"#{name}$"))
    await expect(page.locator(f"#plan #{name}")).to_have_count(0)
    await page.click(f"#rest #{name} > form button")
    await expect(page.locator(f"#plan #{name}")).to_have_count(1)


async def test_a_step_is_named_and_fixed_to_a_quarter(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client, "en", MIXED).at("roadmap"))
    first = page.locator(".plan-steps > li").first
    name = await first.get_attribute("id")
    await first.locator("summary").click()
    await first.locator("input[name=owner]").fill("Ana")
    await first.locator("select[name=quarter]").select_option("3")
    await first.locator("button").click()
    moved = page.locator(f".quarter:nth-child(3) #{name}")
    await expect(moved).to_contain_text("Ana")
