"""The report says what the page says, on paper, to everybody, whatever was noted."""

import datetime
import re
from itertools import pairwise

import httpx
import pytest

from app.fonts import INSTEAD, printable
from app.results.paper import paper_for
from questions.packs import CURRENT, load
from tests.web.pages import Element, Page
from tests.web.results.printed import Printed, lefts, one_spaced, printed
from tests.web.visitor import LEVELS, QUESTIONS, SOME_ANSWERS, Visitor

PACK = load(CURRENT)
FEW_NOTES = dict.fromkeys(QUESTIONS[::4], "Minutes of 3 March, page 2.")
LONG_NAME = "Coopérative de solidarité en développement économique et numérique " * 2
TAKES = {
    "some of everything": (SOME_ANSWERS, {}),
    "few notes": (SOME_ANSWERS, FEW_NOTES),
    "all unknown": (dict.fromkeys(QUESTIONS, "unknown"), {}),
    "all absent": (dict.fromkeys(QUESTIONS, LEVELS[0]), {}),
    "all measured": (dict.fromkeys(QUESTIONS, LEVELS[-1]), FEW_NOTES),
    "held back": (dict.fromkeys(QUESTIONS, LEVELS[-1]) | {QUESTIONS[-1]: LEVELS[1]}, {}),
}
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

MARKUP = '#panic() $x$ @ref <label> \\u{41} *b* _i_ `r` = h #read("/etc/passwd") /* c */ // d -- ...'


