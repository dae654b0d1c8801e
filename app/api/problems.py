"""What went wrong, for programs: RFC 9457, with a ``type`` that stays the same and leads to its meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.diagnostic.service import TakeCompletedError, TakeNotFoundError, TooManyStartsError
from app.diagnostic.takes import TakeUnfinishedError
from app.gate import RefusedError
from app.typesetting import BusyError
from app.web import PRIVATE

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/problems/"
RETRY_SECONDS = {429: 60, 503: 10}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, its title, and what to do about it."""

    status: int
    title: str
    meaning: str

    @property
    def as_data(self) -> dict[str, object]:
        """The kind as JSON data."""
        return {"title": self.title, "status": self.status, "meaning": self.meaning}


KINDS: dict[str, Kind] = {
    "not-json": Kind(
        400,
        "The body is not JSON",
        "Send one JSON value in UTF-8, each name once, without NaN, half surrogate pairs or deep nesting.",
    ),
    "bad-request": Kind(
        400, "The request cannot be read", "The request breaks the rules of HTTP. Mend it; nothing was done."
    ),
    "parameter-unknown": Kind(
        400,
        "The query asks for something unknown",
        "The detail lists the parameters of this address. A key never stands in an address.",
    ),
    "key-missing": Kind(
        401, "A key is needed", "Send the take's edit key: `Authorization: Bearer KEY`, and nowhere else."
    ),
    "key-unknown": Kind(
        401,
        "The key opens nothing",
        "No take has this edit key: it never existed, was deleted, or has expired. A share key is none.",
    ),
    "other-site": Kind(
        403, "Sent by another site", "Browsers may send nothing from other sites' pages. Call from a program."
    ),
    "not-found": Kind(404, "Nothing is here", "No operation has this address. The OpenAPI lists all."),
    "framework-unknown": Kind(
        404, "No such framework version", "The detail lists the versions that this site knows."
    ),
    "question-unknown": Kind(
        404, "No such question", "The take's framework version has no question of this name."
    ),
    "not-shared": Kind(
        404, "There is no share link", "The take has no read-only link. `PUT` to its `share` makes one."
    ),
    "method-not-allowed": Kind(
        405, "Not with this method", "The header `Allow` lists the methods of this address."
    ),
    "take-completed": Kind(
        409,
        "The take is completed",
        "Answers and organization of a completed take stand. `POST /api/v1/take/revise` begins a new take"
        " from them.",
    ),
    "take-open": Kind(
        409,
        "The take is not completed",
        "There is no result yet. Complete the take by `POST` to its `complete`.",
    ),
    "answers-missing": Kind(
        409,
        "Answers are missing",
        "Each question needs an answer, if only `unknown`; `errors` names those without.",
    ),
    "changed": Kind(
        412,
        "Changed in between",
        "Another one wrote since you read, and nothing was done. Read again, then send with the new `ETag`.",
    ),
    "too-large": Kind(413, "The body is too large", "The limits are in docs/api.md. Send less at once."),
    "address-too-long": Kind(
        414, "The address is too long", "A path and a query may have 1000 characters each."
    ),
    "media-type": Kind(415, "The body must be JSON", "Send the header `Content-Type: application/json`."),
    "fields-wrong": Kind(
        422,
        "Fields are wrong",
        "`errors` says for each field what is wrong and what is allowed; nothing was done.",
    ),
    "case-wrong": Kind(
        422,
        "The case cannot be scored",
        "`errors` says where, what is wrong and what is allowed, in the words of `ai-index score`.",
    ),
    "plan-wrong": Kind(
        422,
        "The case cannot be planned",
        "`errors` says where, what is wrong and what is allowed, in the words of `ai-index plan`.",
    ),
    "too-many-requests": Kind(
        429, "Too many requests at once", "Wait as many seconds as `Retry-After` says, then send it again."
    ),
    "too-many-starts": Kind(
        429, "Too many takes in an hour", "This address started as many takes as this site allows in an hour."
    ),
    "busy": Kind(503, "Too much work at once", "Wait as many seconds as `Retry-After` says, then ask again."),
    "unexpected": Kind(
        500,
        "Something failed here",
        "The fault is the site's. Nothing was done; try again later, or tell its operator.",
    ),
}
_BY_STATUS = {
    401: "key-missing",
    403: "other-site",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    414: "address-too-long",
    415: "media-type",
    429: "too-many-requests",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """A place in the body (a JSON Pointer), what is wrong there, and what is allowed."""

    pointer: str
    detail: str
    allowed: str


class ProblemError(Exception):
    """A request that is answered with a problem of one of the ``KINDS``."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.detail = detail or KINDS[kind].meaning

    @property
    def response(self) -> Response:
        """The problem as it is sent."""
        kind = KINDS[self.kind]
        data: dict[str, object] = {
            "type": TYPES + self.kind,
            "title": kind.title,
            "status": kind.status,
            "detail": self.detail,
        }
        if self.errors:
            data["errors"] = [
                {"pointer": e.pointer, "detail": e.detail, "allowed": e.allowed} for e in self.errors
            ]
        headers = dict(PRIVATE)
        if kind.status == 401:
            mark = ' error="invalid_token"' if self.kind == "key-unknown" else ""
            headers["WWW-Authenticate"] = f'Bearer realm="take"{"," if mark else ""}{mark}'
        if kind.status in RETRY_SECONDS:
            headers["Retry-After"] = str(RETRY_SECONDS[kind.status])
        return Response(orjson.dumps(data), kind.status, headers | self.headers, MEDIA_TYPE)


def fields_wrong(errors: Sequence[FieldError]) -> ProblemError:
    """What is said of a body whose fields are wrong: the first in the detail, all of them in ``errors``."""
    first = errors[0]
    place = first.pointer.removeprefix("/").replace("/", ".")
    said = f"{place}: {first.detail}" if place else first.detail
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return ProblemError("fields-wrong", f"{said}; allowed: {first.allowed}{more}", errors=errors)


def is_for_programs(path: str) -> bool:
    """Whether whoever asks for ``path`` is a program."""
    return path == "/api" or path.startswith("/api/")


def problem_of(error: Exception) -> ProblemError:
    """The problem that an exception is to a program."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, TakeNotFoundError):
        return ProblemError("key-unknown")
    if isinstance(error, TakeCompletedError):
        return ProblemError("take-completed")
    if isinstance(error, TooManyStartsError):
        return ProblemError("too-many-starts")
    if isinstance(error, TakeUnfinishedError):
        return ProblemError("take-open")
    if isinstance(error, BusyError):
        return ProblemError("busy")
    if isinstance(error, RefusedError):
        return ProblemError(_BY_STATUS.get(error.status, "bad-request"))
    if isinstance(error, HTTPException):
        kind = _BY_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "unexpected")
        return ProblemError(kind, headers=error.headers)
    return ProblemError("unexpected")
