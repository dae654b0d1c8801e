"""Scoring without keeping anything: what ``ai-index score --json`` says, by HTTP."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.api.examples import CASE
from app.api.score import FEW_BYTES, MOST_CASES
from app.cases import CaseError, as_data, score_text
from app.gate import LARGER_BODIES
from questions.packs import CURRENT, load
from tests.web.api.program import API, Program, problem

JSON = {"content-type": "application/json"}


async def send(client: httpx.AsyncClient, text: str | bytes) -> httpx.Response:
    """Send a text as JSON."""
    return await client.post(f"{API}/score", content=text, headers=JSON)


async def test_one_case_has_one_result_and_an_array_has_an_array(sqlite_client: httpx.AsyncClient) -> None:
    for sent in (CASE, [CASE], [CASE, {"answers": CASE["answers"], "target": "absent"}]):
        text = json.dumps(sent)
        outcome = score_text(text)
        expected = [as_data(r) for r in outcome] if isinstance(outcome, list) else as_data(outcome)
        response = await send(sqlite_client, text)
        assert (response.status_code, response.json()) == (200, expected)
        assert response.headers["cache-control"] == "no-store"


FAULTS: dict[str, Any] = {
    "no case": 5,
    "an empty array": [],
    "an answer too few": {"answers": {"owner": "absent"}},
    "a strange level": {"answers": CASE["answers"] | {"owner": "best"}},
    "a strange question": {"answers": CASE["answers"] | {"luck": "absent"}},
    "a strange field": CASE | {"targets": "absent"},
    "a strange version": CASE | {"framework": "ai-id@9.9"},
    "a strange target": CASE | {"target": "best"},
    "strange evidence": CASE | {"evidence": ["luck"]},
    "one of many": [CASE, CASE, {"answers": 5}],
    "half a pair": {"answers": CASE["answers"] | {"\ud800": "absent"}},
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_case_that_is_wrong_is_told_in_the_words_of_the_command_line(
    sqlite_client: httpx.AsyncClient, name: str
) -> None:
    text = json.dumps(FAULTS[name])
    with pytest.raises(CaseError) as told:
        score_text(text)
    said = problem(await send(sqlite_client, text), "case-wrong")
    assert said["detail"] == str(told.value)
    (error,) = said["errors"]
    assert error["pointer"] == ("/2" if name == "one of many" else "")
    assert f"{error['detail']}; allowed: {error['allowed']}".rstrip() in said["detail"] + "; allowed:"


async def test_a_thousand_cases_are_scored_and_one_more_is_not(sqlite_client: httpx.AsyncClient) -> None:
    assert MOST_CASES == 1000
    answered = await send(sqlite_client, json.dumps([CASE] * 1000))
    assert answered.json() == [as_data(score_text(json.dumps(CASE)))] * 1000  # type: ignore[arg-type]
    said = problem(await send(sqlite_client, json.dumps([CASE] * 1001)), "case-wrong")
    assert said["detail"] == "the array has more than 1000 cases; allowed: at most 1000"


def test_a_thousand_cases_with_all_that_they_may_say_fit_in_a_body() -> None:
    framework = load(CURRENT).framework
    longest = max([*framework.level_scores, "unknown"], key=len)
    whole = {
        "framework": CURRENT,
        "answers": dict.fromkeys(framework.question_ids, longest),
        "target": longest,
        "evidence": list(framework.question_ids),
    }
    size = len(json.dumps([whole] * MOST_CASES, indent=2))
    assert FEW_BYTES < size < LARGER_BODIES[f"{API}/score"]


async def test_a_body_that_is_too_large_is_refused(sqlite_client: httpx.AsyncClient) -> None:
    problem(await send(sqlite_client, b" " * (LARGER_BODIES[f"{API}/score"] + 1)), "too-large")


async def test_others_are_answered_while_a_thousand_cases_are_scored(
    sqlite_client: httpx.AsyncClient,
) -> None:
    done: list[str] = []

    async def ask(name: str, work: Any) -> None:
        assert (await work).status_code == 200
        done.append(name)

    many = json.dumps([CASE] * 1000)
    await asyncio.gather(ask("many", send(sqlite_client, many)), ask("few", sqlite_client.get("/healthz")))
    assert done == ["few", "many"]


async def test_a_byte_order_mark_is_passed_over(sqlite_client: httpx.AsyncClient) -> None:
    response = await send(sqlite_client, b"\xef\xbb\xbf" + json.dumps(CASE).encode())
    assert response.status_code == 200
    problem(await send(sqlite_client, b"\xff\xfe"), "not-json")


async def test_a_file_of_a_take_is_a_case(sqlite_program: Program) -> None:
    key = await sqlite_program.completed()
    file = await sqlite_program.get("/take/data.json", key)
    scored = await send(sqlite_program.client, file.content)
    assert scored.json() == file.json()["result"] == (await sqlite_program.get("/take/result", key)).json()


async def test_the_framework_is_what_the_command_line_prints(sqlite_program: Program) -> None:
    response = await sqlite_program.get("/framework")
    pack = load(CURRENT)
    assert (response.json()["framework"], response.json()["digest"]) == (CURRENT, pack.digest)
    assert set(response.json()["texts"]) == set(pack.languages)
    same = await sqlite_program.get(f"/framework?version={CURRENT}", accept_encoding="identity")
    assert same.content == response.content
    assert same.headers["access-control-allow-origin"] == "*"
    etag = same.headers["etag"]
    assert (await sqlite_program.get("/framework", if_none_match=etag)).status_code == 304
