"""The chart of a result: loaded when opened, read with keys and pointer, and never the only way to know."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from app.gate import CONTENT_SECURITY_POLICY
from tests.browser.looking import misfits
from tests.browser.steps import is_drawn, is_not_drawn, tab_to
from tests.browser.takes import LANGUAGES, MIXED, finished
from tests.browser.test_page_weight import metered
from tests.browser.visits import DESKTOP, PHONE, Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCRIPT_BYTES = 230 * 1024
POINT = "[name=property]"


async def opened(visit: Visits, client: httpx.Client, language: str = "en", width: int = DESKTOP) -> Page:
    """A window on the chart of a result with everything in it."""
    page = await visit(finished(client, language, MIXED).at("explore"), width)
    await is_drawn(page)
    return page


async def row_numbers(page: Page, row: int) -> list[str]:
    """What the table says of a property: its score, its points and its gap."""
    cells = await page.locator(".sum tbody tr").nth(row).locator("td.number").all_inner_texts()
    return [cells[0], cells[2], cells[3]]


async def reads(page: Page, row: int) -> None:
    """Wait until what is said is what the table says of that property, and it is marked in both plots."""
    said = page.locator("[data-reading]")
    name = await page.locator(".points label").nth(row).inner_text()
    await expect(said).to_contain_text(name)
    score, points, gap = await row_numbers(page, row)
    numbers = re.findall(r"\d+(?:[.,]\d+)?", await said.inner_text())
    assert [numbers[0], numbers[2], *numbers[4:]] == [score, points, *([] if gap == "0" else [gap])]
    for plot in ("[data-plot=radar] path.point", "[data-plot=bars] .barlayer path"):
        marked = await page.locator(plot).evaluate_all("all => all.map(e => e.matches('.looked-at'))")
        assert marked == [number == row for number in range(6)]


async def test_nothing_of_it_is_loaded_before_it_is_opened(visit: Visits, client: httpx.Client) -> None:
    page = await visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    await page.goto(finished(client).at("result"), wait_until="networkidle")
    assert not [name for name in asked if "plotly" in name or "explore" in name]
    await page.click("a[href=explore]")
    await is_drawn(page)
    assert [name for name in asked if "plotly" in name] == ["plotly-4.1.1.min.js"]
    assert asked.count("explore.json") == 1


async def test_the_script_is_slim(visit: Visits, client: httpx.Client) -> None:
    page = await visit()
    address = finished(client).at("explore")
    meter = await metered(page)
    await page.route("**/vendor/plotly*", lambda route: route.fulfill(status=200, body=""))
    await page.goto(address, wait_until="networkidle")
    without = meter.bytes
    await page.unroute_all()
    await page.goto(address, wait_until="networkidle")
    await is_drawn(page)
    assert 0 < meter.bytes - without <= SCRIPT_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
async def test_its_points_are_stepped_through_with_keys_alone(
    visit: Visits, client: httpx.Client, language: str
) -> None:
    page = await opened(visit, client, language)
    await tab_to(page, POINT)
    await page.keyboard.press("Space")
    await reads(page, 0)
    for row in (1, 2, 3, 4, 5, 0):
        await page.keyboard.press("ArrowRight")
        await reads(page, row)
        assert (
            await page.evaluate("getComputedStyle(document.activeElement.parentElement).outlineStyle")
            == "solid"
        )
    await page.keyboard.press("ArrowLeft")
    await reads(page, 5)
    assert await page.locator("[data-reading]").get_attribute("role") == "status"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_stands_at_the_pointer_is_what_the_table_says(
    visit: Visits, client: httpx.Client, language: str
) -> None:
    page = await opened(visit, client, language)
    await page.locator("[data-plot=bars] .barlayer path").nth(1).hover(force=True)
    await reads(page, 1)
    said = await page.locator("[data-reading]").inner_text()
    at_pointer = await page.locator("[data-plot=bars] .hovertext tspan.line").all_text_contents()
    assert [line.strip() for line in at_pointer] == [part.rstrip(".") for part in said.split(". ")]
    await page.locator("[data-plot=radar] path.point").nth(3).hover(force=True)
    await reads(page, 3)
    await expect(page.locator("[data-plot=radar] .hovertext")).to_have_count(1)


async def test_a_finger_reads_it(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client, "fr", MIXED).at("explore"), PHONE, has_touch=True)
    await is_drawn(page)
    await page.locator(".points label").nth(4).tap()
    await reads(page, 4)
    assert await misfits(page) == []


async def test_it_has_the_page_s_colours_also_when_the_theme_changes(
    visit: Visits, client: httpx.Client
) -> None:
    page = await opened(visit, client)
    line = page.locator("[data-plot=radar] .js-line").first
    await expect(line).to_have_css("stroke", "rgb(11, 92, 69)")
    await page.locator(".points label").nth(2).click()
    await page.emulate_media(color_scheme="dark")
    await expect(line).to_have_css("stroke", "rgb(127, 214, 180)")
    await reads(page, 2)


async def test_it_fits_a_window_that_changes(visit: Visits, client: httpx.Client) -> None:
    page = await opened(visit, client)
    plot = page.locator("[data-plot=bars] .main-svg").first
    for width in (PHONE, 1000, 320, 1920):
        await page.set_viewport_size({"width": width, "height": 800})
        box = page.locator("[data-plot=bars]")
        wide = await box.evaluate("box => Math.floor(box.getBoundingClientRect().width)")
        await expect(plot).to_have_attribute("width", re.compile(rf"^{wide}(\.\d+)?$"))
        assert await misfits(page) == [], width


@pytest.mark.parametrize("asked", ["**/vendor/plotly*", "**/explore.json"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_it_cannot_be_loaded_the_page_says_so_and_the_table_is_there(
    visit: Visits, client: httpx.Client, language: str, asked: str
) -> None:
    page = await visit(expects=["ERR_FAILED", "status of 503"])
    for give_up in ("abort", "503"):
        await page.route(asked, lambda r, how=give_up: r.abort() if how == "abort" else r.fulfill(status=503))
        await page.goto(finished(client, language).at("explore"))
        await is_not_drawn(page)
        await expect(page.locator(".sum tbody tr")).to_have_count(6)
        await page.unroute_all()


async def test_without_scripts_the_table_and_the_target_work(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client).at("explore"), java_script_enabled=False)
    await expect(page.locator("[data-line]")).to_be_visible()
    await expect(page.locator("[data-shown]:visible")).to_have_count(0)
    await page.select_option("#target", "measured")
    await page.click(".target button")
    await page.wait_for_url("**/explore")
    await expect(page.locator("#target")).to_have_value("measured")
    marks = await page.locator(".sum path.mark").evaluate_all("all => all.map(e => e.getAttribute('d'))")
    assert set(marks) == {"M400 -2v20"}


async def test_the_chart_follows_the_target(visit: Visits, client: httpx.Client) -> None:
    page = await opened(visit, client)
    before = await page.locator("[data-plot=radar] .js-line").nth(1).get_attribute("d")
    await page.select_option("#target", "measured")
    await page.click(".target button")
    await is_drawn(page)
    assert await page.locator("[data-plot=radar] .js-line").nth(1).get_attribute("d") != before
    await page.locator(".points label").nth(0).click()
    await reads(page, 0)


async def test_the_target_is_chosen_on_the_result_with_keys_alone(
    visit: Visits, client: httpx.Client
) -> None:
    page = await visit(finished(client).at("result"))
    await tab_to(page, "#target")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/result#sum")
    await expect(page.locator("#target")).to_have_value("measured")


async def test_the_policy_has_no_hole_for_it() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "blob:" not in CONTENT_SECURITY_POLICY
