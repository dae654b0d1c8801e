"""Score answers without keeping them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.documented import API, WRITING, named, operation
from app.api.examples import CASE, RESULT
from app.api.reading import check_is_json, problem_of_case, text_of
from app.api.replies import JSON
from app.api.schemas import LEVELS, QUESTIONS, Result
from app.cases import BESIDE, CaseError, as_data, score_text
from app.web import PRIVATE
from questions.packs import CURRENT
from scoring.index import UNKNOWN

MOST_CASES = 1000
# A few cases are scored faster than a thread is woken.
FEW_BYTES = 8 * 1024
# One at a time: more threads would take turns on the same core, and on the one of the event loop.
_SCORER = ThreadPoolExecutor(1, "score")

router = APIRouter(prefix=API)

FRAMEWORK_SCHEMA: dict[str, Any] = {
    "enum": [CURRENT, None],
    "description": "The current version if it is null or missing.",
}
ANSWERS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": list(QUESTIONS),
    "additionalProperties": False,
    "properties": {question: {"enum": [*LEVELS, UNKNOWN]} for question in QUESTIONS},
}
CASE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["answers"],
    "additionalProperties": False,
    "properties": {
        "framework": FRAMEWORK_SCHEMA,
        "answers": ANSWERS_SCHEMA,
        **{name: {"description": "Passed over: a file of a take is a case."} for name in BESIDE},
        "target": {"enum": [*LEVELS, None], "description": "The framework's own if it is null or missing."},
        "evidence": {
            "type": ["array", "null"],
            "items": {"enum": list(QUESTIONS)},
            "description": "The questions for which there is proof.",
        },
    },
}
CASES: dict[str, Any] = {
    "oneOf": [CASE_SCHEMA, {"type": "array", "items": CASE_SCHEMA, "minItems": 1, "maxItems": MOST_CASES}]
}
RESULTS: dict[str, Any] = {"oneOf": [named(Result), {"type": "array", "items": named(Result)}]}


@router.post(
    "/score",
    **operation(
        "Score one case, or up to 1,000",
        tag="score",
        shows=RESULTS,
        said="The result of the case, or the results of the array in its order.",
        examples={"one": RESULT, "several": [RESULT]},
        sends=CASES,
        sent={"one": CASE, "several": [CASE]},
        problems=["not-json", "media-type", "case-wrong", *WRITING],
    ),
)
async def score_cases(request: Request) -> Response:
    """Nothing is kept. The same rules, results and messages as `ai-index score --json`."""
    check_is_json(request)
    body = await request.body()
    if len(body) <= FEW_BYTES:
        return Response(scored(body), headers=PRIVATE, media_type=JSON)
    results = await asyncio.get_running_loop().run_in_executor(_SCORER, scored, body)
    return Response(results, headers=PRIVATE, media_type=JSON)


def scored(body: bytes) -> bytes:
    """The JSON result of a JSON case, or of an array of them. Raises ``ProblemError``."""
    try:
        outcome = score_text(text_of(body), MOST_CASES)
    except CaseError as error:
        raise problem_of_case("case-wrong", error) from None
    if isinstance(outcome, list):
        return orjson.dumps([as_data(result) for result in outcome])
    return orjson.dumps(as_data(outcome))
