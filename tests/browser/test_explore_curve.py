"""The roadmap's curve: loaded when opened, read with keys and pointer, and never the only way to know."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.looking import misfits
from tests.browser.steps import curve_is_drawn, is_not_drawn, tab_to
from tests.browser.takes import LANGUAGES, QUESTIONS, finished
from tests.browser.test_explore import SCRIPT_BYTES
from tests.browser.test_page_weight import metered
from tests.browser.visits import DESKTOP, PHONE, Visits

pytestmark = pytest.mark.asyncio(loop_scope="session")

POINT = "[name=quarter]"
DECLARED = dict.fromkeys(QUESTIONS, "declared")
MARKS = 5  # today and four quarters


async def opened(visit: Visits, client: httpx.Client, language: str = "en", width: int = DESKTOP) -> Page:
    """A window on the curve of a roadmap that reaches the milestone."""
    page = await visit(finished(client, language, DECLARED).at("roadmap/explore"), width)
    await curve_is_drawn(page, MARKS)
    return page


async def reads(page: Page, row: int) -> None:
    """Wait until what is said is what the table says of that quarter, and it is marked in both plots."""
    said = page.locator("[data-reading]")
    name = await page.locator(".points label").nth(row).inner_text()
    await expect(said).to_contain_text(name)
    line = page.locator(".quarterly tbody tr").nth(row)
    text = await said.inner_text()
    index = (await line.locator("td.own").inner_text()).split()[0]
    assert re.search(rf"\b{index} (of|sur) 100", text)
    for step in await line.locator(".finished li").all_inner_texts():
        assert step in text
    for plot in await page.locator("[data-plot]").all():
        points = plot.locator(str(await plot.get_attribute("data-points")))
        marked = await points.evaluate_all("all => all.map(e => e.matches('.looked-at'))")
        assert marked == [number == row for number in range(MARKS)]


async def test_nothing_of_it_is_loaded_before_it_is_opened(visit: Visits, client: httpx.Client) -> None:
    page = await visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[1]))
    await page.goto(finished(client, "en", DECLARED).at("roadmap"), wait_until="networkidle")
    assert not [name for name in asked if "plotly" in name or "explore" in name]
    await page.click("a[href='roadmap/explore']")
    await curve_is_drawn(page, MARKS)
    assert [name for name in asked if "plotly" in name] == ["plotly-4.1.1.min.js"]
    assert asked.count("explore.json") == 1


async def test_the_page_weighs_little_beside_the_script(visit: Visits, client: httpx.Client) -> None:
    page = await visit()
    meter = await metered(page)
    await page.goto(finished(client, "fr", DECLARED).at("roadmap/explore"), wait_until="networkidle")
    await curve_is_drawn(page, MARKS)
    assert 0 < meter.bytes <= SCRIPT_BYTES + 60 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
async def test_its_quarters_are_stepped_through_with_keys_alone(
    visit: Visits, client: httpx.Client, language: str
) -> None:
    page = await opened(visit, client, language)
    await tab_to(page, POINT)
    await page.keyboard.press("Space")
    await reads(page, 0)
    for row in (1, 2, 3, 4, 0):
        await page.keyboard.press("ArrowRight")
        await reads(page, row)
    await page.keyboard.press("ArrowLeft")
    await reads(page, 4)
    assert await page.locator("[data-reading]").get_attribute("role") == "status"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_stands_at_the_pointer_is_what_is_said(
    visit: Visits, client: httpx.Client, language: str
) -> None:
    page = await opened(visit, client, language)
    await page.locator("[data-plot=curve] .trace:last-child path.point").nth(2).hover(force=True)
    await reads(page, 2)
    said = " ".join((await page.locator("[data-reading]").inner_text()).split())
    lines = await page.locator("[data-plot=curve] .hovertext tspan.line").all_text_contents()
    assert " ".join(lines[0].split()) == said.split(".")[0]
    steps = " ".join(" ".join(lines).split()).split(" – ")[1:]
    assert len(steps) >= 2
    assert all(step in said for step in steps[:-1])
    await page.locator("[data-plot=days] .barlayer .trace:first-child path").nth(3).hover(force=True)
    await reads(page, 3)
    await expect(page.locator("[data-plot=days] .hovertext")).to_have_count(1)


async def test_a_finger_reads_it(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client, "fr", DECLARED).at("roadmap/explore"), PHONE, has_touch=True)
    await curve_is_drawn(page, MARKS)
    await page.locator(".points label").nth(3).tap()
    await reads(page, 3)
    assert await misfits(page) == []


async def test_it_has_the_page_s_colours_also_when_the_theme_changes(
    visit: Visits, client: httpx.Client
) -> None:
    page = await opened(visit, client)
    line = page.locator("[data-plot=curve] .trace:last-child .js-line")
    await expect(line).to_have_css("stroke", "rgb(11, 92, 69)")
    await page.locator(".points label").nth(2).click()
    await page.emulate_media(color_scheme="dark")
    await expect(line).to_have_css("stroke", "rgb(127, 214, 180)")
    await reads(page, 2)


@pytest.mark.parametrize("asked", ["**/vendor/plotly*", "**/explore.json"])
async def test_where_it_cannot_be_loaded_the_page_says_so_and_the_table_is_there(
    visit: Visits, client: httpx.Client, asked: str
) -> None:
    page = await visit(expects=["ERR_FAILED"])
    await page.route(asked, lambda route: route.abort())
    await page.goto(finished(client, "fr", DECLARED).at("roadmap/explore"))
    await is_not_drawn(page)
    await expect(page.locator(".quarterly tbody tr")).to_have_count(MARKS)


async def test_without_scripts_the_table_is_there(visit: Visits, client: httpx.Client) -> None:
    page = await visit(finished(client).at("roadmap/explore"), java_script_enabled=False)
    await expect(page.locator("[data-line]")).to_be_visible()
    await expect(page.locator("[data-shown]:visible")).to_have_count(0)
    await expect(page.locator(".quarterly tbody tr")).to_have_count(MARKS)
    await page.click("main a[href='../roadmap']")
    await page.wait_for_url("**/roadmap")
