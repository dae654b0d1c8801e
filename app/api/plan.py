"""Plan the steps to a target without keeping anything."""

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.documented import API, WRITING, named, operation
from app.api.plan_example import PLAN_CASE_SENT, PLANNED
from app.api.plan_schemas import PLAN_CASE, Plan
from app.api.reading import check_is_json, problem_of_case, text_of
from app.api.replies import JSON
from app.cases import CaseError
from app.planning.planner import plans_of
from app.site import site_of
from app.turns import Turns
from app.web import PRIVATE

MOST_CASES = 100
# A hundred plans take a second or two: whoever comes when so many wait is told to come again.
MOST_WAITING = 8
_TURNS = Turns("plans of cases", MOST_WAITING)

router = APIRouter(prefix=API)

CASES: dict[str, Any] = {
    "oneOf": [PLAN_CASE, {"type": "array", "items": PLAN_CASE, "minItems": 1, "maxItems": MOST_CASES}]
}
PLANS: dict[str, Any] = {"oneOf": [named(Plan), {"type": "array", "items": named(Plan)}]}


@router.post(
    "/plan",
    **operation(
        "Plan one case, or up to 100",
        tag="plan",
        shows=PLANS,
        said="The plan for the case, or the plans for the array in its order.",
        examples={"one": PLANNED, "several": [PLANNED]},
        sends=CASES,
        sent={"one": PLAN_CASE_SENT, "several": [PLAN_CASE_SENT]},
        problems=["not-json", "media-type", "plan-wrong", "busy", *WRITING],
    ),
)
async def plan_cases(request: Request) -> Response:
    """Nothing is kept. The same rules, plans and messages as `ai-index plan --json`."""
    check_is_json(request)
    text = text_of(await request.body())
    try:
        async with _TURNS.turn():
            plans = await plans_of(text, site_of(request).clock().date(), MOST_CASES)
    except CaseError as error:
        raise problem_of_case("plan-wrong", error, PLAN_CASE["properties"]) from None
    return Response(orjson.dumps(plans), headers=PRIVATE, media_type=JSON)
