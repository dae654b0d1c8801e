"""Whatever goes wrong, a program is told what, where and what is allowed, in one shape."""

import json
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from app.api.problems import KINDS, TYPES, problem_of
from app.gate import LARGEST_BODY
from app.migrations import migration_engine
from app.settings import Settings
from app.typesetting import BusyError
from tests.web.api.program import API, Program, problem
from tests.web.running import Clock, browser_of, running

JSON = {"content-type": "application/json"}
OWNER = "/take/answers/owner"


async def provoked(program: Program) -> dict[str, httpx.Response]:
    """Every kind of problem that a well-run site has."""
    client, key, done = program.client, await program.start(), await program.completed()
    return {
        "not-json": await client.post(API + "/score", content=b"{", headers=JSON),
        "bad-request": await program.send("POST", "/take/revise", key, idempotency_key="a b"),
        "parameter-unknown": await program.get("/framework?verison=1"),
        "key-missing": await program.get("/take"),
        "key-unknown": await program.get("/take", "x" * 22),
        "other-site": await program.send("POST", "/takes", sec_fetch_site="cross-site"),
        "not-found": await program.get("/nowhere"),
        "framework-unknown": await program.get("/framework?version=ai-id@9.9"),
        "question-unknown": await program.get("/take/answers/luck", key),
        "not-shared": await program.get("/take/share", done),
        "method-not-allowed": await program.send("PATCH", "/take", key),
        "take-completed": await program.send("PUT", OWNER, done, {"level": "absent"}),
        "take-open": await program.get("/take/result", key),
        "answers-missing": await program.send("POST", "/take/complete", key),
        "changed": await program.send("PUT", OWNER, key, {"level": "absent"}, if_match='"3"'),
        "too-large": await program.send("PUT", OWNER, key, {"level": "x" * LARGEST_BODY}),
        "address-too-long": await program.get("/framework?version=" + "x" * 1000),
        "media-type": await client.post(API + "/score", content=b"{}"),
        "fields-wrong": await program.send("PUT", OWNER, key, {"level": "best"}),
        "case-wrong": await program.send("POST", "/score", body={}),
        "plan-wrong": await program.send("POST", "/plan", body={}),
    }


async def test_every_kind_of_problem_has_its_shape_and_leads_to_its_meaning(sqlite_program: Program) -> None:
    responses = await provoked(sqlite_program)
    for kind, response in responses.items():
        said = problem(response, kind)
        meaning = await sqlite_program.client.get(said["type"])
        assert meaning.json() == {"type": TYPES + kind} | KINDS[kind].as_data
    assert set(KINDS) - set(responses) == {"too-many-requests", "too-many-starts", "busy", "unexpected"}


async def test_too_many_takes_in_an_hour_are_refused(sqlite_url: str, clock: Clock) -> None:
    settings = Settings(database=SecretStr(sqlite_url), starts_per_hour=2)
    async with running(settings, clock) as app, browser_of(app) as browser:
        program = Program(browser)
        key = await program.start()
        await program.start()
        for response in (
            await program.send("POST", "/takes"),
            await program.send("POST", "/take/revise", key),
        ):
            problem(response, "too-many-starts")
            assert response.headers["retry-after"] == "60"


async def test_too_many_requests_at_once_are_refused(sqlite_url: str, clock: Clock) -> None:
    settings = Settings(database=SecretStr(sqlite_url), posts_per_second=1)
    async with running(settings, clock) as app, browser_of(app) as browser:
        program = Program(browser)
        responses = [await program.send("POST", "/score", body={}) for _ in range(60)]
        assert responses[0].status_code == 422
        problem(responses[-1], "too-many-requests")
        assert responses[-1].headers["retry-after"] == "60"
        assert (await program.get("/framework")).status_code == 200


async def test_a_failure_here_says_so_and_nothing_more(program: Program, settings: Settings) -> None:
    key = await program.completed()
    engine = migration_engine(settings)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer RENAME TO answer_gone"))
    response = await program.get("/take", key)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE answer_gone RENAME TO answer"))
    engine.dispose()
    said = problem(response, "unexpected")
    assert said["detail"] == KINDS["unexpected"].meaning


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/take", "/api/v1/take/"])
async def test_an_address_where_nothing_is_says_so_to_programs(
    sqlite_client: httpx.AsyncClient, path: str
) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        problem(await sqlite_client.request(method, path), "not-found")


async def test_every_address_tells_its_methods(sqlite_program: Program) -> None:
    expected = {
        "/framework": "GET, HEAD, OPTIONS",
        "/score": "OPTIONS, POST",
        "/take": "DELETE, GET, HEAD, OPTIONS",
        OWNER: "GET, HEAD, OPTIONS, PUT",
        "/take/share": "DELETE, GET, HEAD, OPTIONS, PUT",
    }
    for path, allowed in expected.items():
        options = await sqlite_program.send("OPTIONS", path)
        assert (options.status_code, options.headers["allow"], options.content) == (204, allowed, b"")
        refused = await sqlite_program.send("PATCH", path)
        problem(refused, "method-not-allowed")
        assert refused.headers["allow"] == allowed


