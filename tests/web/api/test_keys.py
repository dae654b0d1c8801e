"""A take's edit key, as a bearer token, is the only way to it."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.api.openapi import document
from app.keys import new_key
from tests.web.api.program import Program, problem
from tests.web.running import Clock


def keyed_operations() -> Iterator[Any]:
    """Every operation on a take: its method, its path, and a body that it takes."""
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            if operation.get("security"):
                sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
                body = next((example["value"] for example in sent.get("examples", {}).values()), None)
                place = path.removeprefix("/api/v1").replace("{question}", "owner")
                yield pytest.param(method.upper(), place, body, id=f"{method} {place}")


OPERATIONS = list(keyed_operations())
each_operation = pytest.mark.parametrize(("method", "path", "body"), OPERATIONS)


def test_every_operation_under_take_wants_the_key() -> None:
    paths = {
        path for path in document()["paths"] if path.startswith("/api/v1/take/") or path.endswith("/take")
    }
    assert {f"/api/v1{each.values[1]}" for each in OPERATIONS} == {
        path.replace("{question}", "owner") for path in paths
    }


@each_operation
async def test_without_a_key_nothing_is_told_or_done(
    sqlite_program: Program, method: str, path: str, body: Any
) -> None:
    key = await sqlite_program.completed()
    response = await sqlite_program.send(method, path, body=body)
    problem(response, "key-missing")
    assert response.headers["www-authenticate"] == 'Bearer realm="take"'
    basic = await sqlite_program.send(method, path, body=body, authorization=f"Basic {key}")
    problem(basic, "key-missing")
    assert (await sqlite_program.get("/take", key)).status_code == 200


@each_operation
async def test_a_wrong_key_a_share_key_and_an_expired_one_cannot_be_told_apart(
    sqlite_program: Program, clock: Clock, method: str, path: str, body: Any
) -> None:
    expired = await sqlite_program.completed()
    clock.advance(days=365)
    key = await sqlite_program.completed()
    page = (await sqlite_program.send("PUT", "/take/share", key, {})).json()["page"]
    said = []
    for wrong in (new_key(), page.split("/")[-1], expired, key[:-1], key.swapcase(), "x" * 4000):
        response = await sqlite_program.send(method, path, wrong, body)
        problem(response, "key-unknown")
        assert response.headers["www-authenticate"] == 'Bearer realm="take", error="invalid_token"'
        said.append(response.text)
    assert len(set(said)) == 1


async def test_a_key_in_the_address_is_refused_and_opens_nothing(sqlite_program: Program) -> None:
    key = await sqlite_program.completed()
    problem(await sqlite_program.get(f"/take?key={key}"), "parameter-unknown")
    problem(await sqlite_program.get(f"/take/{key}"), "not-found")
    problem(await sqlite_program.get(f"/takes/{key}"), "not-found")
