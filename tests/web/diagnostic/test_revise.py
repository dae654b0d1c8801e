"""Change an answer of a completed take: a new take that starts from it."""

from tests.web.rows import Row, Rows
from tests.web.running import Clock
from tests.web.visitor import QUESTIONS, SOME_ANSWERS, Visitor

COPIED = ("level", "note", "link")


def contents(answers: dict[str, Row]) -> dict[str, tuple[str, ...]]:
    """The answers without what belongs to one take alone."""
    return {question: tuple(row[name] for name in COPIED) for question, row in answers.items()}


async def revised(visitor: Visitor, key: str) -> str:
    """The key of a new take from ``key``."""
    response = await visitor.browser.post(visitor.path(key, "revise"))
    assert response.status_code == 303
    new, place = response.headers["location"].split("/")[3:]
    assert place == "review"
    return str(new)


async def mark_of(visitor: Visitor, key: str) -> str | None:
    """What the form of "Change an answer" carries, so that it counts once."""
    page = await visitor.read(visitor.path(key, "result"))
    return next(field.get("value") for field in page.all("input") if field.get("name") == "once")


async def test_a_new_take_has_the_same_answers_and_the_old_one_stays_as_it_is(
    visitor: Visitor, answered_take: str, rows: Rows, clock: Clock
) -> None:
    await visitor.answer(answered_take, QUESTIONS[1], "measured", note="n", link="https://example.com/")
    await visitor.complete(answered_take, name="Us", size="small", sector="retail")
    old, answers = rows.take(answered_take), rows.answers(answered_take)
    clock.advance(days=30)
    key = await revised(visitor, answered_take)
    assert key != answered_take
    assert contents(rows.answers(key)) == contents(answers)
    new = rows.take(key)
    for field in ("framework", "organization_name", "organization_size", "organization_sector"):
        assert new[field] == old[field]
    assert (new["from_take_id"], new["completed_at"], new["started_at"]) == (old["id"], None, clock.now)
    assert (rows.take(answered_take), rows.answers(answered_take)) == (old, answers)


async def test_changing_the_new_take_changes_its_result_and_not_the_old_one(
    visitor: Visitor, complete_take: str
) -> None:
    before = await visitor.read(visitor.path(complete_take, "result"))
    key = await revised(visitor, complete_take)
    await visitor.fill_in(key, dict.fromkeys(QUESTIONS, "measured"))
    await visitor.complete(key)
    assert (await visitor.read(visitor.path(key, "result"))).one(class_="big").one("b").text == "100"
    after = await visitor.read(visitor.path(complete_take, "result"))
    assert after.one("main").text == before.one("main").text


async def test_reading_the_address_makes_no_take(visitor: Visitor, complete_take: str, rows: Rows) -> None:
    assert (await visitor.browser.get(visitor.path(complete_take, "revise"))).status_code == 405
    assert rows.count("take") == 1


async def test_an_unfinished_take_can_be_started_from_too(
    visitor: Visitor, half_answered_take: str, rows: Rows
) -> None:
    key = await revised(visitor, half_answered_take)
    assert {q: row["level"] for q, row in rows.answers(key).items()} == {
        question: SOME_ANSWERS[question] for question in QUESTIONS[:6]
    }


async def test_the_same_form_sent_twice_leads_to_the_same_take(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    once = await mark_of(visitor, complete_take)
    places = {
        (await visitor.browser.post(visitor.path(complete_take, "revise"), data={"once": once})).headers[
            "location"
        ]
        for _ in range(3)
    }
    assert len(places) == 1
    assert rows.count("take") == 2
    assert await mark_of(visitor, complete_take) != once


async def test_what_was_deleted_is_named_by_no_take_that_began_from_it(
    visitor: Visitor, complete_take: str, rows: Rows
) -> None:
    key = await revised(visitor, complete_take)
    await visitor.browser.post(visitor.path(complete_take, "delete"))
    assert rows.take(key)["from_take_id"] is None
