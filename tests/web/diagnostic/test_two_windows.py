"""One take in two windows: the last saved answer wins, the other window is told, nothing is lost unseen."""

from urllib.parse import urljoin

from tests.web.pages import Page, page_of
from tests.web.rows import Row, Rows
from tests.web.visitor import FRAGMENT, QUESTIONS, Visitor, Window

QUESTION = QUESTIONS[3]
TOLD = "Your answer here was saved last, so it counts. It replaced:"


async def two_windows(visitor: Visitor, key: str) -> tuple[Window, Window]:
    """Two windows on the same question, opened at the same time."""
    return await visitor.open(key, QUESTION), await visitor.open(key, QUESTION)


def told(page: Page) -> list[str]:
    """What a page says that an answer replaced."""
    notice = page.one(class_="notice")
    assert notice.one("p").text == TOLD
    return [item.text for item in notice.all("li")]


def content(row: Row) -> tuple[str, str, str]:
    """The answer in a row."""
    return row["level"], row["note"], row["link"]


async def test_the_last_saved_answer_wins_and_says_what_it_replaced(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    first, second = await two_windows(visitor, empty_take)
    first.fields |= {"note": "from the first", "link": "https://example.com/first"}
    await first.choose("declared")
    second.fields["note"] = "from the second"
    said = await second.choose("measured")
    assert said.text.startswith("Saved")
    assert told(said) == ["Declared", "from the first", "https://example.com/first"]
    assert content(rows.answers(empty_take)[QUESTION]) == ("measured", "from the second", "")


async def test_continue_stays_on_the_page_to_say_what_it_replaced_and_then_goes_on(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    first, second = await two_windows(visitor, empty_take)
    await first.choose("unknown")
    second.fields["level"] = "measured"
    response = await second.press("continue")
    assert response.status_code == 200
    second.show(page_of(response))
    assert told(second.page) == ["I don’t know"]
    assert (await second.press("continue")).status_code == 303
    assert content(rows.answers(empty_take)[QUESTION]) == ("measured", "", "")


async def test_the_window_that_lost_is_told_when_it_looks_again(visitor: Visitor, empty_take: str) -> None:
    first, second = await two_windows(visitor, empty_take)
    await first.choose("declared")
    await second.choose("measured")
    response = await first.browser.get(f"{first.address}/changes", params={"since": first.fields["seen"]})
    assert response.status_code == 200
    notice = page_of(response).one(class_="notice")
    assert notice.get("role") == "alert"
    assert notice.one("h2").text == "Changed in another window"
    await first.reload()
    assert first.fields["level"] == "measured"


async def test_a_window_that_is_up_to_date_is_told_nothing(visitor: Visitor, empty_take: str) -> None:
    window = await visitor.open(empty_take, QUESTION)
    for _ in range(2):
        response = await window.browser.get(
            f"{window.address}/changes", params={"since": window.fields["seen"]}, headers=FRAGMENT
        )
        assert (response.status_code, response.content) == (204, b"")
        await window.choose("declared")


async def test_a_window_that_looks_again_after_completion_is_led_to_the_result(
    visitor: Visitor, complete_take: str
) -> None:
    address = f"{visitor.question(complete_take, QUESTION)}/changes"
    response = await visitor.browser.get(address, params={"since": "1"})
    link = page_of(response).one("a").attributes["href"]
    page_address = str(visitor.browser.base_url.join(visitor.question(complete_take, QUESTION)))
    assert urljoin(page_address, link).endswith(visitor.path(complete_take, "result"))


async def test_the_same_answer_in_both_windows_is_no_conflict(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    first, second = await two_windows(visitor, empty_take)
    await first.choose("declared")
    assert (await second.choose("declared")).text == "Saved"
    assert rows.answers(empty_take)[QUESTION]["revision"] == 1


async def test_answers_to_two_questions_never_meet(visitor: Visitor, empty_take: str, rows: Rows) -> None:
    first = await visitor.open(empty_take, QUESTIONS[0])
    second = await visitor.open(empty_take, QUESTIONS[1])
    await first.choose("declared")
    assert (await second.choose("measured")).text == "Saved"
    assert {q: row["level"] for q, row in rows.answers(empty_take).items()} == {
        QUESTIONS[0]: "declared",
        QUESTIONS[1]: "measured",
    }


async def test_a_window_in_which_nothing_was_chosen_empties_nothing(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    first, second = await two_windows(visitor, empty_take)
    first.fields |= {"note": "kept", "link": "https://example.com/kept"}
    await first.choose("declared")
    for action in ("save", "continue"):
        assert (await second.press(action)).status_code == 200
        row = rows.answers(empty_take)[QUESTION]
        assert content(row) == ("declared", "kept", "https://example.com/kept")
        assert row["revision"] == 1
    assert (
        await second.browser.get(f"{second.address}/changes?since={second.fields['seen']}")
    ).status_code == 200


async def test_a_window_in_which_nothing_was_chosen_is_shown_what_the_other_chose(
    visitor: Visitor, empty_take: str
) -> None:
    first, second = await two_windows(visitor, empty_take)
    first.fields["note"] = "kept"
    await first.choose("declared")
    second.show(page_of(await second.press("continue")))
    assert not second.page.all(class_="summary")
    assert (second.fields["level"], second.fields["note"], second.fields["seen"]) == ("declared", "kept", "1")


async def test_a_window_in_which_only_a_note_was_written_replaces_the_note_alone(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    first, second = await two_windows(visitor, empty_take)
    first.fields |= {"note": "first", "link": "https://example.com/kept"}
    await first.choose("declared")
    second.fields["note"] = "second"
    response = await second.press("save")
    assert told(page_of(response)) == ["Declared", "first", "https://example.com/kept"]
    kept = ("declared", "second", "https://example.com/kept")
    assert content(rows.answers(empty_take)[QUESTION]) == kept
    await second.press("continue")
    assert content(rows.answers(empty_take)[QUESTION]) == kept


async def test_a_faulty_note_of_one_window_leaves_the_other_ones_note(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    first, second = await two_windows(visitor, empty_take)
    first.fields["note"] = "sound"
    await first.choose("declared")
    second.fields |= {"level": "measured", "note": "x" * 2001}
    response = await second.press("continue")
    assert response.status_code == 422
    assert told(page_of(response)) == ["Declared", "sound"]
    assert content(rows.answers(empty_take)[QUESTION]) == ("measured", "sound", "")


async def test_another_window_that_only_wrote_a_note_is_told_of_as_no_choice(
    visitor: Visitor, empty_take: str
) -> None:
    first, second = await two_windows(visitor, empty_take)
    first.fields["note"] = "first"
    await first.press("save")
    assert told(await second.choose("measured")) == ["no choice", "first"]