@pytest.fixture(params=["en", "fr"])
def reader(sqlite_client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Visitor:
    """A person who reads one of the languages."""
    return Visitor(sqlite_client, request.param)


async def completed(
    visitor: Visitor, answers: dict[str, str], notes: dict[str, str], name: str = "", link: str = ""
) -> str:
    """The key of a completed take."""
    key = await visitor.start()
    for question, level in answers.items():
        more = {"note": notes[question], "link": link} if question in notes else {}
        await visitor.send(key, question, level=level, **more)
    assert (await visitor.complete(key, name=name)).status_code == 303
    return key


async def report(visitor: Visitor, key: str, query: str = "", **headers: str) -> Printed:
    """The report of a take."""
    path = visitor.path(key, "report.pdf") + query
    return printed(
        await visitor.browser.get(path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    )


async def noted(visitor: Visitor, note: str, name: str = "", link: str = "", count: int = 3) -> Printed:
    """The report of a take in which so many answers have this note."""
    key = await completed(visitor, SOME_ANSWERS, dict.fromkeys(QUESTIONS[:count], note), name, link)
    return await report(visitor, key)


def without_spaces(text: str) -> str:
    """The text for a comparison that does not hang on where lines end."""
    return re.sub(r"\s", "", text)


def said(element: Element) -> str:
    """What an element of the page says, as a report's words are compared."""
    return one_spaced(element.text)


def sentences(page: Page) -> list[str]:
    """What the page says of the result, sentence by sentence: headline, remarks, steps, readings, ticks."""
    found = [said(page.one("h1")), said(page.one(class_="lede"))]
    for name in ("held", "range"):
        found += [said(element) for element in page.all("p", class_=name)]
    for section, kinds in {
        "first-steps": ("h3", "p"),
        "minimum": ("p",),
        "properties": ("h3", "p"),
    }.items():
        found += [said(each) for kind in kinds for each in page.by_id(section).all(kind) if not each.all("a")]
    return [sentence for sentence in found if sentence]


@pytest.mark.parametrize("take", TAKES)
async def test_it_says_what_the_page_says(reader: Visitor, take: str) -> None:
    key = await completed(reader, *TAKES[take], name=LONG_NAME[:120])
    page = await reader.read(reader.path(key, "result"))
    for sheet in ("a4", "letter"):
        paper = await report(reader, key, f"?paper={sheet}")
        assert paper.paper == {sheet}
        assert 3 <= len(paper.pages) <= 5
        check_sentences(page, paper)
        check_sum(page, paper)
        check_answers(page, paper)


def check_sentences(page: Page, paper: Printed) -> None:
    """Headline, remarks, steps, readings, directions and ticks, in the page's words."""
    # A line may end inside a word with a hyphen, and where a step leads stands apart from its property.
    words = without_spaces(paper.text)
    apart = [said(each) for each in page.all("p", class_="from-to")]
    missing = [each for each in sentences(page) if without_spaces(each) not in words and each not in apart]
    assert missing == []


def check_sum(page: Page, paper: Printed) -> None:
    """Each property's level, score, weight and points, and the index below."""
    first, *rows, last = page.one("table", class_="sum").all("tr")
    assert first.all("th")
    for row in rows:
        name, level = said(row.one("th")), said(row.one("th").one(class_="small"))
        numbers = " ".join(said(cell) for cell in row.all("td", class_="number"))
        assert f"{name.removesuffix(level)} {level} {numbers}" in paper.pages[0]
    total = [said(cell) for cell in last.all("td", class_="number")]
    assert f"{said(last.one('th'))} {' '.join(total)}" in paper.pages[0]


def check_answers(page: Page, paper: Printed) -> None:
    """The twelve answers, each with its number, its level, and whether proof is noted."""
    for number, row in enumerate(page.by_id("answers").one("tbody").all("tr"), start=1):
        answer = " ".join(filter(None, map(said, row.all("td"))))
        assert f"{number} {said(row.one('th'))} {answer}" in paper.pages[1]


async def test_every_page_is_numbered_and_names_card_and_framework_version(reader: Visitor) -> None:
    key = await completed(reader, SOME_ANSWERS, {})
    paper = await report(reader, key)
    card = (await reader.read(reader.path(key, "result"))).one("article", class_="card")
    number = card.one("footer").all("span")[1].text
    for place, words in enumerate(paper.pages, start=1):
        of = "of" if reader.language == "en" else "de"
        assert f"Page {place} {of} {len(paper.pages)}" in words
        assert number in words
        assert CURRENT in words


async def test_it_says_how_to_check_the_number(reader: Visitor) -> None:
    paper = await report(reader, await completed(reader, SOME_ANSWERS, {}))
    method = f"http://127.0.0.1:8000/{reader.language}/method"
    assert method in paper.text
    assert paper.links == [method]
    assert PACK.digest in paper.text.replace(" ", "")
    limits = {"en": "It is no certification and no legal advice.", "fr": "Il n’est ni une certification"}
    assert limits[reader.language] in paper.text


class TestForEverybody:
    """Tagged as PDF/UA-1 asks, which Typst checks as it writes; here what a reader of it depends on."""

    async def test_it_says_its_language_title_and_standard(self, reader: Visitor) -> None:
        key = await completed(reader, SOME_ANSWERS, {}, "Atelier Boréal")
        paper = await report(reader, key)
        assert paper.catalog["/Lang"] == f"{reader.language}-CA"
        assert paper.catalog["/MarkInfo"]["/Marked"]
        assert paper.catalog["/ViewerPreferences"]["/DisplayDocTitle"]
        assert paper.metadata(PDFUA) == "1"
        assert paper.metadata(CREATOR) == "Atelier Boréal"
        index = said((await reader.read(reader.path(key, "result"))).one("p", class_="big"))
        assert index in paper.metadata(TITLE)

    async def test_its_headings_are_an_outline(self, reader: Visitor) -> None:
        key = await completed(reader, SOME_ANSWERS, FEW_NOTES)
        page, paper = await reader.read(reader.path(key, "result")), await report(reader, key)
        kinds = [heading.kind for heading in paper.headings]
        assert kinds[0] == "H1"
        assert kinds.count("H1") == 1
        assert all(int(b[1]) <= int(a[1]) + 1 for a, b in pairwise(kinds))
        assert one_spaced(paper.headings[0].title) == said(page.one("h1"))
        titles = {one_spaced(heading.title) for heading in paper.headings if heading.kind == "H2"}
        on_page = {said(each) for each in page.all("h2")}
        only_on_screen = {said(page.by_id("keep").one("h2"))}
        assert on_page - only_on_screen <= titles
        assert "/Outlines" in paper.catalog

    async def test_tables_have_headers_and_the_card_is_put_in_words(self, reader: Visitor) -> None:
        paper = await report(reader, await completed(reader, SOME_ANSWERS, {}))
        kinds = [part.kind for part in paper.parts]
        assert kinds.count("Table") == kinds.count("THead") == 3
        assert kinds.count("TH") == 6 + 6 + 2
        figures = [part for part in paper.parts if part.kind == "Figure"]
        assert len(figures) == 1
        assert all(len(figure.alternative) > 40 for figure in figures)


class TestWhatWasNoted:
    """What people type is text and never markup."""

    async def test_typst_markup_comes_out_as_it_was_typed(self, sqlite_client: httpx.AsyncClient) -> None:
        name = "#panic() <label> @ref $x$ \\ *Bold & Sons*"
        paper = await noted(Visitor(sqlite_client), MARKUP, name)
        assert paper.text.count(MARKUP) == 3
        assert name in paper.pages[0]
        assert paper.metadata(CREATOR) == name

    async def test_long_words_stay_on_the_paper(self, sqlite_client: httpx.AsyncClient) -> None:
        link = "https://e.org/" + "w" * 1900
        paper = await noted(Visitor(sqlite_client), "W" * 2000, "M" * 120, link, count=1)
        together = without_spaces(paper.text)
        assert "M" * 120 in together
        assert sum(map(len, re.findall("W{20,}", together))) == 2000
        assert together.count("w") > 1900
        for page in paper.reader.pages:
            assert all(0 < left < page.mediabox.width for left in lefts(page))

    async def test_all_of_long_notes_is_printed(self, sqlite_client: httpx.AsyncClient) -> None:
        note = " ".join(f"word{n}" for n in range(230))
        paper = await noted(Visitor(sqlite_client), note, count=12)
        assert paper.text.count("word229") == 12
        assert len(paper.pages) > 5

    @pytest.mark.parametrize("text", ["שלום עולם", "السلام عليكم", "Ωμέγα Жук Ђорђе", "ᐃᓄᒃᑎᑐᑦ", "Łódź"])
    async def test_other_scripts_are_printed(self, sqlite_client: httpx.AsyncClient, text: str) -> None:
        assert printable(text) == text
        paper = await noted(Visitor(sqlite_client), text, text)
        assert len(paper.pages) == 5
        assert paper.metadata(CREATOR) == text

    async def test_what_no_font_has_leaves_a_square(self, sqlite_client: httpx.AsyncClient) -> None:
        paper = await noted(Visitor(sqlite_client), "one 👩\u200d👩\u200d👧日本語 two \ufeff\u2028\ue000 end")
        assert paper.text.count(f"one {INSTEAD} two") == 3

    async def test_only_web_addresses_can_be_clicked(self, sqlite_client: httpx.AsyncClient) -> None:
        note = "javascript:alert(1) file:///etc/passwd www.example.org"
        paper = await noted(Visitor(sqlite_client), note, link="https://example.org/a?b=(c)")
        assert set(paper.links) == {"http://127.0.0.1:8000/en/method", "https://example.org/a?b=(c)"}
        assert note in paper.text

    async def test_equal_results_give_equal_bytes(self, sqlite_client: httpx.AsyncClient) -> None:
        visitor = Visitor(sqlite_client)
        key = await completed(visitor, SOME_ANSWERS, FEW_NOTES)
        assert (await report(visitor, key)).content == (await report(visitor, key)).content


class TestThePaper:
    @pytest.mark.parametrize(
        ("accepted", "paper"),
        [
            ("en-US,en;q=0.9", "letter"),
            ("fr-CA,fr;q=0.8,en-GB;q=0.5", "letter"),
            ("es-mx", "letter"),
            ("fr-FR,fr;q=0.9,en-US;q=0.8", "a4"),
            ("en-GB", "a4"),
            ("zh-Hant-TW", "a4"),
            ("en-US;q=0.1,de-DE", "a4"),
            ("fr", "letter"),
            ("", "letter"),
            ("*;q=x,,;;", "letter"),
        ],
    )
    def test_it_is_that_of_the_browsers_region(self, accepted: str, paper: str) -> None:
        assert paper_for(accepted) == paper

    async def test_the_address_may_ask_for_another(self, sqlite_client: httpx.AsyncClient) -> None:
        visitor = Visitor(sqlite_client)
        key = await completed(visitor, SOME_ANSWERS, {})
        assert (await report(visitor, key, accept_language="fr-FR")).paper == {"a4"}
        assert (await report(visitor, key, "?paper=letter", accept_language="fr-FR")).paper == {"letter"}
        assert (await report(visitor, key, "?paper=napkin", accept_language="fr-FR")).paper == {"a4"}


async def test_it_is_a_private_file_with_a_name(complete_take: str, visitor: Visitor) -> None:
    response = await visitor.browser.get(visitor.path(complete_take, "report.pdf"))
    date = datetime.date(2026, 3, 9).isoformat()
    assert response.headers["content-disposition"] == f'attachment; filename="ai-index-{date}.pdf"'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    assert complete_take.encode() not in response.content
    french = await visitor.browser.get(f"/fr/takes/{complete_take}/report.pdf")
    assert french.headers["content-disposition"] == f'attachment; filename="indice-ia-{date}.pdf"'


async def test_another_key_opens_nothing(complete_take: str, visitor: Visitor) -> None:
    response = await visitor.browser.get(visitor.path(complete_take[::-1], "report.pdf"))
    assert response.status_code == 404


async def test_an_unfinished_take_leads_to_its_review(answered_take: str, visitor: Visitor) -> None:
    response = await visitor.browser.get(visitor.path(answered_take, "report.pdf"))
    assert response.status_code == 303
    assert response.headers["location"] == visitor.path(answered_take, "review")


async def test_the_target_is_the_one_that_was_chosen(sqlite_client: httpx.AsyncClient) -> None:
    visitor = Visitor(sqlite_client)
    paper = await report(visitor, await completed(visitor, SOME_ANSWERS, {}))
    target = PACK.texts["en"].levels[PACK.framework.default_target].name
    assert f"The red mark is {target}, the target." in paper.pages[0]
