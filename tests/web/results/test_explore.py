"""The chart of a result: its page says the same without it, and its figures hold the page's numbers."""

import re
import subprocess
import sys
from typing import Any

import httpx
import pytest

from app.paths import ROOT, STATIC
from questions.packs import CURRENT, load
from scoring.index import Result, score
from tests.web.pages import Page
from tests.web.results.test_result import completed, number, random_take
from tests.web.visitor import SOME_ANSWERS, Visitor

PACK = load(CURRENT)
FRAMEWORK = PACK.framework
GONE = "A" * 22
VENDOR = ROOT / "vendor" / "plotly"


async def figures(visitor: Visitor, key: str) -> Any:
    """What the chart's script is sent."""
    response = await visitor.browser.get(visitor.path(key, "explore.json"))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    return response.json()


def names(language: str) -> list[str]:
    """The properties, in order."""
    return [PACK.texts[language].properties[key].name for key in FRAMEWORK.weights]


def check_radar(radar: Any, result: Result, language: str) -> None:
    """The scores around the circle, closed, with the target around them."""
    scores, at = [p.score for p in result.properties], FRAMEWORK.level_scores[result.target]
    line, target, points = radar["data"]
    assert {trace["type"] for trace in radar["data"]} == {"scatterpolar"}
    assert (line["r"], line["theta"]) == ([*scores, scores[0]], [*names(language), names(language)[0]])
    assert (target["r"], target["theta"]) == ([at] * 7, line["theta"])
    assert (points["r"], points["theta"]) == (scores, names(language))
    symbols = ["circle-open" if p.unknown else "circle" for p in result.properties]
    assert points["marker"]["symbol"] == symbols


def check_bars(bars: Any, result: Result, language: str) -> None:
    """A bar for each property, the target's mark over it, and its figures beside it."""
    bar, target, scores = bars["data"]
    assert bar["type"] == "bar"
    assert (bar["x"], bar["y"]) == ([p.score for p in result.properties], names(language))
    assert (target["x"], target["y"]) == ([FRAMEWORK.level_scores[result.target]] * 6, names(language))
    assert scores["text"] == [f"<b>{number(p.score, language)}</b>" for p in result.properties]
    assert bars["layout"]["yaxis2"]["ticktext"] == [
        f"{number(p.points, language)} / {p.weight}" for p in result.properties
    ]


def check_readings(shown: Any, page: Page, language: str) -> None:
    """What is spoken and what stands at the pointer are the table's words and numbers, one by one."""
    said = "Gap to the target: {}" if language == "en" else "Écart avec la cible\u00a0: {}"
    reached = "Target reached" if language == "en" else "Cible atteinte"
    hover = shown["bars"]["data"][0]["customdata"]
    assert shown["radar"]["data"][2]["customdata"] == hover
    rows = page.one("table", class_="sum").one("tbody").all("tr")
    for row, reading, words in zip(rows, shown["readings"], hover, strict=True):
        level = row.one("th").one(class_="small").text
        of, _, points, gap = [cell.text for cell in row.all("td", class_="number")]
        weight = row.all("td", class_="number")[1].text.strip("× %\u00a0")
        assert reading[0] == row.one("th").text.removesuffix(level)
        assert re.findall(r"[\d,.]+\d|\d", reading[1]) == [of, "100"]
        assert reading[1].endswith(f", {level}")
        assert re.findall(r"[\d,.]+\d|\d", reading[2]) == [points, weight]
        assert reading[3] == (reached if gap == "0" else said.format(gap))
        assert words == "<br>".join([f"<b>{reading[0]}</b>", *reading[1:]])


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_figures_hold_the_numbers_of_the_page(visitor: Visitor, language: str) -> None:
    visitor.language = language
    for seed in range(3):
        answers, notes = random_take(seed)
        key = await completed(visitor, answers, notes)
        shown, result = await figures(visitor, key), score(FRAMEWORK, answers)
        check_radar(shown["radar"], result, language)
        check_bars(shown["bars"], result, language)
        page = await visitor.read(visitor.path(key, "explore"))
        check_readings(shown, page, language)
        owner = await visitor.read(visitor.path(key, "result"))
        assert page.one("table", class_="sum").text == owner.one("table", class_="sum").text


