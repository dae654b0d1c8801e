"""The level that gaps are measured to: chosen by the owner, kept with the take, followed everywhere."""

import json

import pytest

from app.planning.choices import USUAL_DAYS
from questions.packs import CURRENT, load
from scoring.first_steps import FirstStep, first_steps
from scoring.index import Result, score
from scoring.wishes import Wishes
from tests.web.pages import Page, page_of
from tests.web.results.printed import one_spaced, printed
from tests.web.results.sharer import Sharer
from tests.web.results.test_result import number
from tests.web.rows import Rows
from tests.web.visitor import LEVELS, SOME_ANSWERS, Visitor

PACK = load(CURRENT)
FRAMEWORK = PACK.framework
GONE = "A" * 22


async def choose(visitor: Visitor, key: str, **fields: str) -> str:
    """Send the target's form; where it leads."""
    response = await visitor.browser.post(visitor.path(key, "target"), data=fields)
    assert response.status_code == 303
    return str(response.headers["location"])


def check_gaps(page: Page, result: Result, language: str) -> None:
    """The gap of each property and their total, in the sum and beside the readings."""
    rows = [row.one(class_="gap").text for row in page.one("table", class_="sum").all("tr")[1:]]
    gaps = [p.gap_points for p in result.properties]
    assert rows == [number(gap, language) for gap in [*gaps, sum(gaps)]]
    beside = [each.one(class_="gap").text for each in page.one(class_="readings").all("article")]
    for gap, words in zip(gaps, beside, strict=True):
        assert (words.endswith(number(gap, language)) and bool(gap)) != (gap == 0), words


def check_marks(page: Page, result: Result) -> None:
    """The red mark on each property's scale, and the red line through the twelve answers."""
    at = FRAMEWORK.level_scores[result.target]
    marks = [mark.attributes["d"] for mark in page.one("table", class_="sum").all("path", class_="mark")]
    assert marks == [f"M{at * 4} -2v20"] * len(result.properties)
    head, *rows = page.one("table", class_="dots").all("tr")
    assert [cell.has_class("aim") for cell in head.all("th")[1:]] == [
        level == result.target for level in LEVELS
    ]
    for row, (_, answer) in zip(rows, result.answers, strict=True):
        places = [n for n, cell in enumerate(row.all("td")) if cell.has_class("aim")]
        assert places == ([] if answer == "unknown" else [LEVELS.index(result.target)])


def expected(result: Result) -> tuple[FirstStep, ...]:
    """What a small organization that chose nothing else would do first."""
    wishes = Wishes(dict(result.answers), "small", USUAL_DAYS["small"], target=result.target)
    return first_steps(FRAMEWORK, wishes).steps


def check_steps(page: Page, result: Result, language: str) -> None:
    """What to do first."""
    texts = PACK.texts[language].questions
    titles = [step.one("h3").text for step in page.one(class_="steps").all("li")]
    assert titles == [texts[s.question].steps[s.to_level].title for s in expected(result)]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_mark_gap_and_step_follows(visitor: Visitor, complete_take: str, language: str) -> None:
    visitor.language = language
    words = PACK.texts[language].levels
    steps = set()
    for level in LEVELS:
        assert await choose(visitor, complete_take, target=level) == visitor.path(complete_take, "result#sum")
        page = await visitor.read(visitor.path(complete_take, "result"))
        result = score(FRAMEWORK, SOME_ANSWERS, target=level)
        check_gaps(page, result, language)
        check_marks(page, result)
        check_steps(page, result, language)
        for section in ("sum", "first-steps", "answers"):
            assert words[level].name in page.by_id(section).one("header").all("p")[0].text
        chosen = [option.attributes["value"] for option in page.by_id("target").all("option", selected="")]
        assert chosen == [level]
        steps.add(page.one(class_="steps").text)
    assert len(steps) > 1