async def test_head_answers_as_get_does_without_the_body(sqlite_program: Program) -> None:
    key = await sqlite_program.completed()
    for path in ("/framework", "/openapi.json", "/take", "/take/result", "/take/data.json", "/nowhere"):
        got, head = await sqlite_program.get(path, key), await sqlite_program.send("HEAD", path, key)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert dict(head.headers) == dict(got.headers)


DEEP = 100_000
BROKEN = {
    "nothing": b"",
    "no JSON": b"level=absent",
    "a name twice": b'{"level": "absent", "level": "measured"}',
    "a name twice, deep": b'{"level": {"a": 1, "a": 2}}',
    "no number": b'{"level": NaN}',
    "no end": b'{"level": -Infinity}',
    "half a pair": b'{"level": "\\ud800"}',
    "half a pair in a name": b'{"\\udfff": 1}',
    "no UTF-8": b'{"level": "\xff"}',
    "UTF-16": '{"level": "absent"}'.encode("utf-16"),
    "arrays without end": b"[" * 30_000,
    "objects without end": b'{"a":' * 12_000,
    "two values": b"{} {}",
    "a null byte": b'{"level": "absent"}\0',
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_body_that_is_not_strict_json_is_refused(sqlite_program: Program, name: str) -> None:
    key = await sqlite_program.start()
    headers = JSON | {"authorization": f"Bearer {key}"}
    response = await sqlite_program.client.put(API + OWNER, content=BROKEN[name], headers=headers)
    said = problem(response, "not-json")
    assert "allowed: " in said["detail"]
    assert (await sqlite_program.get("/take", key)).json()["answers"] == {}


WRONG: dict[str, tuple[Any, dict[str, tuple[str, str]]]] = {
    "no object": ([], {"": ("is an array", "an object")}),
    "nothing": (None, {"": ("is null", "an object")}),
    "a number": (5, {"": ("is a number", "an object")}),
    "no level": ({}, {"": ("level is missing", "an object that has it")}),
    "a strange field": (
        {"level": "absent", "levels": 1},
        {"": ("'levels' is not a field", "level, note, link")},
    ),
    "a strange level": (
        {"level": "best"},
        {"/level": ("'best' is not a level", "absent, declared, documented, operational, measured, unknown")},
    ),
    "an empty level": (
        {"level": ""},
        {"/level": ("'' is not a level", "absent, declared, documented, operational, measured, unknown")},
    ),
    "other kinds": (
        {"level": True, "note": 5, "link": None},
        {
            "/level": ("is true or false", "a text"),
            "/note": ("is a number", "a text"),
            "/link": ("is null", "a text"),
        },
    ),
    "too long": (
        {"level": "absent", "note": "x" * 2001},
        {"/note": ("has 2001 characters", "at most 2000 characters")},
    ),
    "no address": (
        {"level": "absent", "link": "javascript:alert(1)"},
        {
            "/link": (
                "'javascript:alert(1)' is no address",
                "an http or https address of at most 2000 characters, or an empty text",
            )
        },
    ),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_field_that_is_wrong_is_named_with_what_is_allowed(
    sqlite_program: Program, name: str
) -> None:
    key = await sqlite_program.start()
    body, faults = WRONG[name]
    response = await sqlite_program.client.put(
        API + OWNER, content=json.dumps(body), headers=JSON | {"authorization": f"Bearer {key}"}
    )
    said = problem(response, "fields-wrong")
    assert {e["pointer"]: (e["detail"], e["allowed"]) for e in said["errors"]} == faults
    first = said["errors"][0]
    assert f"{first['detail']}; allowed: {first['allowed']}" in said["detail"]
    assert (await sqlite_program.get("/take", key)).json()["answers"] == {}


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp", "json"]
)
async def test_a_body_of_another_kind_is_refused(sqlite_program: Program, content_type: str) -> None:
    headers = {"content-type": content_type}
    for path in ("/score", "/takes"):
        response = await sqlite_program.client.post(API + path, content=b"{}", headers=headers)
        problem(response, "media-type")


async def test_json_may_say_its_charset(sqlite_program: Program) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    response = await sqlite_program.client.post(API + "/takes", content=b"{}", headers=headers)
    assert response.status_code == 201


async def test_what_nobody_can_see_is_left_out_of_a_note(sqlite_program: Program) -> None:
    key = await sqlite_program.start()
    body = {"level": "absent", "note": "a\u0000b\r\nc\u202e", "link": " https://x.example/ "}
    saved = await sqlite_program.send("PUT", OWNER, key, body)
    assert saved.json() == {"level": "absent", "note": "ab\nc", "link": "https://x.example/", "revision": 1}


def test_whoever_finds_the_reports_queue_full_is_told_when_to_come_again() -> None:
    response = problem_of(BusyError()).response
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
    assert json.loads(bytes(response.body))["type"] == TYPES + "busy"
