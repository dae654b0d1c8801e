"""The roadmap on paper says what its page says, to everybody, whatever was written."""

import datetime
import re
from dataclasses import dataclass, replace
from itertools import pairwise

import httpx
import pytest
from starlette.types import ASGIApp

from app.diagnostic.forms import one_line
from app.fonts import INSTEAD
from app.languages import Language, day, person_days
from app.planning.cases import as_data
from app.planning.choices import Choices, StepChoice, wishes_of
from app.planning.models import OWNER_LENGTH
from app.results.paper import PAPERS, Paper
from app.roadmap.files import Planned
from app.roadmap.report import roadmap_pdf
from questions.packs import CURRENT, load
from scoring.roadmap import Plan, plan
from tests.web.hostile import MARKUP, TYPED
from tests.web.pages import Page
from tests.web.results.printed import Printed, lefts, one_spaced, printed, read_pdf
from tests.web.roadmap.plans import plan_of, take_of
from tests.web.typesetters import site_in
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

PACK = load(CURRENT)
FORM = {"size": "small", "capacity": "8", "quarters": "4", "start": "2027-01-01", "strategy": "foundation"}
STARTS = datetime.date(2027, 1, 1)
ABSENT = dict.fromkeys(QUESTIONS, LEVELS[0])
CASES = {
    "usual": (SOME_ANSWERS, {}),
    "twelve quarters": (ABSENT, {"capacity": "3", "quarters": "12"}),
    "all unknown": (dict.fromkeys(QUESTIONS, "unknown"), {"capacity": "5", "strategy": "fastest"}),
    "large": (SOME_ANSWERS, {"size": "large", "capacity": "75,5", "target-governed": "measured"}),
    "no days": (SOME_ANSWERS, {"capacity": "0"}),
    "at the target": (dict.fromkeys(QUESTIONS, LEVELS[-1]), {}),
}
QUARTER = {"en": "Quarter", "fr": "Trimestre"}
TITLE = "{http://purl.org/dc/elements/1.1/}title"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"


@dataclass(slots=True)
class Roadmap:
    """The roadmap of a completed take, and the person who has it."""

    visitor: Visitor
    key: str

    @property
    def language(self) -> str:
        """The language in which it is read."""
        return self.visitor.language

    async def plan(self, **fields: str) -> None:
        """Send the roadmap's form."""
        path = self.visitor.path(self.key, "roadmap")
        assert (await self.visitor.browser.post(path, data=FORM | fields)).status_code == 303

    async def choose(self, step: str, **fields: str) -> None:
        """Send the form of one step."""
        path = self.visitor.path(self.key, f"roadmap/steps/{step}")
        assert (await self.visitor.browser.post(path, data=fields)).status_code == 303

    async def page(self) -> Page:
        """The page."""
        return await self.visitor.read(self.visitor.path(self.key, "roadmap"))

    async def paper(self, query: str = "", **headers: str) -> Printed:
        """The document."""
        path = self.visitor.path(self.key, "roadmap/plan.pdf") + query
        return printed(await self.visitor.browser.get(path, headers=headers))


async def roadmap_of(visitor: Visitor, answers: dict[str, str], name: str = "", **fields: str) -> Roadmap:
    """The roadmap of a take with these answers, planned anew."""
    key = await visitor.start()
    for question, level in answers.items():
        await visitor.send(key, question, level=level)
    assert (await visitor.complete(key, name=name)).status_code == 303
    roadmap = Roadmap(visitor, key)
    await roadmap.plan(**fields)
    return roadmap


