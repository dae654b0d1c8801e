"""Plans as programs ask for them: JSON in, JSON out, every fault named with its field."""

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from app.cases import CaseError, exact, framework_named, kind_of, name_in
from app.planning.calendar import FIRST_YEAR, LAST_YEAR, first_day, last_day, quarter_end, quarter_start
from questions.models import Framework
from questions.quoting import quoted
from scoring.gaps import ASKING_DAYS
from scoring.index import AnswersError
from scoring.roadmap import Plan, PlannedStep, plan
from scoring.wishes import DEFAULT_QUARTERS, DEFAULT_STRATEGY, WishError, Wishes

V = TypeVar("V")

NEEDED = ("answers", "size", "capacity_days")
FIELDS = (
    "framework",
    *NEEDED,
    "quarters",
    "target",
    "strategy",
    "start",
    "efforts",
    "pinned",
    "done",
    "left_out",
)


def plan_case(data: object, today: datetime.date) -> dict[str, Any]:
    """The plan for one case as it was parsed from JSON, as JSON data; it starts ``today`` where the case does
    not say. Raises ``CaseError``."""
    if not isinstance(data, dict):
        raise CaseError(f"a case is {kind_of(data)}; allowed: an object with {', '.join(FIELDS)}")
    for field in data:
        if field not in FIELDS:
            raise CaseError(f"{quoted(field)} is not a field; allowed: {', '.join(FIELDS)}")
    for field in NEEDED:
        if data.get(field) is None:
            raise CaseError(f"{field} is missing; needed: {', '.join(NEEDED)}")
    framework, start = framework_named(data.get("framework")), _start(data.get("start"), today)
    try:
        return as_data(framework, plan(framework, _wishes(data)), start)
    except (AnswersError, WishError) as error:
        raise CaseError(error.args[0]) from None


def as_data(framework: Framework, made: Plan, start: datetime.date) -> dict[str, Any]:
    """A plan as JSON data, with dates from ``start``."""
    wishes = made.wishes
    objective = [exact(each) for each in made.objective]
    return {
        "framework": made.framework,
        "strategy": wishes.strategy,
        "size": wishes.size,
        "capacity_days": exact(wishes.capacity_days),
        "quarters": wishes.quarters,
        "start": start.isoformat(),
        "target": dict(made.targets),
        "index_now": exact(made.index_now),
        "index_end": exact(made.index_end),
        "proven": made.proven,
        "objective": objective if len(objective) > 1 else objective[0],
        "steps": [_step(framework, each, start) for each in made.steps],
        "by_quarter": [
            {
                "quarter": each.quarter,
                "starts_on": quarter_start(start, each.quarter - 1).isoformat(),
                "ends_on": quarter_end(start, each.quarter).isoformat(),
                "effort_days": exact(each.effort_days),
                "index": exact(each.index),
                "minimum_viable": each.is_viable,
            }
            for each in made.quarters
        ],
        "unscheduled": [
            {
                "id": each.step.id,
                "effort_days": exact(each.effort_days),
                "points": exact(each.points),
                "needs_days": exact(each.needs_days),
                "why": each.why,
            }
            for each in made.unscheduled
        ],
        "ask_first": [{"question": each, "effort_days": ASKING_DAYS} for each in made.ask_first],
    }


def _step(framework: Framework, each: PlannedStep, start: datetime.date) -> dict[str, Any]:
    begins = first_day(start, each.starts)
    return {
        "id": each.step.id,
        "question": each.step.question,
        "property": framework.question(each.step.question).property,
        "from_level": each.from_level,
        "to_level": each.step.to_level,
        "quarter": each.quarter,
        "starts_on": begins.isoformat(),
        "ends_on": max(begins, last_day(start, each.ends)).isoformat(),
        "effort_days": exact(each.effort_days),
        "points": exact(each.points),
        "index_after": exact(each.index_after),
        "requires": list(each.requires),
        "reasons": [{"kind": reason.kind, "about": list(reason.about)} for reason in each.reasons],
    }


def _wishes(data: Mapping[str, Any]) -> Wishes:
    target = data.get("target")
    if target is not None and not isinstance(target, str):
        target = _mapping(data, "target", str, "a level's name for each property")
    return Wishes(
        answers=_mapping(data, "answers", str, "a level's name for each question"),
        size=name_in(data, "size", ""),
        capacity_days=_number("capacity_days", data["capacity_days"]),
        quarters=DEFAULT_QUARTERS if (found := data.get("quarters")) is None else _whole("quarters", found),
        target=target,
        strategy=name_in(data, "strategy", DEFAULT_STRATEGY),
        efforts=_mapping(data, "efforts", float, "person-days for each step"),
        pinned={
            step: _whole(f"pinned: {quoted(step)}", quarter)
            for step, quarter in _mapping(data, "pinned", float, "a quarter for each step").items()
        },
        done=_names(data, "done"),
        left_out=_names(data, "left_out"),
    )


def _mapping(data: Mapping[str, Any], field: str, kind: type[V], allowed: str) -> dict[str, V]:
    found = data.get(field)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise CaseError(f"{field} is {kind_of(found)}; allowed: an object with {allowed}")
    for key, value in found.items():
        if not isinstance(value, kind):
            raise CaseError(f"{field}: {quoted(key)} is {kind_of(value)}; allowed: {allowed}")
    return found


def _names(data: Mapping[str, Any], field: str) -> tuple[str, ...]:
    found = data.get(field)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise CaseError(f"{field} is no array of names; allowed: an array of steps' names")
    return tuple(found)


def _number(field: str, value: object) -> float:
    if not isinstance(value, float):
        raise CaseError(f"{field} is {kind_of(value)}; allowed: a number")
    return value


def _whole(field: str, value: object) -> int:
    number = _number(field, value)
    if not number.is_integer():
        raise CaseError(f"{field} is {number:g}; allowed: a whole number")
    return int(number)


def _start(value: object, today: datetime.date) -> datetime.date:
    if value is None:
        return today
    try:
        start = datetime.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        start = None
    if start is None or len(str(value)) != 10 or not FIRST_YEAR <= start.year <= LAST_YEAR:
        shown = quoted(value) if isinstance(value, str) else kind_of(value)
        raise CaseError(f"start is {shown}; allowed: a day such as 2027-01-01")
    return start
