"""What to do first on a result: the first three steps of its roadmap, wherever they are shown."""

from collections.abc import Mapping

import httpx
import pytest
from sqlmodel import Session
from starlette.types import ASGIApp

from app.planning import service
from app.planning.choices import USUAL_DAYS, StepChoice
from questions.packs import CURRENT, load
from scoring.wishes import STRATEGIES
from tests.web.pages import Element, Page, page_of
from tests.web.planners import busy_planner
from tests.web.results.printed import one_spaced, printed
from tests.web.results.sharer import Sharer
from tests.web.roadmap.plans import plan_of
from tests.web.rows import Rows
from tests.web.typesetters import site_in
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

WORDS = load(CURRENT).texts
USUAL = {
    "size": "small",
    "capacity": str(USUAL_DAYS["small"]),
    "quarters": "4",
    "start": "2027-01-01",
    "strategy": "foundation",
}
HIGH = dict.fromkeys(QUESTIONS, "operational")
TOP = dict.fromkeys(QUESTIONS, LEVELS[-1])
WAITS, BEYOND = (
    "It waits: the days of your roadmap do not reach it.",
    "It leads above the target of your roadmap.",
)
EMPTY = "Nothing is left to do first: on your roadmap, every step that is left is marked as done or left out."


async def completed(visitor: Visitor, answers: Mapping[str, str]) -> str:
    """The key of a completed take with these answers."""
    key = await visitor.start()
    await visitor.fill_in(key, dict(answers))
    assert (await visitor.complete(key)).status_code == 303
    return key


async def plan(visitor: Visitor, key: str, **fields: str) -> None:
    """Send the roadmap's form."""
    response = await visitor.browser.post(visitor.path(key, "roadmap"), data=USUAL | fields)
    assert response.status_code == 303


async def choose(visitor: Visitor, key: str, step: str, **fields: str) -> None:
    """Send one step's form."""
    place = visitor.path(key, f"roadmap/steps/{step}")
    assert (await visitor.browser.post(place, data=fields)).status_code == 303


async def section(visitor: Visitor, key: str) -> Element:
    """What to do first, on the result."""
    return (await visitor.read(visitor.path(key, "result"))).by_id("first-steps")


def titles(page: Page | Element) -> list[str]:
    """The titles of the steps to do first."""
    return [step.one("h3").text for step in page.one(class_="steps").all("li")]


def planned(language: str, **fields: str) -> list[str]:
    """The titles of the first three steps of the planner's plan."""
    steps = plan_of(SOME_ANSWERS, USUAL | fields).steps[:3]
    texts = WORDS[language].questions
    return [texts[each.step.question].steps[each.step.to_level].title for each in steps]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_they_are_the_first_of_the_roadmap_on_page_link_and_report(
    sharer: Sharer, language: str
) -> None:
    visitor, key = sharer.visitor, sharer.key
    visitor.language = language
    link = await sharer.share(shows_roadmap="yes")
    found = set()
    for fields in ({}, {"strategy": "fastest"}, {"capacity": "1,5", "quarters": "12"}):
        if fields:
            await plan(visitor, key, **fields)
        expected = planned(language, **fields)
        assert titles(await section(visitor, key)) == expected
        assert titles(await visitor.read(link)) == expected
        report = printed(await visitor.browser.get(visitor.path(key, "report.pdf"))).text
        places = [report.index(one_spaced(title)) for title in expected]
        assert places == sorted(places)
        roadmap = await visitor.read(visitor.path(key, "roadmap"))
        on_roadmap = [step.one(class_="title").text for step in roadmap.by_id("plan").all("summary")]
        assert on_roadmap[:3] == expected
        found.add(tuple(expected))
    assert len(found) > 1


async def test_the_page_says_where_they_come_from_and_leads_there(
    visitor: Visitor, complete_take: str
) -> None:
    said = await section(visitor, complete_take)
    about = said.one("header").one("p").text
    assert about == (
        "The first steps of your roadmap, in its order. It is planned for 5 days of work a quarter."
        " Its target is Operational."
    ).replace("5 days", "5\u00a0days")
    assert [link.attributes["href"] for link in said.all("a")] == ["roadmap"]
    await plan(visitor, complete_take, **{"target-secure": "measured"})
    assert "It has a target for each property." in (await section(visitor, complete_take)).text


async def test_what_is_done_or_left_out_on_the_roadmap_is_not_among_them(
    visitor: Visitor, complete_take: str
) -> None:
    first, second, third = (each.step.id for each in plan_of(SOME_ANSWERS, USUAL).steps[:3])
    before = titles(await section(visitor, complete_take))
    await choose(visitor, complete_take, first, state="done")
    await choose(visitor, complete_take, third, state="left-out", reason="Later.")
    after = await section(visitor, complete_take)
    assert before[0] not in titles(after)
    assert before[2] not in titles(after)
    assert "A step that is marked as done counts as reached." in after.text
    assert second not in (first, third)


