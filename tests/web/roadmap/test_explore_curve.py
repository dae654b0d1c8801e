"""The roadmap's curve to explore: its page says the same without it, and its figures hold the plans."""

import random
import re
from collections.abc import Mapping
from typing import Any

import pytest

from app.charts import FONT
from app.paths import STATIC
from app.roadmap.explored import work_in
from questions.packs import CURRENT, load
from scoring.index import rounded
from scoring.roadmap import Plan
from scoring.wishes import STRATEGIES
from tests.web.pages import Element, page_of
from tests.web.roadmap.plans import plan_of
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

FRAMEWORK, TEXTS = load(CURRENT).framework, load(CURRENT).texts
FORM = {"size": "small", "capacity": "8", "quarters": "4", "start": "2027-01-01", "strategy": "foundation"}
DECLARED = dict.fromkeys(QUESTIONS, "declared")
LANGUAGES = ["en", "fr"]
GONE = "A" * 22


async def planned(visitor: Visitor, answers: dict[str, str], **fields: str) -> str:
    """A completed take whose roadmap is planned by this form; its key."""
    key = await visitor.start()
    await visitor.fill_in(key, answers)
    await visitor.complete(key)
    response = await visitor.browser.post(visitor.path(key, "roadmap"), data=FORM | fields)
    assert response.status_code == 303
    return key


async def figures(visitor: Visitor, key: str) -> Any:
    """What the chart's script is sent."""
    response = await visitor.browser.get(visitor.path(key, "roadmap/explore.json"))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    return response.json()


async def rows_of(visitor: Visitor, key: str) -> list[Element]:
    """The rows of the page's table: today, then the quarters."""
    page = await visitor.read(visitor.path(key, "roadmap/explore"))
    assert page.faults == []
    return page.one("table", class_="quarterly").one("tbody").all("tr")


def plans_of(answers: Mapping[str, str], **fields: str) -> dict[str, Plan]:
    """The plan under each strategy, the form's own first."""
    form = FORM | fields
    strategies = [form["strategy"], *(each for each in STRATEGIES if each != form["strategy"])]
    return {strategy: plan_of(answers, form | {"strategy": strategy}) for strategy in strategies}


def indices(plan: Plan) -> list[float]:
    """The index today, then at the end of each quarter."""
    return [plan.index_now, *(quarter.index for quarter in plan.quarters)]


