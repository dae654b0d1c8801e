"""An owner changes the roadmap by keyboard alone and without JavaScript: nothing that was typed is lost, and
the page says what it did and where."""

import re

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.states_roadmap_owner import BLANK, choose, planned
from tests.browser.steps import tab_to
from tests.browser.visits import Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What is refused is answered with 422, which the console tells.
REFUSED = ["status of 422"]


async def test_by_keyboard_a_step_is_given_to_somebody(visit: Visits, client: httpx.Client) -> None:
    page = await visit(planned(client, "en").at("roadmap"))
    before = await page.locator("h1").inner_text()
    await tab_to(page, "#capacity")
    await page.keyboard.type("3")
    await page.keyboard.press("Tab")
    await expect(page.locator("#said")).to_contain_text("Planned again")
    await expect(page.locator("h1")).not_to_have_text(before)
    await expect(page.locator("#quarters")).to_be_focused()
    await tab_to(page, ".plan-step summary")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await tab_to(page, ".plan-step[open] [name=owner]")
    await page.keyboard.type("Ana Núñez")
    await page.keyboard.press("Enter")
    card = page.locator(".plan-step").filter(has_text="Ana Núñez")
    await expect(card.locator("summary")).to_be_focused()
    await expect(page.locator("#said[role=status]")).to_contain_text("Saved")
    await expect(page.locator(".plan-step[open]")).to_have_count(0)


