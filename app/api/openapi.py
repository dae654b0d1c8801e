"""The document that describes every operation: OpenAPI 3.1."""

from functools import cache
from importlib.metadata import version
from typing import Any

import orjson
from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response

from app.api import answers, details, files, framework, load, plan, result, score, takes
from app.api.documented import API, ETAG, NAMED, REF, named, operation
from app.api.framework import OPEN
from app.api.replies import JSON, etag_of, names
from app.api.schemas import Problem

router = APIRouter(prefix=API)
DESCRIPTION = """\
The diagnostic for programs: the same actions, rules and limits as the pages.

A take is opened by its edit key, sent as a bearer token and never in an address. Errors are
`application/problem+json` (RFC 9457) with a `type` that leads to its meaning. `HEAD` works where `GET` does,
`OPTIONS` everywhere. docs/api.md, beside the code, tells it all with examples to run.
"""
TAGS = {
    "framework": "What is asked, and how it is weighed; what problems mean.",
    "score": "Score answers without keeping them.",
    "plan": "Plan the steps to a target without keeping anything.",
    "takes": "Start a take, read, complete, revise and delete it.",
    "answers": "The twelve answers.",
    "organization and target": "What surrounds the answers.",
    "result": "What a completed take amounts to.",
    "share": "The read-only link to a result.",
    "files": "The result to take away.",
}
PARTS = (framework, score, plan, takes, load, answers, details, result, files)


@router.get(
    "/openapi.json",
    **operation(
        "Read this document",
        tag="framework",
        shows={"type": "object", "required": ["openapi", "info", "paths"]},
        said="This document.",
        headers=ETAG,
        unchanged=True,
    ),
)
async def read_openapi(request: Request) -> Response:
    """Every operation, what it takes and every answer it gives."""
    body, etag = _encoded()
    headers = OPEN | {"ETag": etag}
    if names(request.headers.getlist("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=JSON)


@cache
def routes() -> tuple[APIRoute, ...]:
    """The route of every operation."""
    found = [route for part in PARTS for route in part.router.routes] + router.routes
    return tuple(route for route in found if isinstance(route, APIRoute))


@cache
def document() -> dict[str, Any]:
    """The document."""
    described = get_openapi(
        title="AI Index",
        version=version("ai-index"),
        openapi_version="3.1.0",
        summary="A self-assessment of an organization's AI practice.",
        description=DESCRIPTION,
        routes=list(routes()),
        servers=[{"url": "/", "description": "This site."}],
        tags=[{"name": name, "description": said} for name, said in TAGS.items()],
        license_info={"name": "Apache 2.0", "identifier": "Apache-2.0"},
    )
    for route in routes():
        for method in route.methods or ():
            _restore(described["paths"][route.path][method.lower()], route)
    described["components"]["schemas"] = _schemas()
    return described


@cache
def _encoded() -> tuple[bytes, str]:
    body = orjson.dumps(document())
    return body, etag_of(body.decode())


def _schemas() -> dict[str, Any]:
    """Every named model, and those that they are made of."""
    named(Problem)
    _, definitions = models_json_schema(
        [(model, "validation") for model in NAMED.values()], ref_template=REF + "{model}"
    )
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _restore(described: dict[str, Any], route: APIRoute) -> None:
    """Say exactly what ``operation`` said of the route: FastAPI leaves out every null of the examples, and
    adds an answer of its own wherever there is a parameter, which nothing here ever gives."""
    described["responses"] = {str(status): said for status, said in route.responses.items()}
    if route.openapi_extra:
        described |= route.openapi_extra
