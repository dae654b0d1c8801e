"""Delete everything, at once."""

from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.visitor import QUESTIONS, Visitor


async def test_reading_the_page_deletes_nothing(visitor: Visitor, complete_take: str, rows: Rows) -> None:
    before = rows.everything()
    page = await visitor.read(visitor.path(complete_take, "delete"))
    assert page.one("h1").text == "Delete everything?"
    assert "its 12 answers" in page.one(class_="lede").text
    assert page.one("main").one("form").get("method") == "post"
    assert rows.everything() == before


async def test_every_row_of_the_take_goes_and_no_other(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    other = await visitor.start()
    await visitor.answer(other, QUESTIONS[0], "declared", note="stays")
    gone = rows.take(complete_take)["id"]
    stays = rows.take(other), rows.answers(other)
    response = await visitor.browser.post(visitor.path(complete_take, "delete"))
    assert response.status_code == 200
    assert "12 answers" in page_of(response).one(class_="lede").text
    everything = rows.everything()
    assert len(everything["take"]) == len(everything["answer"]) == 1
    assert not [name for name, found in everything.items() if repr(gone) in repr(found)]
    assert (rows.take(other), rows.answers(other)) == stays


async def test_a_deleted_link_is_dead_on_every_page(visitor: Visitor, complete_take: str, rows: Rows) -> None:
    await visitor.browser.post(visitor.path(complete_take, "delete"))
    places = (
        "",
        "review",
        "result",
        "delete",
        f"questions/{QUESTIONS[0]}",
        f"questions/{QUESTIONS[0]}/changes",
    )
    for place in places:
        assert (await visitor.browser.get(visitor.path(complete_take, place))).status_code == 404
    for place in ("review", "revise", "delete", f"questions/{QUESTIONS[0]}"):
        response = await visitor.browser.post(visitor.path(complete_take, place), data={"level": "declared"})
        assert response.status_code == 404
        assert page_of(response).one("h1").text == "This link opens nothing"
    assert rows.count("take") == rows.count("answer") == 0


async def test_an_unfinished_take_can_be_deleted_too(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    response = await visitor.browser.post(visitor.path(half_answered_take, "delete"))
    assert "6 answers" in page_of(response).one(class_="lede").text
    assert rows.count("take") == rows.count("answer") == 0


async def test_the_new_take_of_a_deleted_one_lives_on(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    response = await visitor.browser.post(visitor.path(complete_take, "revise"))
    new = response.headers["location"]
    await visitor.browser.post(visitor.path(complete_take, "delete"))
    assert (await visitor.browser.get(new)).status_code == 200
    assert rows.count("answer") == 12