async def test_where_fewer_fit_the_next_ones_are_said_to_wait(visitor: Visitor, complete_take: str) -> None:
    await plan(visitor, complete_take, capacity="0.5", quarters="2")
    fits = len(plan_of(SOME_ANSWERS, USUAL | {"capacity": "0.5", "quarters": "2"}).steps)
    assert 0 < fits < 3
    said = await section(visitor, complete_take)
    assert [WAITS in step.text for step in said.one(class_="steps").all("li")] == [
        place >= fits for place in range(3)
    ]
    await plan(visitor, complete_take, capacity="0")
    said = await section(visitor, complete_take)
    assert len(titles(said)) == 3
    assert WAITS not in said.text
    assert said.one("header").one("p").text.startswith("No step fits into the days of your roadmap yet")
    assert said.all("a", href="roadmap")


async def test_once_the_target_is_reached_they_lead_above_it(visitor: Visitor) -> None:
    key = await completed(visitor, HIGH | {QUESTIONS[4]: "documented"})
    steps = (await section(visitor, key)).one(class_="steps").all("li")
    assert [BEYOND in step.text for step in steps] == [False, True, True]
    key = await completed(visitor, HIGH)
    said = await section(visitor, key)
    assert len(titles(said)) == 3
    assert BEYOND not in said.text
    assert said.one("header").one("p").text.startswith("What your roadmap aims at is reached")


async def test_an_unknown_is_asked_about_first(visitor: Visitor) -> None:
    key = await completed(visitor, TOP | {QUESTIONS[0]: "unknown"})
    (step, *_) = (await section(visitor, key)).one(class_="steps").all("li")
    assert "First ask around: the answer may already exist." in step.text
    assert "It counts toward your minimum viable AIMS." in step.text


async def test_at_the_top_nothing_is_left_and_nothing_is_left_out(visitor: Visitor) -> None:
    said = await section(visitor, await completed(visitor, TOP))
    assert not said.all(class_="steps") + said.all("a")
    assert "Every answer stands at the top of the ladder." in said.text
    key = await completed(visitor, TOP | {QUESTIONS[0]: "operational"})
    for state in ("done", "left-out"):
        await choose(visitor, key, f"{QUESTIONS[0]}:measured", state=state)
        said = await section(visitor, key)
        assert not said.all(class_="steps")
        assert EMPTY in said.text
        assert said.all("a", href="roadmap")
        report = printed(await visitor.browser.get(visitor.path(key, "report.pdf")))
        assert EMPTY in report.text


async def test_quarters_fixed_side_by_side_that_cannot_hold_do_not_break_the_result(
    app: ASGIApp, visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    """Two windows may each fix a quarter that holds alone."""
    take = rows.take(complete_take)["id"]

    def both(session: Session) -> None:
        for step in ("incidents:operational", "evaluation:operational"):
            service.save_step(session, take, step, StepChoice(quarter=1, effort=4))

    await site_in(app).database.write(both)
    assert (await visitor.read(visitor.path(complete_take, "roadmap"))).all(class_="summary")
    assert len(titles(await section(visitor, complete_take))) == 3


async def test_each_strategy_has_its_own_first_steps(visitor: Visitor, complete_take: str) -> None:
    found = {}
    for strategy in STRATEGIES:
        await plan(visitor, complete_take, strategy=strategy)
        found[strategy] = titles(await section(visitor, complete_take))
        assert found[strategy] == planned("en", strategy=strategy)
    assert len({tuple(each) for each in found.values()}) > 1


async def test_where_many_wait_for_the_planner_the_result_says_so_and_what_needs_no_plan_is_there(
    visitor: Visitor, sharer: Sharer
) -> None:
    link = await sharer.share()
    page = await visitor.read(link)
    (picture,) = (m.attributes["content"] for m in page.all("meta") if m.get("property") == "og:image")
    async with busy_planner():
        for path in (visitor.path(sharer.key, "result"), link, visitor.path(sharer.key, "report.pdf")):
            response = await visitor.browser.get(path)
            assert response.status_code == 503
            assert response.headers["retry-after"] == "10"
            assert page_of(response).all(**{"data-fault": "busy"})
        for path in (httpx.URL(picture).path, visitor.path(sharer.key, "data.xlsx")):
            assert (await visitor.browser.get(path)).status_code == 200
    assert titles(await section(visitor, sharer.key))


async def test_the_method_s_example_follows_the_same_rule(visitor: Visitor) -> None:
    page = await visitor.read("/en/method")
    assert "In the example, with 5\u00a0days of work a quarter:" in page.one("main").text