async def test_the_target_is_the_framework_s_own_until_another_is_chosen(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    page = await visitor.read(visitor.path(complete_take, "result"))
    chosen = page.by_id("target").all("option", selected="")
    assert [option.attributes["value"] for option in chosen] == [FRAMEWORK.default_target]
    assert [take["target"] for take in rows.of("take")] == [""]


async def test_choosing_changes_the_target_and_nothing_else(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    answers, (take,) = rows.of("answer"), rows.of("take")
    before = await visitor.read(visitor.path(complete_take, "result"))
    await choose(visitor, complete_take, target="measured")
    assert rows.of("answer") == answers
    assert rows.of("take") == [{**take, "target": "measured"}]
    after = await visitor.read(visitor.path(complete_take, "result"))
    assert after.one(class_="top").text == before.one(class_="top").text
    for part in ("minimum", "components", "clauses"):
        assert after.by_id(part).text == before.by_id(part).text


@pytest.mark.parametrize("wrong", ["", "high", "Operational", "unknown", "operational ", "null\0"])
async def test_what_is_no_level_is_refused_with_what_is_allowed(
    visitor: Visitor, complete_take: str, rows: Rows, wrong: str
) -> None:
    before = rows.everything()
    for place in ("result", "explore"):
        response = await visitor.browser.post(
            visitor.path(complete_take, "target"), data={"target": wrong, "from": place}
        )
        assert response.status_code == 422
        page = page_of(response)
        assert page.faults == []
        assert page.one("title").text.startswith("Error: ")
        assert [form.one("input", type="hidden").get("value") for form in page.all(class_="target")] == [
            place
        ]
        field = page.by_id("target")
        assert field.get("aria-invalid") == "true"
        assert "target-error" in (field.get("aria-describedby") or "")
        names = ", ".join(PACK.texts["en"].levels[level].name for level in LEVELS)
        assert page.errors == [page.by_id("target-error").text]
        assert page.errors == [f"Choose the target among these: {names}."]
        assert page.one(class_="summary").one("a").get("href") == "#target"
        assert complete_take not in response.text
    assert rows.everything() == before


async def test_a_form_without_the_field_is_refused_too(visitor: Visitor, complete_take: str) -> None:
    response = await visitor.browser.post(visitor.path(complete_take, "target"))
    assert response.status_code == 422


async def test_the_refusal_can_be_read_in_the_other_language(visitor: Visitor, complete_take: str) -> None:
    path = visitor.path(complete_take, "target")
    response = await visitor.browser.get(path + "?language=fr")
    assert response.headers["location"] == path.replace("/en/", "/fr/")
    response = await visitor.browser.get(response.headers["location"])
    assert response.headers["location"] == f"/fr/takes/{complete_take}/result#sum"


async def test_it_is_chosen_where_it_is_seen(visitor: Visitor, complete_take: str) -> None:
    for place, leads_to in (("explore", "explore"), ("result", "result#sum"), ("//elsewhere", "result#sum")):
        led = await choose(visitor, complete_take, target="measured", **{"from": place})
        assert led == visitor.path(complete_take, leads_to)
    for place in ("explore", "result"):
        page = await visitor.read(visitor.path(complete_take, place))
        form = page.one("form", class_="target")
        assert form.one("input", type="hidden").attributes["value"] == place


async def test_an_unfinished_take_has_no_target_to_choose(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    before = rows.everything()
    led = await choose(visitor, half_answered_take, target="measured")
    assert led == visitor.path(half_answered_take, "review")
    assert rows.everything() == before


async def test_no_other_key_reaches_it(visitor: Visitor, complete_take: str, rows: Rows) -> None:
    before = rows.everything()
    response = await visitor.browser.post(visitor.path(GONE, "target"), data={"target": "measured"})
    assert response.status_code == 404
    assert rows.everything() == before


async def test_another_take_keeps_its_own(visitor: Visitor, complete_take: str, rows: Rows) -> None:
    other = await visitor.start()
    await visitor.fill_in(other, SOME_ANSWERS)
    await visitor.complete(other)
    await choose(visitor, other, target="declared")
    assert sorted(take["target"] for take in rows.of("take")) == ["", "declared"]


async def test_a_take_that_starts_from_it_has_the_same(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    await choose(visitor, complete_take, target="documented")
    response = await visitor.browser.post(visitor.path(complete_take, "revise"), data={"once": "x"})
    assert response.status_code == 303
    assert [take["target"] for take in rows.of("take")] == ["documented", "documented"]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_whoever_reads_the_result_sees_the_same_target_and_cannot_change_it(
    sharer: Sharer, language: str
) -> None:
    sharer.visitor.language = language
    path = await sharer.share()
    for level in ("declared", "measured"):
        await choose(sharer.visitor, sharer.key, target=level)
        page = await sharer.visitor.read(path)
        result = score(FRAMEWORK, SOME_ANSWERS, target=level)
        check_gaps(page, result, language)
        check_marks(page, result)
        check_steps(page, result, language)
        assert not page.all(class_="target")
        assert not page.all(id="target")
    response = await sharer.visitor.browser.post(f"{path}/target", data={"target": "absent"})
    assert response.status_code in {404, 405}
    assert response.headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_report_follows(visitor: Visitor, complete_take: str, language: str) -> None:
    visitor.language = language
    words = PACK.texts[language]
    for level in LEVELS:
        await choose(visitor, complete_take, target=level)
        result = score(FRAMEWORK, SOME_ANSWERS, target=level)
        report = printed(await visitor.browser.get(visitor.path(complete_take, "report.pdf")))
        sentence = (
            (await visitor.read(visitor.path(complete_take, "result"))).by_id("sum").one("header").all("p")[0]
        )
        assert one_spaced(sentence.text).split(". ")[1] in report.pages[0]
        for step in expected(result):
            assert one_spaced(words.questions[step.question].steps[step.to_level].title) in report.text


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_chart_follows(visitor: Visitor, complete_take: str, language: str) -> None:
    visitor.language = language
    for level in LEVELS:
        await choose(visitor, complete_take, target=level)
        response = await visitor.browser.get(visitor.path(complete_take, "explore.json"))
        at = FRAMEWORK.level_scores[level]
        drawn = json.loads(response.text)
        assert drawn["radar"]["data"][1]["r"] == [at] * 7
        assert drawn["bars"]["data"][1]["x"] == [at] * 6
        page = await visitor.read(visitor.path(complete_take, "explore"))
        marks = page.one("table", class_="sum").all("path", class_="mark")
        assert {mark.attributes["d"] for mark in marks} == {f"M{at * 4} -2v20"}
        assert PACK.texts[language].levels[level].name in page.one(class_="lede").text
