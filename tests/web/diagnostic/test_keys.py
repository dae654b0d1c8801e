"""The key in the address is the only way to a take."""

import pytest

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


@pytest.mark.parametrize(
    "key",
    ["x", "x" * 21, "x" * 23, "é" * 22, "%00" * 22, "." * 22, "x" * 21 + "=", "x" * 21 + "%0A", "x" * 900],
)
async def test_a_malformed_key_opens_nothing(visitor: Visitor, key: str) -> None:
    assert await statuses(visitor, key) == {404}


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