async def test_the_page_says_it_all_without_its_script(visitor: Visitor, complete_take: str) -> None:
    page = await visitor.read(visitor.path(complete_take, "explore"))
    assert page.faults == []
    line = page.one(class_="line").text
    assert line == "The chart needs JavaScript. The table below says the same."
    for part in page.all("figcaption") + page.all(class_="plots") + page.all(class_="points"):
        assert "hidden" in part.attributes
    assert len(page.one("table", class_="sum").one("tbody").all("tr")) == 6


async def test_the_result_leads_there_and_asks_for_nothing_of_it(
    visitor: Visitor, complete_take: str
) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "result"))
    assert 'href="explore"' in response.text
    assert "plotly" not in response.text
    assert "explore.js" not in response.text


async def test_page_and_figures_are_nobody_else_s(visitor: Visitor, complete_take: str) -> None:
    for place in ("explore", "explore.json"):
        response = await visitor.browser.get(visitor.path(complete_take, place))
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-robots-tag"] == "noindex, nofollow"
        assert complete_take not in response.text
        assert (await visitor.browser.get(visitor.path(GONE, place))).status_code == 404


async def test_an_unfinished_take_has_no_chart(visitor: Visitor, half_answered_take: str) -> None:
    for place in ("explore", "explore.json"):
        response = await visitor.browser.get(visitor.path(half_answered_take, place))
        assert response.status_code == 303
        assert response.headers["location"] == visitor.path(half_answered_take, "review")


async def test_it_can_be_read_in_the_other_language(visitor: Visitor, complete_take: str) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "explore") + "?language=fr")
    assert response.headers["location"] == f"/fr/takes/{complete_take}/explore"


async def test_a_name_holds_no_colour_of_one_theme(visitor: Visitor, complete_take: str) -> None:
    shown = await visitor.browser.get(visitor.path(complete_take, "explore.json"))
    assert not re.search(r'"(#[0-9a-fA-F]{3,8}|rgb\()', shown.text)
    styles = "".join((STATIC / "css" / name).read_text() for name in ("site.css", "chart.css"))
    named = set(re.findall(r"var\((--[\w-]+)\)", shown.text))
    assert {"--act", "--mark", "--ink"} <= named
    assert all(f"{name}: light-dark(" in styles for name in named)


async def test_the_script_is_there_whole_and_kept_for_ever(
    sqlite_client: httpx.AsyncClient,
) -> None:
    visitor = Visitor(sqlite_client)
    key = await visitor.start()
    await visitor.fill_in(key, SOME_ANSWERS)
    await visitor.complete(key)
    page = await visitor.read(visitor.path(key, "explore"))
    script = page.one("figure", class_="chart").attributes["data-script"]
    response = await sqlite_client.get(script)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    licences = await sqlite_client.get(script.replace(".min.js", ".licenses.txt"))
    assert licences.text.startswith("@plotly/d3 ")
    version = re.search(r"plotly-([\d.]+)\.min\.js", script)
    assert version is not None
    assert f'"plotly.js": "{version[1]}"' in (VENDOR / "package.json").read_text()
    assert response.text.startswith(f"/* plotly.js {version[1]}, in part.")
    assert f"\nplotly.js {version[1]}\n" in licences.text


def test_the_recipe_of_the_script_names_no_registry() -> None:
    for path in VENDOR.iterdir():
        if path.is_file():
            assert not re.search(r'"resolved"|https?://\S*(registry|npmjs)', path.read_text()), path.name


def test_a_site_where_nobody_opens_the_chart_does_not_load_plotly() -> None:
    code = "import sys, app.main; sys.exit('plotly' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
