"""A saved file of a take, loaded as a new one."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api import service as api_service
from app.api.access import address_of
from app.api.documented import API, LOCATION, WITH_BODY, WRITING, operation
from app.api.examples import CASE, EXPORT, STARTED_TAKE, TAKE
from app.api.problems import FieldError, ProblemError, fields_wrong
from app.api.reading import json_of
from app.api.schemas import LEVELS, QUESTIONS, TakeStarted
from app.api.score import CASE_SCHEMA
from app.api.takes import check_language, started
from app.cases import SCHEMA
from app.diagnostic import service
from app.diagnostic.loading import Fault, FileError, read_take
from app.diagnostic.models import NAME_LENGTH, SECTORS, SIZES
from app.diagnostic.takes import TakeState
from app.languages import LANGUAGES, Language
from app.site import site_of
from questions.quoting import quoted
from scoring.index import UNKNOWN

router = APIRouter(prefix=API)
# A file may lack answers; of what else it says only the organization and the proof count.
FILE_SCHEMA: dict[str, Any] = CASE_SCHEMA | {
    "properties": CASE_SCHEMA["properties"]
    | {
        "$schema": {"enum": [SCHEMA, None]},
        "answers": {
            "type": "object",
            "additionalProperties": False,
            "properties": {question: {"enum": [*LEVELS, UNKNOWN, None]} for question in QUESTIONS},
        },
        "evidence": {
            "type": ["array", "null"],
            "items": {"enum": list(QUESTIONS)},
            "description": "Only questions that have proof in `take`.",
        },
        "take": {
            "type": ["object", "null"],
            "description": "As `GET /api/v1/take/data.json` gives it; what is missing is empty.",
            "additionalProperties": False,
            "properties": {
                "number": {},
                "language": {},
                "started": {},
                "completed": {},
                "organization": {
                    "type": ["object", "null"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": ["string", "null"], "maxLength": NAME_LENGTH},
                        "size": {"enum": [*SIZES, "", None]},
                        "sector": {"enum": [*SECTORS, "", None]},
                    },
                },
                "proof": {"type": ["object", "null"], "propertyNames": {"enum": list(QUESTIONS)}},
            },
        },
    }
}


@router.post(
    "/takes/load",
    **operation(
        "Load a file as a new take",
        tag="takes",
        shows=TakeStarted,
        status=201,
        said="The new take, which is open, and its edit key, which is told this once.",
        example=STARTED_TAKE | {"take": TAKE},
        headers=LOCATION,
        sends=FILE_SCHEMA,
        sent={"a file": EXPORT, "a case": {"answers": CASE["answers"]}},
        problems=[*WITH_BODY, *WRITING, "too-many-starts"],
    ),
)
async def load_take(
    request: Request,
    language: Annotated[
        str,
        Query(description="The new take's language.", json_schema_extra={"enum": list(LANGUAGES)}),
    ] = LANGUAGES[0],
) -> Response:
    """Begin a take from what `GET /api/v1/take/data.json` gave, or from a case. Nothing in it says which take
    it was, so it may be loaded anywhere, and more than once."""
    check_language(language)
    await json_of(request)
    body = await request.body()
    try:
        contents = await asyncio.to_thread(read_take, body)
    except FileError as error:
        raise problem_of_file(error) from None
    site, address, now = site_of(request), address_of(request), site_of(request).clock()

    def work(session: Session) -> tuple[str, TakeState]:
        service.count_start(session, address, now, site.settings.starts_per_hour)
        return api_service.begin(session, Language(language), contents, now, site.keep)

    key, take = await site.database.write(work)
    return started(request, site, key, take)


def problem_of_file(error: FileError) -> ProblemError:
    """What a program is told of a file that is not a take."""
    errors = [_field_error(fault) for fault in error.faults]
    if error.has_more:
        errors.append(FieldError("", "there is more that is wrong", "mend these first"))
    return fields_wrong(errors)


def _field_error(fault: Fault) -> FieldError:
    place = "".join(f"/{part}" for part in fault.place.split(".")) if fault.place else ""
    allowed = ", ".join(str(each) for each in fault.allowed)
    if fault.kind == "kind":
        return FieldError(place, f"is of the kind {fault.got}", allowed)
    if fault.kind == "long":
        return FieldError(place, f"has {fault.got} characters", f"at most {allowed} characters")
    if fault.kind == "missing":
        return FieldError("", f"{fault.place} is missing", "an object that has it")
    if fault.kind == "unproven":
        return FieldError(place, f"{quoted(fault.got)} has no note and no link", "questions with proof")
    if fault.kind == "link":
        return FieldError(place, f"{quoted(fault.got)} is no address", "an http or https address")
    return FieldError(place, f"{quoted(fault.got)} is not known", allowed or "what a file of a take holds")
