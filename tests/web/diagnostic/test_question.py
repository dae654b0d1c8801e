"""The page of one question."""

import httpx
import pytest

from questions.packs import CURRENT, load
from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.visitor import FRAGMENT, LEVELS, QUESTIONS, SOME_ANSWERS, Visitor, follow

FIRST, SECOND, LAST = QUESTIONS[0], QUESTIONS[1], QUESTIONS[-1]
PLACES = ("review", "delete", "result")


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_question_shows_its_words_and_five_options_and_dont_know(
    client: httpx.AsyncClient, language: str
) -> None:
    reader = Visitor(client, language)
    key = await reader.start()
    words = load(CURRENT).texts[language].questions
    for question in QUESTIONS:
        page = await reader.read(reader.question(key, question))
        assert page.one("h1").text == words[question].heading
        assert [box.get("value") for box in page.all("input", type="radio")] == [*LEVELS, "unknown"]
        options = [option.one(class_="say").text for option in page.all(class_="option")]
        assert options[:5] == [words[question].options[level].text for level in LEVELS]


async def test_the_title_says_which_question_it_is(visitor: Visitor, empty_take: str) -> None:
    page = await visitor.read(visitor.question(empty_take, QUESTIONS[4]))
    heading = load(CURRENT).texts["en"].questions[QUESTIONS[4]].heading
    assert page.one("title").text == f"Question 5 of 12 – {heading} – AI Index"


async def test_a_question_shows_the_answer_that_is_saved(visitor: Visitor, empty_take: str) -> None:
    proof = {"note": "Minutes of 3 March,\nsigned.", "link": "https://example.com/minutes"}
    await visitor.answer(empty_take, SECOND, "operational", **proof)
    window = await visitor.open(empty_take, SECOND)
    assert window.fields | {"seen": ""} == {"level": "operational", "seen": ""} | proof


async def test_a_note_that_begins_with_an_empty_line_is_read_back_as_it_was_saved(
    visitor: Visitor, empty_take: str
) -> None:
    await visitor.answer(empty_take, FIRST, "declared", note="a\n\nb")
    window = await visitor.open(empty_take, FIRST)
    assert (await window.press("continue")).status_code == 303
    assert (await visitor.open(empty_take, FIRST)).fields["note"] == "a\n\nb"


async def test_the_ruler_marks_what_is_answered_and_leads_to_each_question(
    visitor: Visitor, half_answered_take: str
) -> None:
    response = await visitor.browser.get(visitor.question(half_answered_take, FIRST))
    marks = page_of(response).one(class_="ruler").all("a")
    assert [mark.has_class("done") for mark in marks] == [True] * 6 + [False] * 6
    assert [mark.get("aria-current") for mark in marks] == ["step"] + [None] * 11
    leads_to = [httpx.URL(follow(response, mark.attributes["href"])).path for mark in marks]
    assert leads_to == [visitor.question(half_answered_take, question) for question in QUESTIONS]


async def test_the_link_of_an_empty_take_leads_to_its_first_question(
    visitor: Visitor, empty_take: str
) -> None:
    response = await visitor.browser.get(visitor.path(empty_take))
    assert response.headers["location"] == visitor.question(empty_take, FIRST)


async def test_the_link_of_a_take_leads_to_its_first_open_question(
    visitor: Visitor, half_answered_take: str
) -> None:
    response = await visitor.browser.get(visitor.path(half_answered_take))
    assert response.headers["location"] == visitor.question(half_answered_take, QUESTIONS[6])


async def test_the_link_of_an_answered_take_leads_to_its_review(visitor: Visitor, answered_take: str) -> None:
    response = await visitor.browser.get(visitor.path(answered_take))
    assert response.headers["location"] == visitor.path(answered_take, "review")


async def test_the_link_of_a_completed_take_leads_to_its_result(visitor: Visitor, complete_take: str) -> None:
    for place in ("", f"questions/{FIRST}", "review"):
        response = await visitor.browser.get(visitor.path(complete_take, place))
        assert response.status_code == 303
        assert response.headers["location"] == visitor.path(complete_take, "result")


async def test_an_unknown_question_is_not_found(visitor: Visitor, empty_take: str, rows: Rows) -> None:
    before = rows.everything()
    for question in ("nothing", "OWNER", "owner%00", "%F0%9F%98%80", "owner/owner"):
        address = visitor.path(empty_take, f"questions/{question}")
        assert (await visitor.browser.get(address)).status_code == 404
        assert (await visitor.browser.get(f"{address}/changes")).status_code == 404
        assert (await visitor.browser.post(address, data={"level": "declared"})).status_code == 404
    assert rows.everything() == before


async def test_htmx_gets_the_part_of_the_page_that_changes(visitor: Visitor, empty_take: str) -> None:
    address = visitor.question(empty_take, FIRST)
    whole = page_of(await visitor.browser.get(address))
    part = page_of(await visitor.browser.get(address, headers=FRAGMENT))
    assert not part.all("html") + part.all("main") + part.all("header")
    assert part.one("title").text == whole.one("title").text
    assert part.one("form").raw_text == whole.one("main").one("form").raw_text


async def test_a_cache_never_gives_a_part_for_the_whole(visitor: Visitor, answered_take: str) -> None:
    for place in (f"questions/{FIRST}", "review"):
        response = await visitor.browser.get(visitor.path(answered_take, place))
        assert "HX-Request" in response.headers["vary"]


async def test_a_second_look_at_a_page_never_shows_another_take_of_the_same_answers(
    visitor: Visitor,
) -> None:
    keys = [await visitor.start(), await visitor.start()]
    for key in keys:
        await visitor.answer(key, FIRST, "declared")
    pages = [await visitor.browser.get(visitor.question(key, FIRST)) for key in keys]
    assert pages[0].text == pages[1].text
    assert not [key for key in keys if key in pages[0].text]


async def test_reading_everything_about_a_take_changes_nothing(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    before = rows.everything()
    waiting, seen = {visitor.path(half_answered_take)}, set[str]()
    while waiting - seen:
        path = (waiting - seen).pop()
        seen.add(path)
        response = await visitor.browser.get(path)
        assert response.status_code in {200, 303}
        if response.status_code == 303:
            waiting.add(response.headers["location"])
            continue
        links = {httpx.URL(follow(response, link)).path for link in page_of(response).links}
        waiting |= {link for link in links if half_answered_take in link}
    others = {visitor.path(half_answered_take), *(visitor.path(half_answered_take, p) for p in PLACES)}
    assert seen == others | {visitor.path(half_answered_take, f"questions/{q}") for q in QUESTIONS}
    assert rows.everything() == before


async def test_every_answer_can_be_reached_again_by_back(visitor: Visitor, half_answered_take: str) -> None:
    address = visitor.question(half_answered_take, LAST)
    for question in reversed(QUESTIONS):
        response = await visitor.browser.get(address)
        page = page_of(response)
        assert address == visitor.question(half_answered_take, question)
        checked = [box.get("value") for box in page.all("input", type="radio") if "checked" in box.attributes]
        assert checked == ([SOME_ANSWERS[question]] if question in QUESTIONS[:6] else [])
        back = next(link for link in page.all("a") if "data-back" in link.attributes)
        address = httpx.URL(follow(response, back.attributes["href"])).path
    assert address == "/en/"
