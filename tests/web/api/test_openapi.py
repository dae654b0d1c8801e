"""The OpenAPI is true: its examples are taken and given, and it names all that there is."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from app.api.openapi import document
from app.api.problems import KINDS, MEDIA_TYPE
from app.api.routes import PATTERNS
from tests.web.api.program import Program
from tests.web.rows import Rows

DOCUMENT = document()
HTTP_METHODS = {"get", "put", "post", "delete"}


class Operation(NamedTuple):
    """One operation of the document."""

    method: str
    path: str
    said: dict[str, Any]


OPERATIONS = [
    Operation(method, path, said)
    for path, operations in DOCUMENT["paths"].items()
    for method, said in operations.items()
]
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: f"{o.method} {o.path}")
SENT = [
    pytest.param(o, name, example["value"], id=f"{o.method} {o.path} {name}")
    for o in OPERATIONS
    if "requestBody" in o.said
    for name, example in o.said["requestBody"]["content"]["application/json"]["examples"].items()
]


def errors(schema: dict[str, Any], value: object) -> list[str]:
    """What of ``value`` is not as ``schema`` says."""
    whole = schema | {"components": DOCUMENT["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def answers(operation: Operation) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Status, media type and content of every answer of an operation that has a body."""
    for status, answer in operation.said["responses"].items():
        for media_type, content in answer.get("content", {}).items():
            yield status, media_type, content


def test_it_names_its_version_and_how_a_take_is_opened() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert (DOCUMENT["info"]["title"], DOCUMENT["servers"][0]["url"]) == ("AI Index", "/")
    (scheme,) = DOCUMENT["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert "docs/api.md" in DOCUMENT["info"]["description"]


def test_it_names_every_route_and_no_other() -> None:
    assert set(DOCUMENT["paths"]) == set(PATTERNS.values())
    assert {operation.method for operation in OPERATIONS} == HTTP_METHODS
    ids = [operation.said["operationId"] for operation in OPERATIONS]
    assert len(set(ids)) == len(ids)


@each_operation
def test_an_operation_is_described_and_tagged(operation: Operation) -> None:
    assert operation.said["summary"]
    assert operation.said["description"]
    assert set(operation.said["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}


@each_operation
def test_every_example_of_an_answer_is_as_its_schema_says(operation: Operation) -> None:
    for status, media_type, content in answers(operation):
        shown = [example["value"] for example in content.get("examples", {}).values()]
        is_json = media_type in {"application/json", MEDIA_TYPE}
        assert shown or not is_json or operation.path.endswith("openapi.json"), (status, media_type)
        for value in shown:
            assert errors(content["schema"], value) == []


@each_operation
def test_every_problem_that_is_named_is_one_and_has_its_status(operation: Operation) -> None:
    for status, media_type, content in answers(operation):
        if media_type == MEDIA_TYPE:
            assert {str(KINDS[kind].status) for kind in content["examples"]} == {status}
        else:
            assert int(status) < 300


def test_every_kind_of_problem_is_named_somewhere() -> None:
    named = {
        kind
        for o in OPERATIONS
        for _, media, c in answers(o)
        if media == MEDIA_TYPE
        for kind in c["examples"]
    }
    # No operation has these: they are what an address without one answers.
    assert set(KINDS) - named == {"method-not-allowed"}


@each_operation
def test_what_is_sent_has_examples_that_are_as_its_schema_says(operation: Operation) -> None:
    if "requestBody" not in operation.said:
        assert operation.method != "put"
        return
    content = operation.said["requestBody"]["content"]["application/json"]
    assert content["examples"]
    for example in content["examples"].values():
        assert errors(content["schema"], example["value"]) == []


@pytest.mark.parametrize(("operation", "name", "value"), SENT)
async def test_every_example_of_a_request_is_taken_as_it_is(
    sqlite_program: Program, operation: Operation, name: str, value: Any
) -> None:
    is_about_result = "share" in operation.path
    key = await (sqlite_program.completed() if is_about_result else sqlite_program.start())
    path = operation.path.removeprefix("/api/v1").replace("{question}", "owner")
    response = await sqlite_program.send(operation.method.upper(), path, key, value)
    (status, _, content), *_ = answers(operation)
    assert response.status_code == int(status)
    assert errors(content["schema"], response.json()) == []


async def test_it_is_served_as_it_is_and_to_every_site(sqlite_program: Program) -> None:
    response = await sqlite_program.get("/openapi.json")
    assert response.json() == DOCUMENT
    assert response.headers["access-control-allow-origin"] == "*"
    etag = response.headers["etag"]
    assert (await sqlite_program.get("/openapi.json", if_none_match=etag)).status_code == 304


async def test_reading_changes_nothing(program: Program, rows: Rows) -> None:
    keys = [await program.start(), await program.completed()]
    before = rows.everything()
    for operation in OPERATIONS:
        if operation.method == "get":
            path = operation.path.removeprefix("/api/v1").replace("{question}", "owner")
            for key in keys:
                await program.get(path, key)
    assert rows.everything() == before
