"""What the OpenAPI says of an operation, beside what its function says itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from app.api.problems import KINDS, MEDIA_TYPE, RETRY_SECONDS, TYPES
from app.api.replies import JSON

API = "/api/v1"
REF = "#/components/schemas/"
ANY = ("parameter-unknown", "address-too-long", "too-many-requests", "unexpected")
KEYED = ("key-missing", "key-unknown")
WRITING = ("other-site", "too-large", "too-many-requests")
WITH_BODY = ("not-json", "media-type", "fields-wrong")

# Every model that an operation names, for the document's components.
NAMED: dict[str, type[BaseModel]] = {}

ETAG = {"ETag": {"description": "Names what is there now.", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}


def operation(
    summary: str,
    *,
    tag: str,
    shows: type[BaseModel] | Mapping[str, Any] | None = None,
    status: int = 200,
    said: str = "Done.",
    media_type: str = JSON,
    example: object = None,
    examples: Mapping[str, object] | None = None,
    headers: Mapping[str, Any] | None = None,
    sends: type[BaseModel] | Mapping[str, Any] | None = None,
    sent: Mapping[str, object] | None = None,
    body_required: bool = True,
    problems: Sequence[str] = (),
    unchanged: bool = False,
) -> dict[str, Any]:
    """The arguments of a router's method: what is sent, and every answer that there is."""
    answer: dict[str, Any] = {"description": said}
    if shows is not None:
        content: dict[str, Any] = {"schema": _schema(shows)}
        shown = dict(examples or ({} if example is None else {"usual": example}))
        if shown:
            content["examples"] = {name: {"value": value} for name, value in shown.items()}
        answer["content"] = {media_type: content}
    if headers:
        answer["headers"] = dict(headers)
    responses: dict[int | str, dict[str, Any]] = {status: answer}
    if unchanged:
        responses[304] = {"description": "The client has it already.", "headers": dict(headers or {})}
    arguments: dict[str, Any] = {
        "summary": summary,
        "tags": [tag],
        "status_code": status,
        "response_class": Response,
        "response_model": None,
        "responses": responses | _problems(list(dict.fromkeys([*problems, *ANY]))),
    }
    if sends is not None:
        body = {"schema": _schema(sends)}
        body["examples"] = {name: {"value": value} for name, value in (sent or {}).items()}
        arguments["openapi_extra"] = {"requestBody": {"required": body_required, "content": {JSON: body}}}
    return arguments


def problem_data(kind: str) -> dict[str, Any]:
    """A problem of this kind as an example."""
    of_kind = KINDS[kind]
    return {
        "type": TYPES + kind,
        "title": of_kind.title,
        "status": of_kind.status,
        "detail": of_kind.meaning,
    }


def named(model: type[BaseModel]) -> dict[str, Any]:
    """A reference to the model among the document's components."""
    NAMED[model.__name__] = model
    return {"$ref": REF + model.__name__}


def _schema(shape: type[BaseModel] | Mapping[str, Any]) -> dict[str, Any]:
    return dict(shape) if isinstance(shape, Mapping) else named(shape)


def _problems(kinds: Sequence[str]) -> dict[int | str, dict[str, Any]]:
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        status = KINDS[kind].status
        said = found.setdefault(
            status,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": {"$ref": f"{REF}Problem"}, "examples": {}}},
            },
        )
        said["description"] = " ".join(filter(None, (said["description"], KINDS[kind].title + ".")))
        said["content"][MEDIA_TYPE]["examples"][kind] = {"value": problem_data(kind)}
        if status == 401:
            said["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
        if status in RETRY_SECONDS:
            said["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        if kind == "changed":
            said["headers"] = ETAG
    return found