async def test_a_fault_gets_the_focus_and_what_is_open_elsewhere_stays(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(planned(client, "en").at("roadmap"), expects=REFUSED)
    other, faulty = page.locator(".plan-steps > li").nth(1), page.locator(".plan-steps > li").nth(0)
    await other.locator("summary").click()
    await other.locator("[name=owner]").fill("not saved yet")
    await faulty.locator("summary").click()
    await faulty.locator("[name=owner]").fill("Ana")
    await faulty.locator("[name=effort]").fill("two")
    await faulty.locator("button").click()
    await expect(faulty.locator("[name=effort]")).to_be_focused()
    await expect(faulty.locator("[name=effort]")).to_have_value("two")
    await expect(faulty.locator("[name=owner]")).to_have_value("Ana")
    await expect(faulty.locator(".error")).to_be_visible()
    await page.select_option("#quarters", "6")
    await expect(page.locator("h1")).to_contain_text("6 quarters")
    await expect(other.locator("[name=owner]")).to_be_visible()
    await expect(other.locator("[name=owner]")).to_have_value("not saved yet")


async def test_who_goes_on_from_a_faulty_field_is_not_called_back(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(planned(client, "en").at("roadmap"), expects=REFUSED)
    await page.fill("#capacity", "many")
    await page.keyboard.press("Tab")
    await expect(page.locator("#capacity-error")).to_be_visible()
    await expect(page.locator("#capacity")).to_have_value("many")
    await expect(page.locator("#quarters")).to_be_focused()
    await page.click(".controls button")
    await expect(page.locator(".summary")).to_be_focused()


async def test_leaving_a_step_out_says_what_it_costs_and_can_be_taken_back(
    visit: Visits, client: httpx.Client
) -> None:
    take = planned(client, "en", BLANK, capacity="100")
    page = await visit(take.at("roadmap"))
    card = page.locator("#owner-declared")
    await card.locator("summary").click()
    await card.locator("[name=state]").select_option("left-out")
    await card.locator("[name=reason]").fill("nobody has time")
    await expect(card.locator("[name=state] option:checked")).to_contain_text("points")
    await card.locator("button").click()
    await expect(page.locator("#rest #owner-declared")).to_contain_text("nobody has time")
    await expect(page.locator(".quarter h3").first).to_be_focused()
    await expect(page.locator(".costs")).to_contain_text("1 step that you left out")
    cost = re.search(r"−[\d.]+ points", await page.locator(".costs dd").first.inner_text())
    assert cost is not None
    await expect(page.locator("#said")).to_contain_text(cost[0])
    await page.locator("#rest #owner-declared > form button").click()
    await expect(page.locator("#plan #owner-declared summary")).to_be_focused()
    await expect(page.locator(".costs")).to_have_count(0)


async def test_a_fixed_quarter_says_where_the_step_would_be_without_it(
    visit: Visits, client: httpx.Client
) -> None:
    take = planned(client, "en", BLANK, capacity="100")
    choose(take, "owner:declared", quarter="3")
    page = await visit(take.at("roadmap"))
    await page.locator("#owner-declared summary").click()
    await expect(page.locator("#owner-declared .reasons")).to_contain_text("it would come in quarter 1")
    await expect(page.locator(".costs")).to_contain_text("1 quarter that you fixed")


async def test_a_site_that_cannot_be_reached_is_told_and_nothing_typed_is_lost(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(planned(client, "en").at("roadmap"), expects=["ERR_INTERNET_DISCONNECTED", "fetch"])
    await page.context.set_offline(True)
    await page.fill("#capacity", "7")
    await page.keyboard.press("Tab")
    await expect(page.locator("#said .bad")).to_contain_text("nothing was saved")
    await expect(page.locator("#capacity")).to_have_value("7")
    await page.context.set_offline(False)
    await page.click(".controls button")
    await expect(page.locator("#said")).to_contain_text("Planned again")
    await expect(page.locator("#said .bad")).to_have_count(0)


async def test_without_javascript_a_faulty_form_comes_back_as_it_was(
    visit: Visits, client: httpx.Client
) -> None:
    address = planned(client, "en").at("roadmap")
    page = await visit(address, java_script_enabled=False, expects=REFUSED)
    card = page.locator(".plan-steps > li").first
    await card.locator("summary").click()
    await card.locator("[name=owner]").fill("Ana")
    await card.locator("[name=effort]").fill("two")
    await card.locator("[name=state]").select_option("left-out")
    await card.locator("[name=reason]").fill("nobody has time")
    await card.locator("button").click()
    await expect(page.locator(".summary")).to_be_visible()
    for name, value in (("owner", "Ana"), ("effort", "two"), ("reason", "nobody has time")):
        await expect(card.locator(f"[name={name}]")).to_be_visible()
        await expect(card.locator(f"[name={name}]")).to_have_value(value)
    await expect(card.locator("[name=state]")).to_have_value("left-out")
    assert (await page.evaluate("document.querySelector('#language').href")).endswith("/roadmap?language=fr")
    await page.fill("#capacity", "four")
    await page.select_option("#quarters", "6")
    await page.click(".controls button")
    await expect(page.locator("#capacity")).to_have_value("four")
    await expect(page.locator("#quarters")).to_have_value("6")
    await page.click("#language")
    await expect(page.locator("html")).to_have_attribute("lang", "fr-CA")
    await page.click("header nav a[href=result]")
    await page.wait_for_url("**/result")


async def test_without_javascript_a_step_is_left_out_and_taken_back(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(planned(client, "en").at("roadmap"), java_script_enabled=False)
    card = page.locator(".plan-steps > li").first
    name = await card.get_attribute("id")
    await card.locator("summary").click()
    await card.locator("[name=state]").select_option("left-out")
    await card.locator("[name=reason]").fill("nobody has time")
    await card.locator("button").click()
    await page.wait_for_url(re.compile(f"#{name}$"))
    await expect(page.locator(f"#rest #{name}")).to_contain_text("nobody has time")
    await page.locator(f"#rest #{name} > form button").click()
    await expect(page.locator(f"#plan #{name}")).to_have_count(1)


async def test_on_paper_the_cards_are_open_and_nothing_is_asked(visit: Visits, client: httpx.Client) -> None:
    page = await visit(planned(client, "en").at("roadmap"))
    first_move = page.locator(".plan-step dl").first
    await expect(first_move).not_to_be_visible()
    await page.emulate_media(media="print")
    await expect(first_move).to_be_visible()
    await expect(page.locator(".plan-step form").first).not_to_be_visible()
    await expect(page.locator(".controls")).not_to_be_visible()
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert await page.evaluate("location.pathname") == "/en/"
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (await page.evaluate("location.pathname")).endswith("/roadmap")
