"""The key in the address is the only way to a take."""

import pytest

from app.keys import new_key
from tests.web.pages import page_of
from tests.web.rows import Rows
from tests.web.running import Clock
from tests.web.visitor import QUESTIONS, Visitor

QUESTION = f"questions/{QUESTIONS[0]}"
READ = ("", "review", "result", "delete", QUESTION, f"{QUESTION}/changes")
SENT = ("review", "revise", "delete", QUESTION)


async def statuses(visitor: Visitor, key: str) -> set[int]:
    """What every address of a take answers."""
    answers = [await visitor.browser.get(visitor.path(key, place)) for place in READ]
    answers += [await visitor.browser.post(visitor.path(key, p), data={"level": "measured"}) for p in SENT]
    return {answer.status_code for answer in answers}


async def test_a_wrong_key_opens_nothing(visitor: Visitor, half_answered_take: str, rows: Rows) -> None:
    before = rows.everything()
    assert await statuses(visitor, new_key()) == {404}
    assert await statuses(
        visitor, half_answered_take[:-1] + ("A" if half_answered_take[-1] != "A" else "Q")
    ) == {404}
    assert await statuses(visitor, half_answered_take.swapcase()) == {404}
    assert rows.everything() == before


@pytest.mark.parametrize(
    "key",
    ["x", "x" * 21, "x" * 23, "é" * 22, "%00" * 22, "." * 22, "x" * 21 + "=", "x" * 21 + "%0A", "x" * 900],
)
async def test_a_malformed_key_opens_nothing(visitor: Visitor, key: str) -> None:
    assert await statuses(visitor, key) == {404}


async def test_a_wrong_key_and_an_expired_one_cannot_be_told_apart(
    visitor: Visitor, half_answered_take: str, clock: Clock
) -> None:
    clock.advance(days=365)
    texts = []
    for key in (half_answered_take, new_key()):
        response = await visitor.browser.get(visitor.path(key, "review"))
        page = page_of(response)
        assert (response.status_code, page.one("h1").text) == (404, "This link opens nothing")
        texts.append(response.text)
    assert texts[0] == texts[1]


async def test_an_expired_key_opens_nothing(
    visitor: Visitor, half_answered_take: str, rows: Rows, clock: Clock
) -> None:
    clock.advance(days=364, hours=23, minutes=59)
    await visitor.read(visitor.path(half_answered_take, "review"))
    clock.advance(minutes=1)
    before = rows.everything()
    assert await statuses(visitor, half_answered_take) == {404}
    assert rows.everything() == before


async def test_completing_lets_the_link_work_for_another_year(
    visitor: Visitor, answered_take: str, clock: Clock
) -> None:
    clock.advance(days=300)
    await visitor.complete(answered_take)
    clock.advance(days=300)
    await visitor.read(visitor.path(answered_take, "result"))


async def test_no_key_of_one_take_touches_another(
    visitor: Visitor, complete_take: str, half_answered_take: str, rows: Rows
) -> None:
    """Every address, with every key, changes at most the take of that key."""
    mine, theirs = half_answered_take, complete_take
    before = rows.take(theirs), rows.answers(theirs)
    for place in READ:
        await visitor.browser.get(visitor.path(mine, place))
    their_id = str(rows.take(theirs)["id"])
    for place in SENT:
        fields = {"level": "measured", "seen": "9", "take_id": their_id, "key": theirs, "name": "Mine"}
        query = {"key": theirs, "take_id": their_id}
        await visitor.browser.post(visitor.path(mine, place), data=fields, params=query)
        assert (rows.take(theirs), rows.answers(theirs)) == before
    assert rows.answers(theirs)
    await visitor.read(visitor.path(theirs, "result"))
