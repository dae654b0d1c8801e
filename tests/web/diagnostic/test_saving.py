"""Save an answer: go on, or stay and be told."""

import pytest

from questions.packs import CURRENT, load
from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import FRAGMENT, QUESTIONS, SOME_ANSWERS, Visitor

FIRST, SECOND, LAST = QUESTIONS[0], QUESTIONS[1], QUESTIONS[-1]
UNANSWERED = {
    language: load(CURRENT).texts[language].questions[FIRST].unanswered for language in ("en", "fr")
}


async def test_a_saved_answer_stands_in_its_row(
    visitor: Visitor, empty_take: str, rows: Rows, clock: Clock
) -> None:
    for question, level in SOME_ANSWERS.items():
        clock.advance(minutes=3)
        await visitor.answer(
            empty_take, question, level, note="See the minutes.", link="https://example.com/m"
        )
        assert rows.answers(empty_take)[question] == {
            "take_id": rows.take(empty_take)["id"],
            "question": question,
            "level": level,
            "note": "See the minutes.",
            "link": "https://example.com/m",
            "revision": 1,
            "saved_at": clock.now,
        }


async def test_continue_leads_to_the_next_question_and_at_last_to_the_review(
    visitor: Visitor, empty_take: str
) -> None:
    for here, following in zip(QUESTIONS, [*QUESTIONS[1:], None], strict=True):
        response = await visitor.send(empty_take, here, level="declared", seen="0", action="continue")
        assert response.status_code == 303
        place = f"questions/{following}" if following else "review"
        assert response.headers["location"] == visitor.path(empty_take, place)


async def test_continue_by_htmx_brings_the_next_question_and_its_address(
    visitor: Visitor, empty_take: str
) -> None:
    response = await visitor.browser.post(
        visitor.question(empty_take, FIRST), data={"level": "declared"}, headers=FRAGMENT
    )
    assert response.status_code == 200
    assert response.headers["hx-push-url"] == visitor.question(empty_take, SECOND)
    page = page_of(response)
    assert page.one("form").get("data-question") == SECOND
    assert not page.all("html")


async def test_continue_by_htmx_on_the_last_question_brings_the_review(
    visitor: Visitor, half_answered_take: str
) -> None:
    response = await visitor.browser.post(
        visitor.question(half_answered_take, LAST), data={"level": "declared"}, headers=FRAGMENT
    )
    assert response.headers["hx-push-url"] == visitor.path(half_answered_take, "review")
    page = page_of(response)
    assert page.one("title").text == "Review your answers – AI Index"
    assert page.one(class_="review")
    assert not page.all("html")


async def test_choosing_saves_in_place_and_says_so(visitor: Visitor, empty_take: str, rows: Rows) -> None:
    window = await visitor.open(empty_take, FIRST)
    for revision, level in enumerate(("declared", "documented", "unknown"), start=1):
        said = await window.choose(level)
        assert said.text == "Saved"
        assert said.by_id("seen").get("value") == str(revision)
        assert rows.answers(empty_take)[FIRST]["level"] == level


async def test_without_javascript_saving_in_place_says_so_too(visitor: Visitor, empty_take: str) -> None:
    response = await visitor.send(empty_take, FIRST, level="declared", action="save")
    assert (response.status_code, page_of(response).text) == (200, "Saved")


async def test_a_note_alone_is_saved_in_place_before_anything_is_chosen(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    window = await visitor.open(empty_take, FIRST)
    window.fields["note"] = "To be looked up."
    response = await window.press("save")
    assert (response.status_code, page_of(response).text) == (200, "Saved")
    row = rows.answers(empty_take)[FIRST]
    assert (row["level"], row["note"]) == ("", "To be looked up.")
    assert (await visitor.browser.get(visitor.path(empty_take))).headers["location"].endswith(FIRST)


async def test_a_note_can_be_taken_back(visitor: Visitor, empty_take: str, rows: Rows) -> None:
    await visitor.answer(empty_take, FIRST, "declared", note="x", link="https://example.com/")
    await visitor.answer(empty_take, FIRST, "declared", note="", link="")
    row = rows.answers(empty_take)[FIRST]
    assert (row["level"], row["note"], row["link"], row["revision"]) == ("declared", "", "", 2)


@pytest.mark.parametrize(
    ("language", "headers", "title"),
    [("en", {}, "Error: Question 1 of 12"), ("fr", FRAGMENT, "Erreur\u00a0: Question 1 sur 12")],
)
async def test_continue_without_a_choice_says_what_is_missing_above_and_beside(
    visitor: Visitor, empty_take: str, rows: Rows, language: str, headers: dict[str, str], title: str
) -> None:
    visitor.language = language
    response = await visitor.browser.post(
        visitor.question(empty_take, FIRST),
        data={"note": "", "link": "", "seen": "0", "action": "continue"},
        headers=headers,
    )
    assert response.status_code == 422
    page = page_of(response)
    assert page.errors == [UNANSWERED[language]]
    assert page.by_id("level-error").text == UNANSWERED[language]
    assert page.one("fieldset").get("aria-describedby") == "level-error"
    link = page.one(class_="summary").one("a").attributes["href"]
    assert page.by_id(link.removeprefix("#")).get("type") == "radio"
    assert page.one("title").text.startswith(title)
    assert rows.count("answer") == 0


async def test_continue_without_a_choice_keeps_the_note(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    response = await visitor.send(empty_take, FIRST, note="Half a thought", link="https://example.com/")
    assert response.status_code == 422
    page = page_of(response)
    assert page.by_id("note").raw_text.strip() == "Half a thought"
    assert page.by_id("link").get("value") == "https://example.com/"
    assert page.by_id("seen").get("value") == "1"
    assert rows.answers(empty_take)[FIRST]["note"] == "Half a thought"


async def test_an_unknown_level_is_an_answer_that_is_missing(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    await visitor.answer(empty_take, FIRST, "declared")
    for level in ("excellent", "DECLARED", "0", "x" * 60_000, "\x00", "declared\n"):
        response = await visitor.send(empty_take, FIRST, level=level, seen="1", action="continue")
        assert response.status_code == 422
        assert page_of(response).errors == [UNANSWERED["en"]]
    assert rows.answers(empty_take)[FIRST]["level"] == "declared"


async def test_an_unknown_level_is_never_said_to_be_saved(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    response = await visitor.send(empty_take, FIRST, level="excellent", note="n", action="save")
    assert response.status_code == 400
    assert rows.count("answer") == 0


async def test_the_same_save_sent_again_keeps_the_revision(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    fields = {"level": "declared", "note": "n", "link": "https://example.com/", "seen": "0"}
    for _ in range(3):
        assert (await visitor.send(empty_take, FIRST, **fields)).status_code == 303
    assert rows.answers(empty_take)[FIRST]["revision"] == 1


async def test_a_revision_that_is_no_number_harms_nothing(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    for question, seen in zip(QUESTIONS, ("", "-1", "one", "9" * 400, "1.5", "²", "1\x00"), strict=False):
        assert (await visitor.send(empty_take, question, level="declared", seen=seen)).status_code == 303
        assert rows.answers(empty_take)[question]["level"] == "declared"


async def test_one_answer_never_touches_another(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    before = rows.answers(half_answered_take)
    await visitor.answer(half_answered_take, SECOND, "measured")
    after = rows.answers(half_answered_take)
    assert {q for q in after if after[q] != before[q]} == {SECOND}
