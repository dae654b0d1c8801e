"""The shape of a plan, as it is asked for and as it is answered."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.api.schemas import LEVELS, AnswerLevel, Level, Number, Question, Shown, Size, Version
from app.api.score import ANSWERS_SCHEMA, FRAMEWORK_SCHEMA
from questions.models import SIZES
from questions.packs import CURRENT, load
from scoring.wishes import DEFAULT_QUARTERS, DEFAULT_STRATEGY, MOST_DAYS, MOST_QUARTERS, STRATEGIES

_FRAMEWORK = load(CURRENT).framework
_STEPS = {"enum": list(_FRAMEWORK.steps)}
_DAYS = {"type": "number", "minimum": 0, "maximum": MOST_DAYS}
_LEVEL = {"enum": [*LEVELS, None]}

Days = Annotated[int | float, Field(ge=0, description="Person-days.")]
StepId = Annotated[str, Field(json_schema_extra=_STEPS, description="A question, and the level led to.")]
QuarterNumber = Annotated[int, Field(ge=1, le=MOST_QUARTERS)]
Strategy = Annotated[str, Field(json_schema_extra={"enum": list(STRATEGIES)})]


class PlanReason(Shown):
    """Why a step is in the plan; `about` has the ticks or the steps that it is about."""

    kind: Literal["points", "ask-first", "declared-only", "minimum-viable", "unlocks", "cheap"]
    about: list[str]


class StepPlanned(Shown):
    """A step with its quarter, its days and its reasons."""

    id: StepId
    question: Question
    property: str
    from_level: AnswerLevel
    to_level: Level
    quarter: QuarterNumber
    starts_on: datetime.date
    ends_on: datetime.date
    effort_days: Days
    points: Number
    index_after: Number
    requires: list[StepId]
    reasons: list[PlanReason]


class QuarterPlanned(Shown):
    """A quarter: what is finished in it takes these days, and the index is this at its end."""

    quarter: QuarterNumber
    starts_on: datetime.date
    ends_on: datetime.date
    effort_days: Days
    index: Number
    minimum_viable: bool


class StepUnscheduled(Shown):
    """A step that is not in the plan, and the days that it needs with all that it still requires."""

    id: StepId
    effort_days: Days
    points: Number
    needs_days: Days
    why: Literal["capacity", "left-out", "requires-left-out"]


class QuestionToAsk(Shown):
    """A question that nobody could answer."""

    question: Question
    effort_days: Days


class Plan(Shown):
    """The best plan for a case; docs/planning.md has the model."""

    framework: Version
    strategy: Strategy
    size: Size
    capacity_days: Days
    quarters: QuarterNumber
    start: datetime.date
    target: dict[str, Level] = Field(description="The target of each property.")
    index_now: Number
    index_end: Number
    proven: bool = Field(description="Whether no plan is better; false where the search was cut short.")
    objective: int | float | list[int | float] = Field(
        description="What was maximized; a pair for `foundation`."
    )
    steps: list[StepPlanned] = Field(description="In the order of the plan.")
    by_quarter: list[QuarterPlanned]
    unscheduled: list[StepUnscheduled]
    ask_first: list[QuestionToAsk]


def _by_step(value: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "propertyNames": _STEPS,
        "additionalProperties": value,
        "description": description,
    }


def _steps(description: str) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": _STEPS, "description": description}


PLAN_CASE: dict[str, Any] = {
    "type": "object",
    "required": ["answers", "size", "capacity_days"],
    "additionalProperties": False,
    "properties": {
        "framework": FRAMEWORK_SCHEMA,
        "answers": ANSWERS_SCHEMA,
        "size": {"enum": list(SIZES), "description": "How many people: under 50, under 500, or more."},
        "capacity_days": _DAYS | {"description": "Person-days in each quarter, to two decimals."},
        "quarters": {
            "type": ["integer", "null"],
            "minimum": 1,
            "maximum": MOST_QUARTERS,
            "default": DEFAULT_QUARTERS,
        },
        "target": {
            "anyOf": [
                _LEVEL,
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {key: {"enum": list(LEVELS)} for key in _FRAMEWORK.weights},
                },
            ],
            "description": "A level for all properties, or one for each; the framework's own by default.",
        },
        "strategy": {"enum": [*STRATEGIES, None], "description": f"`{DEFAULT_STRATEGY}` by default."},
        "start": {
            "type": ["string", "null"],
            "format": "date",
            "description": "The first day of the first quarter; today by default.",
        },
        "efforts": _by_step(_DAYS, "Person-days of single steps, to two decimals."),
        "pinned": _by_step(
            {"type": "integer", "minimum": 1, "maximum": MOST_QUARTERS},
            "Steps to be done in exactly that quarter.",
        ),
        "done": _steps("Steps that count as reached, with those below them."),
        "left_out": _steps("Steps that are not planned, and with them all that requires them."),
    },
}
