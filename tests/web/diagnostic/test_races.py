"""Many at once on one take: every answer lands, and completion stands between before and after."""

import asyncio

from tests.web.rows import Rows
from tests.web.visitor import LEVELS, QUESTIONS, Visitor

QUESTION = QUESTIONS[0]


async def test_windows_that_save_one_question_at_once_are_all_answered(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    saves = [
        visitor.send(empty_take, QUESTION, level=LEVELS[number % 5], note=f"note {number}", action="save")
        for number in range(40)
    ]
    responses = await asyncio.gather(*saves)
    assert {response.status_code for response in responses} == {200}
    assert rows.answers(empty_take)[QUESTION]["revision"] == 40


async def test_answers_to_all_questions_at_once_all_land(
    visitor: Visitor, empty_take: str, rows: Rows
) -> None:
    await asyncio.gather(*(visitor.send(empty_take, q, level="measured") for q in QUESTIONS))
    assert {q: row["level"] for q, row in rows.answers(empty_take).items()} == dict.fromkeys(
        QUESTIONS, "measured"
    )


async def test_completing_and_deleting_while_answers_arrive_never_fails(
    visitor: Visitor, answered_take: str, rows: Rows
) -> None:
    address = visitor.path(answered_take, "delete")
    sent = [visitor.send(answered_take, q, level="measured", action="save") for q in QUESTIONS]
    sent[6:6] = [visitor.complete(answered_take), visitor.complete(answered_take)]
    sent[10:10] = [visitor.browser.post(address), visitor.browser.post(address)]
    responses = await asyncio.gather(*sent)
    assert {response.status_code for response in responses} <= {200, 303, 404, 409}
    assert rows.count("take") == rows.count("answer") == 0
