"""The result page says what scoring says, and nothing else."""

import random

import pytest
from babel.numbers import format_decimal

from questions.packs import CURRENT, load
from scoring.index import Result, rounded, score
from tests.web.pages import Page, page_of
from tests.web.rows import Rows
from tests.web.visitor import LEVELS, QUESTIONS, Visitor

PACK = load(CURRENT)
FRAMEWORK = PACK.framework
LOCALES = {"en": "en_CA", "fr": "fr_CA"}
TAKES = 4


def number(value: float, language: str) -> str:
    """A number as the page writes it."""
    return str(format_decimal(value, format="#,##0.###", locale=LOCALES[language]))


def random_take(seed: int) -> tuple[dict[str, str], dict[str, str]]:
    """Answers, and a note for some of them; the first take has no unknown, the second no proof."""
    chance = random.Random(seed)
    levels = LEVELS if seed == 0 else (*LEVELS, "unknown")
    answers = {question: chance.choice(levels) for question in QUESTIONS}
    notes = {q: f"Proof of {q}" for q in QUESTIONS if seed != 1 and chance.random() < 0.4}
    return answers, notes


async def completed(visitor: Visitor, answers: dict[str, str], notes: dict[str, str]) -> str:
    """The key of a completed take."""
    key = await visitor.start()
    for question, level in answers.items():
        await visitor.send(key, question, level=level, note=notes.get(question, ""))
    assert (await visitor.complete(key)).status_code == 303
    return key


def check_sum(page: Page, result: Result, language: str) -> None:
    """The shown sum: score × weight for each property, and the index below."""
    table = page.one("table", class_="sum")
    rows = [[cell.text for cell in row.all("td", class_="number")] for row in table.all("tr")[1:]]
    percent = "{}\u00a0%" if language == "fr" else "{}%"
    assert rows[:-1] == [
        [
            number(p.score, language),
            "× " + percent.format(p.weight),
            number(p.points, language),
            number(p.gap_points, language),
        ]
        for p in result.properties
    ]
    gap = sum(p.gap_points for p in result.properties)
    assert rows[-1] == [percent.format(100), number(result.index, language), number(gap, language)]
    assert sum(p.points for p in result.properties) == result.index


def check_top(page: Page, result: Result, language: str) -> None:
    """The sentence, the index, the band, the range and the evidenced index."""
    band = PACK.texts[language].bands[result.band]
    assert page.one("h1").text == band.headline.replace("*", "")
    assert page.one("title").text.startswith(str(result.shown))
    assert page.one(class_="big").one("b").text == str(result.shown)
    ranges, evidenced = page.all(class_="range"), page.all(class_="evidenced")
    assert bool(ranges) == bool(result.unknown)
    for line in ranges:
        assert f" {result.shown} " in line.text
        assert str(rounded(result.index_if_unknowns_were_best)) in line.text
        assert str(len(result.unknown)) in line.text
    assert bool(evidenced) == (result.index_evidenced is not None)
    for line in evidenced:
        assert result.index_evidenced is not None
        assert line.text.startswith(f"{result.shown} ")
        assert f" {rounded(result.index_evidenced)} " in line.text
        exact = [b.text for b in page.one(class_="pair-of-numbers").all("b")]
        assert exact == [number(result.index, language), number(result.index_evidenced, language)]


def check_details(page: Page, result: Result, language: str) -> None:
    """The ticks and the twelve answers."""
    ticks = page.one("ul", class_="ticks").all("li")
    assert [tick.has_class("earned") for tick in ticks] == [tick.earned for tick in result.minimum_viable]
    words = PACK.texts[language]
    rows = page.one("table", class_="dots").one("tbody").all("tr")
    for row, (question, answer) in zip(rows, result.answers, strict=True):
        assert row.one("th").text == words.questions[question].short
        cells = row.all("td")
        if answer == "unknown":
            assert [cell.get("colspan") for cell in cells] == ["5"]
        else:
            marked = [bool(cell.all(class_="dot")) for cell in cells]
            assert marked == [level == answer for level in LEVELS]


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_number_on_the_page_is_scorings(visitor: Visitor, language: str) -> None:
    visitor.language = language
    for seed in range(TAKES):
        answers, notes = random_take(seed)
        key = await completed(visitor, answers, notes)
        page = await visitor.read(visitor.path(key, "result"))
        result = score(FRAMEWORK, answers, evidence=list(notes) or None)
        check_top(page, result, language)
        check_sum(page, result, language)
        check_details(page, result, language)


@pytest.mark.parametrize(
    ("level", "shown", "band"), [("absent", "0", "exposed"), ("measured", "100", "defensible")]
)
async def test_both_ends_of_the_ladder_have_a_result(
    visitor: Visitor, level: str, shown: str, band: str
) -> None:
    key = await completed(visitor, dict.fromkeys(QUESTIONS, level), {})
    page = await visitor.read(visitor.path(key, "result"))
    assert page.one(class_="big").one("b").text == shown
    assert score(FRAMEWORK, dict.fromkeys(QUESTIONS, level)).band == band
    assert page.one("h1").text == PACK.texts["en"].bands[band].headline.replace("*", "")


async def test_twelve_unknowns_are_a_finding_and_not_an_absence(visitor: Visitor) -> None:
    key = await completed(visitor, dict.fromkeys(QUESTIONS, "unknown"), {})
    page = await visitor.read(visitor.path(key, "result"))
    assert "from 0 to 100" in page.one(class_="range").text
    for part in (page.one("table", class_="components"), page.one(class_="readings")):
        assert "Absent" not in part.text
        assert part.text.count("Not known") == 6


async def test_proofs_stand_in_the_order_of_the_questions(visitor: Visitor) -> None:
    answers = dict.fromkeys(reversed(QUESTIONS), "documented")
    key = await completed(visitor, answers, {q: f"Proof of {q}" for q in QUESTIONS})
    page = await visitor.read(visitor.path(key, "result"))
    assert [note.text for note in page.all(class_="note")] == [f"Proof of {q}" for q in QUESTIONS]


async def test_an_unfinished_take_has_no_result_but_the_way_to_what_is_missing(
    visitor: Visitor, empty_take: str, answered_take: str
) -> None:
    for key in (empty_take, answered_take):
        response = await visitor.browser.get(visitor.path(key, "result"))
        assert response.status_code == 303
        assert response.headers["location"] == visitor.path(key, "review")


async def test_a_result_is_the_same_each_time_it_is_read(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    before = rows.everything()
    pages = [await visitor.browser.get(visitor.path(complete_take, "result")) for _ in range(3)]
    assert len({page_of(page).one("main").text for page in pages}) == 1
    assert rows.everything() == before


async def test_the_result_never_writes_the_key_into_the_page(visitor: Visitor, complete_take: str) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "result"))
    assert complete_take not in response.text