@pytest.fixture(params=["en", "fr"])
def reader(sqlite_client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Visitor:
    """A person who reads one of the languages."""
    return Visitor(sqlite_client, request.param)


@pytest.fixture
def visitor_on_sqlite(sqlite_client: httpx.AsyncClient) -> Visitor:
    """A person, for what no database has a part in."""
    return Visitor(sqlite_client)


def joined(text: str) -> str:
    """The text without spaces, for a comparison that does not hang on where lines end."""
    return re.sub(r"\s", "", text)


def of_quarters(paper: Printed, made: Plan, language: str) -> dict[int, str]:
    """The words of the pages from a quarter's head to the next one's, by the quarter's number."""
    if not made.steps:
        return {}
    words = " ".join(paper.pages[1:])
    heads = {
        each.quarter: words.index(f"{QUARTER[language]} {each.quarter} ")
        for each in made.quarters
        if any(step.quarter == each.quarter for step in made.steps)
    }
    ends = [*list(heads.values())[1:], len(words)]
    return {quarter: words[start:end] for (quarter, start), end in zip(heads.items(), ends, strict=True)}


@pytest.mark.parametrize("case", CASES)
async def test_it_says_what_the_plan_and_its_page_say(reader: Visitor, case: str) -> None:
    answers, fields = CASES[case]
    roadmap = await roadmap_of(reader, answers, "Atelier Boréal", **fields)
    made, page = plan_of(answers, FORM | fields), await roadmap.page()
    usual_one: Paper = "letter" if reader.language == "fr" else "a4"
    for sheet in PAPERS if case == "usual" else (usual_one,):
        paper = await roadmap.paper(f"?paper={sheet}")
        assert paper.paper == {sheet}
        check_first_page(page, paper)
        check_table(paper, made, reader.language)
        check_steps(paper, made, reader.language)
        check_rest(paper, made, reader.language)


def check_first_page(page: Page, paper: Printed) -> None:
    """Headline, milestone and what was asked, in the page's words."""
    first = joined(paper.pages[0])
    assert one_spaced(page.one("h1").text) in one_spaced(paper.headings[0].title)
    assert joined(page.one("h1").text) in first
    assert joined(page.one("p", class_="lede").text) in first
    for each in page.all("ul", class_="asked"):
        assert all(joined(question.text) in first for question in each.all("li"))
    assert "Atelier Boréal" in paper.pages[0]


def check_table(paper: Printed, made: Plan, language: str) -> None:
    """A line for each quarter, where there is anything to do: its end, its index, its days, its page."""
    ends = [datetime.date.fromisoformat(each["ends_on"]) for each in data_of(made)["by_quarter"]]
    lines = {
        f"{QUARTER[language]} {each.quarter}": (each, end)
        for each, end in zip(made.quarters, ends, strict=True)
    }
    if not made.steps:
        assert not [name for name in lines if name in paper.text]
        return
    words = " ".join(paper.pages[:2])
    for name, (each, end) in lines.items():
        line = words[words.index(f"{name} ") :]
        until = one_spaced(day(end, Language(language)))
        assert line.index(until) < 40
        count = sum(step.quarter == each.quarter for step in made.steps)
        days = one_spaced(person_days(each.effort_days, Language(language)))
        expected = rf"{int(each.index + 0.5)} \+[\d.,]+ {re.escape(days)} {count} (\d+)"
        if not count:
            expected = rf"{int(each.index + 0.5)} – – – (\d+)"
        found = re.search(expected, line[:160])
        assert found
        assert name in paper.pages[int(found[1]) - 1]


def check_steps(paper: Printed, made: Plan, language: str) -> None:
    """Each step stands in its quarter, in the plan's order, with all that is said of it."""
    texts = PACK.texts[language]
    quarters = of_quarters(paper, made, language)
    for number, step in enumerate(made.steps, 1):
        text = texts.questions[step.step.question].steps[step.step.to_level]
        quarter = joined(quarters[step.quarter])
        start = quarter.index(joined(text.title))
        card = quarter[start : start + 2500]
        assert quarter[:start].endswith(str(number))
        for said in (text.what, text.first_move, text.artefact, text.owner, *text.requires.values()):
            assert joined(said) in card
        assert joined(texts.levels[step.step.to_level].name) in card
        assert joined(person_days(step.effort_days, Language(language))) in card
        of = {"en": "then{}of100", "fr": "puis{}sur100"}[language]
        assert of.format(int(step.index_after + 0.5)) in card


def check_rest(paper: Printed, made: Plan, language: str) -> None:
    """What does not fit, with the days that it needs."""
    words = joined(paper.text)
    for each in made.unscheduled:
        title = PACK.texts[language].questions[each.step.question].steps[each.step.to_level].title
        line = words[words.rindex(joined(title)) :][:200]
        assert joined(person_days(each.needs_days, Language(language))) in line


def data_of(made: Plan) -> dict[str, list[dict[str, str]]]:
    """The plan as data, with its dates."""
    data: dict[str, list[dict[str, str]]] = as_data(PACK.framework, made, STARTS)
    return data


async def test_a_quarter_in_which_nothing_is_finished_says_so_beside_another(
    visitor_on_sqlite: Visitor,
) -> None:
    answers = dict.fromkeys(QUESTIONS, "operational")
    roadmap = await roadmap_of(visitor_on_sqlite, answers, quarters="6", **{"target-accountable": "measured"})
    await roadmap.choose("owner:measured", quarter="3")
    await roadmap.choose("decision-trail:measured", quarter="5")
    paper = await roadmap.paper()
    assert len(paper.pages) == 3
    assert [words.count("Nothing is finished in this quarter.") for words in paper.pages] == [0, 3, 1]
    assert re.search(r"Quarter 1 .*Quarter 2 .*Quarter 3 .*Quarter 4 ", paper.pages[1])


async def test_a_page_on_which_a_quarter_goes_on_says_so(reader: Visitor) -> None:
    roadmap = await roadmap_of(reader, ABSENT, quarters="2", capacity="12")
    going_on = {"en": "Quarter {}, continued", "fr": "Trimestre {} (suite)"}[reader.language]
    paper = await roadmap.paper()
    tops = [words[:200] for words in paper.pages]
    heads = [n for n, words in enumerate(tops) if re.search(rf"{QUARTER[reader.language]} \d (?!\()", words)]
    first, second = (n for n in heads if n > 0)
    assert second - first > 1
    for n, words in enumerate(tops[:-1]):
        assert (going_on.format(1) in words) is (first < n < second)
        assert (going_on.format(2) in words) is (n > second)
    assert going_on.split(maxsplit=2)[2] not in tops[-1]


async def test_it_says_who_does_a_step_what_is_left_out_and_what_is_done(reader: Visitor) -> None:
    roadmap = await roadmap_of(reader, SOME_ANSWERS)
    made = plan_of(SOME_ANSWERS, FORM)
    first, *others, last = (each.step for each in made.steps)
    done = next(each for each in others if each.question not in {first.question, last.question})
    await roadmap.choose(first.id, owner="Ana Tremblay")
    await roadmap.choose(done.id, state="done", owner="Luc Roy")
    await roadmap.choose(last.id, state="left-out", reason="Not before the move")
    paper, page = await roadmap.paper(), await roadmap.page()
    texts = PACK.texts[reader.language].questions
    usual = texts[first.question].steps[first.to_level].owner
    who = {
        "en": "Who does it: Ana Tremblay (usually: {})",
        "fr": "Qui s’en charge : Ana Tremblay (d’habitude : {})",
    }
    assert joined(who[reader.language].format(usual)) in joined(paper.text)
    rest = joined(paper.pages[-1])
    (cost,) = re.findall("−[0-9.,]+", page.by_id(last.id.replace(":", "-")).one("summary").text)
    for step, more in ((done, "Luc Roy"), (last, "Not before the move")):
        title = joined(texts[step.question].steps[step.to_level].title)
        assert joined(more) in rest[rest.index(title) :][:200]
    assert cost in rest[rest.index(joined(texts[last.question].steps[last.to_level].title)) :][:200]


async def test_a_plan_that_was_not_proven_says_that_a_better_one_may_exist(sqlite_app: ASGIApp) -> None:
    take, choices = take_of(SOME_ANSWERS), Choices("small", 8, STARTS)
    made = plan(PACK.framework, wishes_of(take, choices))
    planned = Planned(site_in(sqlite_app), take, choices, made, Language("en"))
    proven = read_pdf(await roadmap_pdf(planned, "a4")).text
    cut_short = read_pdf(await roadmap_pdf(replace(planned, made=replace(made, proven=False)), "a4")).text
    for words in ("No better plan fits into these days.", "none is worth more by what counts most"):
        assert words in proven
        assert words not in cut_short
    for words in ("a better plan may exist", "a better one may exist"):
        assert words in cut_short
        assert words not in proven


class TestForEverybody:
    """Tagged as PDF/UA-1 asks, which Typst checks as it writes; here what a reader of it depends on."""

    async def test_it_says_its_language_title_and_standard(self, reader: Visitor) -> None:
        roadmap = await roadmap_of(reader, SOME_ANSWERS, "Atelier Boréal")
        paper, page = await roadmap.paper(), await roadmap.page()
        assert paper.catalog["/Lang"] == f"{reader.language}-CA"
        assert paper.catalog["/MarkInfo"]["/Marked"]
        assert paper.metadata(PDFUA) == "1"
        assert one_spaced(page.one("h1").text) in paper.metadata(TITLE)

    async def test_its_headings_are_an_outline_of_quarters_and_steps(self, reader: Visitor) -> None:
        roadmap = await roadmap_of(reader, SOME_ANSWERS)
        made, paper = plan_of(SOME_ANSWERS, FORM), await roadmap.paper()
        kinds = [heading.kind for heading in paper.headings]
        assert kinds[0] == "H1"
        assert kinds.count("H1") == 1
        assert all(int(b[1]) <= int(a[1]) + 1 for a, b in pairwise(kinds))
        titles = [one_spaced(heading.title) for heading in paper.headings]
        texts = PACK.texts[reader.language].questions
        expected: list[str] = []
        for each in made.quarters:
            expected.append(f"{QUARTER[reader.language]} {each.quarter}")
            steps = (step.step for step in made.steps if step.quarter == each.quarter)
            expected += [one_spaced(texts[step.question].steps[step.to_level].title) for step in steps]
        start = titles.index(expected[0])
        assert titles[start : start + len(expected)] == expected
        assert "/Outlines" in paper.catalog

    async def test_the_curve_is_put_in_words_and_tables_have_headers(self, reader: Visitor) -> None:
        paper = await (await roadmap_of(reader, SOME_ANSWERS, capacity="3")).paper()
        made = plan_of(SOME_ANSWERS, FORM | {"capacity": "3"})
        (figure,) = (part for part in paper.parts if part.kind == "Figure")
        indices = [made.index_now, *(each.index for each in made.quarters)]
        assert figure.alternative.endswith(", ".join(str(int(index + 0.5)) for index in indices))
        kinds = [part.kind for part in paper.parts]
        assert kinds.count("Table") == kinds.count("THead") == 2
        assert kinds.count("TH") == 7 + 4


class TestWhatWasWritten:
    """What people type is text and never markup."""

    async def test_it_comes_out_as_it_was_typed(self, sqlite_app: ASGIApp) -> None:
        texts = [*filter(None, (one_line(text)[:OWNER_LENGTH] for text in TYPED)), "M" * OWNER_LENGTH]
        steps = [each for each in PACK.framework.steps if not each.endswith("measured")]
        owners = {step: StepChoice(owner=text) for step, text in zip(steps, texts, strict=False)}
        reasons = {
            step: StepChoice(is_left_out=True, reason=text) for step, text in zip(steps, texts, strict=False)
        }
        for name, chosen in (("M" * 120, owners), (MARKUP[:120], reasons)):
            take, choices = take_of(ABSENT, name), Choices("small", 90, STARTS, steps=chosen)
            made = plan(PACK.framework, wishes_of(take, choices))
            planned = Planned(site_in(sqlite_app), take, choices, made, Language("fr"))
            paper = read_pdf(await roadmap_pdf(planned, "letter"))
            words = joined(paper.text)
            assert joined(name) in words
            plain = [text for text in texts if text.isascii() and text.isprintable()]
            assert len(plain) > 12
            assert [text for text in plain if joined(text) not in words] == []
            assert len(paper.pages) < 30
            for page in paper.reader.pages:
                assert all(0 < left < page.mediabox.width for left in lefts(page))
            assert paper.links == ["http://127.0.0.1:8000/fr/method"]

    async def test_by_the_front_door_too(self, visitor_on_sqlite: Visitor) -> None:
        typed = '#panic() $x$ @ref <b> \\u{41} *b* = h #read("/etc/passwd") // d'
        roadmap = await roadmap_of(visitor_on_sqlite, SOME_ANSWERS, MARKUP[:100])
        made = plan_of(SOME_ANSWERS, FORM)
        await roadmap.choose(made.steps[0].step.id, owner=typed)
        await roadmap.choose(made.steps[-1].step.id, state="left-out", reason=f"{typed} 日本")
        words = joined((await roadmap.paper()).text)
        assert words.count(joined(typed)) == 2
        assert f"{joined(typed)}{INSTEAD}" in words
        assert joined(MARKUP[:100]) in words

    async def test_equal_plans_give_equal_bytes(self, visitor_on_sqlite: Visitor) -> None:
        roadmap = await roadmap_of(visitor_on_sqlite, SOME_ANSWERS)
        first, again = await roadmap.paper(), await roadmap.paper()
        assert first.content == again.content
        assert first.content != (await roadmap.paper("?paper=a4")).content


async def test_the_paper_is_that_of_the_browsers_region(visitor_on_sqlite: Visitor) -> None:
    roadmap = await roadmap_of(visitor_on_sqlite, SOME_ANSWERS)
    assert (await roadmap.paper(**{"accept-language": "fr-FR"})).paper == {"a4"}
    assert (await roadmap.paper("?paper=letter", **{"accept-language": "fr-FR"})).paper == {"letter"}
    assert (await roadmap.paper(**{"accept-language": "en-US"})).paper == {"letter"}
