"""Answers to programs: JSON with its ETag, and the conditions under which a request is meant."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.problems import ProblemError
from app.web import PRIVATE

JSON = "application/json"


def reply(
    request: Request,
    data: BaseModel | Mapping[str, Any] | list[Any],
    status: int = 200,
    *,
    etag: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """``data`` as JSON that nobody keeps; 304 without it where the client has what ``etag`` names."""
    sent = PRIVATE | dict(headers or {}) | ({"ETag": etag} if etag else {})
    if etag and request.method == "GET" and names(request.headers.getlist("if-none-match"), etag):
        return Response(status_code=304, headers=sent)
    content = data.model_dump(mode="json") if isinstance(data, BaseModel) else data
    return Response(orjson.dumps(content), status, sent, JSON)


def etag_of(*parts: str) -> str:
    """A strong ETag that follows from ``parts``."""
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12)
    return f'"{digest.hexdigest()}"'


def names(header: list[str], etag: str, *, strong: bool = False) -> bool:
    """Whether the values of an If-Match or If-None-Match name ``etag``."""
    tags = [tag.strip() for value in header for tag in value.split(",")]
    return etag in tags if strong else "*" in tags or plain(etag) in {plain(tag) for tag in tags}


def plain(etag: str) -> str:
    """The ETag without the mark of a weak one."""
    return etag.removeprefix("W/")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a writer says it has seen; nothing where it says nothing."""

    if_match: tuple[str, ...]
    if_none_match: tuple[str, ...]

    def check(self, etag: str, *, exists: bool = True) -> None:
        """Raise ``ProblemError`` where what is there, named by ``etag``, is not what the writer has seen."""
        holds = True
        if self.if_match:
            any_will_do = exists and "*" in {value.strip() for value in self.if_match}
            holds = any_will_do or names(list(self.if_match), etag, strong=True)
        if holds and self.if_none_match:
            any_is_too_much = "*" in {value.strip() for value in self.if_none_match}
            holds = not exists if any_is_too_much else not names(list(self.if_none_match), etag)
        if not holds:
            detail = f"what is there now has the ETag {etag}, which the request rules out"
            raise ProblemError("changed", detail, headers={"ETag": etag})


def _conditions(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(description="Write only where the ETag is still this one.", examples=['"1"']),
    ] = None,
    if_none_match: Annotated[
        str | None, Header(description="`*`: write only where nothing is there yet.", examples=["*"])
    ] = None,
) -> Conditions:
    """The conditions of a write. The parameters stand here for the OpenAPI; a header may come twice."""
    headers = request.headers
    return Conditions(tuple(headers.getlist("if-match")), tuple(headers.getlist("if-none-match")))


Writer = Annotated[Conditions, Depends(_conditions)]
