"""Planning without keeping anything: what ``ai-index plan --json`` says, by HTTP."""

import asyncio
import json
import subprocess
import sys
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.api.plan import MOST_CASES, MOST_WAITING
from app.api.plan_example import PLAN_CASE_SENT, PLANNED
from app.cli import cli
from app.gate import LARGER_BODIES
from questions.packs import CURRENT, load
from tests.web.api.program import API, problem
from tests.web.running import Clock

FRAMEWORK = load(CURRENT).framework
JSON = {"content-type": "application/json"}
CASE = PLAN_CASE_SENT


async def send(client: httpx.AsyncClient, data: object) -> httpx.Response:
    """Send JSON, or a text as JSON."""
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return await client.post(f"{API}/plan", content=text, headers=JSON)


def command_line(data: object) -> tuple[int, str]:
    """What ``ai-index plan --json`` says of ``data``: its exit code, and what it prints."""
    done = CliRunner().invoke(cli, ["plan", "-", "--json"], input=json.dumps(data))
    return done.exit_code, done.stdout if done.exit_code == 0 else done.stderr


@pytest.mark.parametrize(
    "sent", [CASE, [CASE], [CASE, CASE | {"strategy": "fastest"}]], ids=["one", "a list of one", "two"]
)
async def test_one_case_has_one_plan_and_an_array_has_an_array_as_on_the_command_line(
    sqlite_client: httpx.AsyncClient, sent: object
) -> None:
    response = await send(sqlite_client, sent)
    assert response.status_code == 200
    assert (0, response.json()) == (0, json.loads(command_line(sent)[1]))
    assert response.headers["cache-control"] == "no-store"


async def test_the_example_that_is_written_down_is_the_plan(sqlite_client: httpx.AsyncClient) -> None:
    assert (await send(sqlite_client, CASE)).json() == PLANNED


async def test_a_plan_starts_on_the_sites_day(sqlite_client: httpx.AsyncClient, clock: Clock) -> None:
    for case in ({key: value for key, value in CASE.items() if key != "start"}, CASE | {"start": None}):
        plan = (await send(sqlite_client, case)).json()
        assert plan["start"] == plan["by_quarter"][0]["starts_on"] == clock().date().isoformat()


FAULTS: dict[str, tuple[Any, str]] = {
    "no case": (5, ""),
    "an empty array": ([], ""),
    "a strange field": (CASE | {"days": 3}, ""),
    "a strange version": (CASE | {"framework": "ai-id@9.9"}, "/framework"),
    "nothing": ({}, "/answers"),
    "no size": (CASE | {"size": None}, "/size"),
    "a strange size": (CASE | {"size": "huge"}, "/size"),
    "an answer too few": (CASE | {"answers": {"owner": "absent"}}, "/answers"),
    "a strange level": (CASE | {"answers": CASE["answers"] | {"owner": "best"}}, "/answers/owner"),
    "a negative capacity": (CASE | {"capacity_days": -1}, "/capacity_days"),
    "a capacity in words": (CASE | {"capacity_days": "many"}, "/capacity_days"),
    "an endless capacity": (CASE | {"capacity_days": 10**400}, "/capacity_days"),
    "too many quarters": (CASE | {"quarters": 13}, "/quarters"),
    "half a quarter": (CASE | {"quarters": 1.5}, "/quarters"),
    "a strange target": (CASE | {"target": "best"}, "/target"),
    "a strange property": (CASE | {"target": {"luck": "measured"}}, "/target"),
    "a strange target of a property": (CASE | {"target": {"secure": "best"}}, "/target/secure"),
    "a strange strategy": (CASE | {"strategy": "luck"}, "/strategy"),
    "no day": (CASE | {"start": "2027-02-30"}, "/start"),
    "a strange step in efforts": (CASE | {"efforts": {"owner:best": 1}}, "/efforts"),
    "a strange step done": (CASE | {"done": ["owner:best"]}, "/done"),
    "pins that cannot hold": (CASE | {"capacity_days": 0.5, "pinned": {"threats:documented": 1}}, "/pinned"),
    "one of many": ([CASE, CASE | {"capacity_days": -1}], "/1/capacity_days"),
    "no case among many": ([CASE, 5], "/1"),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_case_that_is_wrong_is_told_in_the_words_of_the_command_line_with_its_field(
    sqlite_client: httpx.AsyncClient, name: str
) -> None:
    data, pointer = FAULTS[name]
    said = problem(await send(sqlite_client, data), "plan-wrong")
    code, told = command_line(data)
    assert code == 2
    assert said["detail"] in " ".join(told.split())
    (error,) = said["errors"]
    assert error["pointer"] == pointer
    assert error["detail"] in said["detail"]


async def test_what_is_no_json_is_refused(sqlite_client: httpx.AsyncClient) -> None:
    for body in (b"{", b"\xff\xfe", b'{"size": 1, "size": 2}', b"[" * 100_000):
        problem(await send(sqlite_client, body), "not-json")
    problem(await sqlite_client.post(f"{API}/plan", content=b"{}"), "media-type")


async def test_a_hundred_cases_are_planned_and_one_more_is_not(sqlite_client: httpx.AsyncClient) -> None:
    assert MOST_CASES == 100
    assert (await send(sqlite_client, [CASE] * 100)).json() == [PLANNED] * 100
    said = problem(await send(sqlite_client, [CASE] * 101), "plan-wrong")
    assert said["detail"] == "the array has more than 100 cases; allowed: at most 100"


async def test_others_are_answered_while_a_hundred_cases_are_planned(
    sqlite_client: httpx.AsyncClient,
) -> None:
    done: list[str] = []

    async def ask(name: str, work: Any) -> None:
        assert (await work).status_code == 200
        done.append(name)

    await asyncio.gather(
        ask("many", send(sqlite_client, [CASE] * 100)), ask("few", sqlite_client.get("/healthz"))
    )
    assert done == ["few", "many"]


async def test_whoever_comes_when_many_wait_is_told_to_come_again(sqlite_client: httpx.AsyncClient) -> None:
    asked = [send(sqlite_client, [CASE] * 20) for _ in range(MOST_WAITING + 1)]
    answers = sorted(await asyncio.gather(*asked), key=lambda each: each.status_code)
    assert [each.status_code for each in answers] == [200] * MOST_WAITING + [503]
    problem(answers[-1], "busy")
    assert answers[-1].headers["retry-after"] == "10"
    assert (await send(sqlite_client, CASE)).status_code == 200


def test_a_hundred_cases_with_all_that_they_may_say_fit_in_a_body() -> None:
    whole = CASE | {
        "framework": CURRENT,
        "target": dict.fromkeys(FRAMEWORK.weights, "operational"),
        "efforts": dict.fromkeys(FRAMEWORK.steps, 9999.99),
        "pinned": dict.fromkeys(FRAMEWORK.steps, 12),
        "done": list(FRAMEWORK.steps),
        "left_out": list(FRAMEWORK.steps),
    }
    size = len(json.dumps([whole] * MOST_CASES, indent=2))
    assert LARGER_BODIES[f"{API}/score"] / 4 < size < LARGER_BODIES[f"{API}/plan"]


async def test_a_body_that_is_too_large_is_refused(sqlite_client: httpx.AsyncClient) -> None:
    problem(await send(sqlite_client, b" " * (LARGER_BODIES[f"{API}/plan"] + 1)), "too-large")


def test_a_site_where_nobody_plans_loads_no_planner() -> None:
    code = (
        "import sys, app.main, app.api.openapi; app.api.openapi.document();"
        "print(sorted({'numpy', 'highspy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