def titles(plan: Plan, quarter: int, language: str) -> list[str]:
    """The steps that are finished in a quarter."""
    return [
        TEXTS[language].questions[each.step.question].steps[each.step.to_level].title
        for each in plan.steps
        if each.quarter == quarter
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fields", [{}, {"strategy": "fastest", "capacity": "2.5", "quarters": "12"}])
async def test_the_figures_hold_the_numbers_of_each_plan(
    visitor: Visitor, language: str, fields: dict[str, str]
) -> None:
    visitor.language = language
    key = await planned(visitor, DECLARED, **fields)
    shown, plans = await figures(visitor, key), plans_of(DECLARED, **fields)
    own, *others = plans.values()
    aim, *quiet, milestone, strong = shown["curve"]["data"]
    assert strong["y"] == indices(own)
    assert [trace["y"] for trace in quiet] == [indices(plan) for plan in others]
    assert len({(trace["line"]["dash"], trace["marker"]["symbol"]) for trace in quiet}) == 2
    assert "dash" not in strong["line"]
    assert set(aim["y"]) == {FRAMEWORK.level_scores["operational"]}
    viable = [quarter for quarter in own.quarters if quarter.is_viable]
    assert milestone["y"] == [quarter.index for quarter in viable[:1]]
    available, finished, later, _ = shown["days"]["data"]
    assert set(available["y"]) == {None, own.wishes.capacity_days}
    worked = sum(days or 0 for days in [*finished["y"], *later["y"]])
    assert worked == pytest.approx(sum(step.effort_days for step in own.steps))
    for trace in [aim, *quiet, strong, available, finished, later]:
        assert trace["x"] == strong["x"]
        assert len(trace["x"]) == len(own.quarters) + 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_table_and_what_is_said_are_the_plans_own_words(visitor: Visitor, language: str) -> None:
    visitor.language = language
    key = await planned(visitor, SOME_ANSWERS, strategy="weakest-first", quarters="6")
    shown, rows = await figures(visitor, key), await rows_of(visitor, key)
    plans = plans_of(SOME_ANSWERS, strategy="weakest-first", quarters="6")
    hover = shown["curve"]["data"][-1]["customdata"]
    days = shown["days"]["data"][0]["customdata"]
    for number, (row, reading, words, work) in enumerate(
        zip(rows, shown["readings"], hover, days, strict=True)
    ):
        said = [str(rounded(indices(plan)[number])) for plan in plans.values()]
        cells = row.all("td", class_="number")
        assert [cell.raw_text.split()[0] for cell in cells[:3]] == said
        places = (1, -4, -3) if number else (1,)
        assert [re.findall(r"\d+", reading[at])[0] for at in places] == said[: len(places)]
        steps = titles(plans["weakest-first"], number, language)
        assert [step.text for step in row.all("li")] == steps
        assert reading[-1].endswith("; ".join(steps))
        assert words.startswith(f"<b>{reading[0]}</b><br>")
        plain = words.replace("<br>", " ")
        assert all(f"– {step}" in plain for step in steps[:2])
        assert words.count("<br>") <= 15
        if number:
            assert work.replace("<br>", " ") == f"<b>{reading[0]}</b> {reading[-2]}"
        assert ("2027" in reading[0] or "2028" in reading[0]) == bool(number)


def test_days_of_work_add_up_and_never_exceed_those_that_there_are() -> None:
    chance = random.Random(7)
    for _ in range(40):
        answers = {question: chance.choice([*LEVELS, "unknown"]) for question in QUESTIONS}
        capacity, quarters = chance.choice(["0.25", "3", "7.5", "40"]), chance.choice(["1", "4", "12"])
        strategy, size = chance.choice(STRATEGIES), chance.choice(["small", "medium", "large"])
        plan = plan_of(
            answers,
            FORM | {"capacity": capacity, "quarters": quarters, "strategy": strategy, "size": size},
        )
        work = [work_in(plan, quarter.quarter) for quarter in plan.quarters]
        assert all(0 <= each.later <= each.days <= float(capacity) for each in work)
        assert sum(each.days for each in work) == pytest.approx(
            sum(s.effort_days for s in plan.steps), abs=0.1
        )
        assert work[-1].later == 0


@pytest.mark.parametrize(
    ("answers", "capacity", "said"),
    [
        (DECLARED, "0", "No step fits into these days."),
        (dict.fromkeys(QUESTIONS, "measured"), "8", "No step is left to plan."),
    ],
)
async def test_a_plan_without_a_step_is_a_level_line(
    visitor: Visitor, answers: dict[str, str], capacity: str, said: str
) -> None:
    key = await planned(visitor, answers, capacity=capacity)
    page = await visitor.read(visitor.path(key, "roadmap/explore"))
    assert said in page.text
    shown = await figures(visitor, key)
    *_, milestone, strong = shown["curve"]["data"]
    assert len(set(strong["y"])) == 1
    assert milestone["y"] == []
    assert 'href="roadmap/explore"' not in (await visitor.browser.get(visitor.path(key, "roadmap"))).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_milestone_is_marked_where_each_strategy_reaches_it(
    visitor: Visitor, language: str
) -> None:
    visitor.language = language
    key = await planned(visitor, DECLARED)
    said = {"en": "minimum viable AIMS", "fr": "SGIA minimal viable"}[language]
    rows = await rows_of(visitor, key)
    marked = [[said in cell.text for cell in row.all("td", class_="number")[:3]] for row in rows]
    firsts = [
        next((quarter.quarter for quarter in plan.quarters if quarter.is_viable), None)
        for plan in plans_of(DECLARED).values()
    ]
    assert firsts[0] is not None
    assert marked == [[number == first for first in firsts] for number in range(len(rows))]
    readings = (await figures(visitor, key))["readings"]
    assert [said.lower() in " ".join(reading).lower() for reading in readings] == [row[0] for row in marked]


async def test_the_page_says_it_all_without_its_script(visitor: Visitor) -> None:
    page = await visitor.read(visitor.path(await planned(visitor, DECLARED), "roadmap/explore"))
    assert page.one(class_="line").text == "The chart needs JavaScript. The table below says the same."
    for part in page.all("figcaption") + page.all(class_="plots") + page.all(class_="points"):
        assert "hidden" in part.attributes
    assert {"../roadmap", "compare"} <= set(page.links)


async def test_the_roadmap_leads_there_and_asks_for_nothing_of_it(
    visitor: Visitor, complete_take: str
) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "roadmap"))
    assert "roadmap/explore" in page_of(response).links
    assert "plotly" not in response.text
    assert "explore.js" not in response.text


async def test_page_and_figures_are_nobody_else_s(visitor: Visitor, complete_take: str) -> None:
    for place in ("roadmap/explore", "roadmap/explore.json"):
        response = await visitor.browser.get(visitor.path(complete_take, place))
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-robots-tag"] == "noindex, nofollow"
        assert complete_take not in response.text
        assert (await visitor.browser.get(visitor.path(GONE, place))).status_code == 404


async def test_an_unfinished_take_has_no_curve(visitor: Visitor, half_answered_take: str) -> None:
    for place in ("roadmap/explore", "roadmap/explore.json"):
        response = await visitor.browser.get(visitor.path(half_answered_take, place))
        assert response.headers["location"] == visitor.path(half_answered_take, "review")


async def test_it_can_be_read_in_the_other_language(visitor: Visitor, complete_take: str) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "roadmap/explore") + "?language=fr")
    assert response.headers["location"] == f"/fr/takes/{complete_take}/roadmap/explore"


async def test_a_name_holds_no_colour_of_one_theme(visitor: Visitor, complete_take: str) -> None:
    shown = await visitor.browser.get(visitor.path(complete_take, "roadmap/explore.json"))
    assert FONT in shown.text
    assert not re.search(r'"(#[0-9a-fA-F]{3,8}|rgb\()', shown.text)
    styles = "".join((STATIC / "css" / name).read_text() for name in ("site.css", "chart.css"))
    named = set(re.findall(r"var\((--[\w-]+)\)", shown.text))
    assert {"--act", "--mark", "--ink", "--soft"} <= named
    assert all(f"{name}: light-dark(" in styles for name in named)


async def test_a_step_left_out_is_left_out_of_every_line(visitor: Visitor) -> None:
    key = await planned(visitor, DECLARED, capacity="80")
    before = await figures(visitor, key)
    address = visitor.path(key, "roadmap/steps/owner:documented")
    response = await visitor.browser.post(address, data={"state": "left-out"})
    assert response.status_code == 303
    after = await figures(visitor, key)
    ends = [[trace["y"][-1] for trace in each["curve"]["data"][1:3]] for each in (before, after)]
    assert all(late < early for early, late in zip(*ends, strict=True))
    page = await visitor.read(visitor.path(key, "roadmap/explore"))
    assert TEXTS["en"].questions["owner"].steps["documented"].title not in page.text
