"""A request's body: strict JSON, then a model of exactly these fields."""

import json
import re
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from app.api.problems import FieldError, ProblemError, fields_wrong
from app.cases import DECODER, CaseError, NotJsonError, kind_of
from questions.quoting import quoted

M = TypeVar("M", bound=BaseModel)

_ALLOWED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}


def body_of(model: type[M], *, required: bool = True) -> Callable[[Request], Awaitable[M]]:
    """A dependency: the request's body as ``model``; where none is ``required``, it is an empty object."""

    async def read(request: Request) -> M:
        if not required and not await request.body():
            return checked(model, {})
        return checked(model, await json_of(request))

    return read


async def json_of(request: Request) -> object:
    """The JSON value that the request carries. Raises ``ProblemError``."""
    check_is_json(request)
    return strict_json(await request.body())


def check_is_json(request: Request) -> None:
    """Raise ``ProblemError`` unless the request says that its body is JSON."""
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type != "application/json":
        got = quoted(content_type) if content_type else "missing"
        raise ProblemError("media-type", f"Content-Type is {got}; allowed: application/json")


def strict_json(body: bytes) -> object:
    """The one value that ``body`` holds, every name in it once. Raises ``ProblemError``."""
    allowed = "one JSON value in UTF-8"
    try:
        orjson.loads(body)
        return DECODER.decode(body.decode("utf-8"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise ProblemError("not-json", f"not JSON: {error.msg} at {place}; allowed: {allowed}") from None
    except CaseError as error:
        raise ProblemError("not-json", str(error)) from None
    except RecursionError:
        raise ProblemError("not-json", f"not JSON: nested too deeply; allowed: {allowed}") from None


def text_of(body: bytes) -> str:
    """The text of a body in UTF-8, without a byte order mark. Raises ``ProblemError``."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemError("not-json", "not UTF-8 text; allowed: JSON") from None


def problem_of_case(kind: str, error: CaseError, fields: Collection[str] = ()) -> ProblemError:
    """The problem, of this ``kind``, that a case is, or a body that is no case. Its place is the case, and
    the field where the message begins with the name of one of ``fields``."""
    if isinstance(error, NotJsonError):
        return ProblemError("not-json", str(error))
    place: list[str | int] = [] if error.case is None else [error.case - 1]
    fault = str(error).removeprefix(f"case {error.case}: ")
    named = re.match(r"[\w.-]*", fault)
    path = named[0].split(".") if named else []
    if path[0] in fields:
        place += path
    detail, _, allowed = fault.partition("; allowed: ")
    return ProblemError(kind, str(error), errors=[FieldError(pointer(*place), detail, allowed)])


def checked(model: type[M], data: object) -> M:
    """``data`` as ``model``. Raises ``ProblemError`` that names every field at fault."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=True)
        raise fields_wrong([_field_error(model, fault) for fault in faults]) from None


def pointer(*path: str | int) -> str:
    """The path as a JSON Pointer, such as ``/answers/oversight/level``."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _field_error(model: type[BaseModel], fault: ErrorDetails) -> FieldError:
    kind, place = fault["type"], fault["loc"]
    if kind == "extra_forbidden":
        return FieldError(
            pointer(*place[:-1]), f"{quoted(str(place[-1]))} is not a field", _fields(model, place)
        )
    if kind == "missing":
        return FieldError(pointer(*place[:-1]), f"{place[-1]} is missing", "an object that has it")
    if kind in {"literal_error", "value_error"}:
        return FieldError(pointer(*place), f"{_shown(fault['input'])} is not known", _expected(fault))
    return FieldError(pointer(*place), f"is {kind_of(fault['input'])}", _ALLOWED.get(kind, fault["msg"]))


def _fields(model: type[BaseModel], place: tuple[str | int, ...]) -> str:
    """The fields of the object in which a strange one stands."""
    return ", ".join(model.model_fields) if len(place) == 1 else "the fields that the OpenAPI lists"


def _expected(fault: ErrorDetails) -> str:
    context: dict[str, Any] = fault.get("ctx", {})
    return str(context.get("expected", context.get("error", ""))).replace("'", "").replace(" or ", ", ")


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else kind_of(value)
