"""The framework version as data, for anybody."""

import gzip
from functools import lru_cache
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.documented import API, ETAG, named, operation
from app.api.problems import KINDS, TYPES, ProblemError
from app.api.replies import JSON, etag_of, names
from app.api.schemas import ProblemKind
from app.compression import takes_gzip
from app.pack_data import as_data
from app.web import PUBLIC
from questions.packs import CURRENT, UnknownVersionError, load

router = APIRouter(prefix=API)
# There is no secret in it: a page of any site may read it.
OPEN = PUBLIC | {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}

_FRAMEWORK: dict[str, Any] = {
    "type": "object",
    "required": ["framework", "digest", "weights", "facts", "steps", "texts"],
    "properties": {
        "framework": {"type": "string", "description": "The version's name.", "examples": [CURRENT]},
        "digest": {"type": "string", "description": "The content's hash, which never changes."},
        "weights": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "Per cent by property.",
        },
        "facts": {"type": "object", "description": "Questions, levels, properties, components, references."},
        "steps": {"description": "What each step takes, and what must come first."},
        "texts": {"type": "object", "description": "Every text, by language."},
    },
}
_EXAMPLE = as_data(load(CURRENT)) | {"facts": {}, "steps": {}, "texts": {}}


@router.get(
    "/framework",
    **operation(
        "Read a framework version",
        tag="framework",
        shows=_FRAMEWORK,
        said="The version: what `ai-index framework --json` prints.",
        example=_EXAMPLE,
        headers=ETAG,
        unchanged=True,
        problems=["framework-unknown"],
    ),
)
async def read_framework(
    request: Request,
    version: Annotated[str, Query(description="The version; the current one by default.")] = CURRENT,
) -> Response:
    """Every fact and every text of a framework version, which never changes once it is published."""
    try:
        name = load(version).framework.name
    except UnknownVersionError as error:
        raise ProblemError("framework-unknown", f"version: {error.args[0]}") from None
    body, compressed, etag = _encoded(name)
    if names(request.headers.getlist("if-none-match"), etag):
        return Response(status_code=304, headers=OPEN | {"ETag": etag})
    if takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(
            compressed, headers=OPEN | {"ETag": etag, "Content-Encoding": "gzip"}, media_type=JSON
        )
    return Response(body, headers=OPEN | {"ETag": etag}, media_type=JSON)


@lru_cache
def _encoded(name: str) -> tuple[bytes, bytes, str]:
    """The version as JSON, compressed too, and the weak ETag of both."""
    body = orjson.dumps(as_data(load(name)))
    return body, gzip.compress(body, 9, mtime=0), f"W/{etag_of(body.decode())}"


@router.get(
    "/problems/{kind}",
    **operation(
        "Read what a problem means",
        tag="framework",
        shows=named(ProblemKind),
        said="The kind of problem.",
        example={"type": TYPES + "changed"} | KINDS["changed"].as_data,
        problems=["not-found"],
    ),
)
async def read_problem(kind: str) -> Response:
    """What a problem's `type` leads to: its title, its status, and what to do."""
    if kind not in KINDS:
        raise ProblemError("not-found")
    data = {"type": TYPES + kind} | KINDS[kind].as_data
    return Response(orjson.dumps(data), headers=OPEN, media_type=JSON)
