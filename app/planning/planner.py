"""Plans off the event loop, one at a time."""

import asyncio
import datetime
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from app.cases import each_case
from app.planning.cases import as_data, plan_case
from app.turns import Turns
from questions.models import Framework
from questions.packs import load
from scoring.costs import PlanCosts, costs
from scoring.first_steps import FirstSteps, first_steps
from scoring.more_days import MoreDays, worth_of_more_days
from scoring.pins import PinError
from scoring.roadmap import Plan, plan
from scoring.wishes import Wishes

T = TypeVar("T")

# One thread: two plans at once would take turns on the same core, and slow the answers down.
_PLANNERS = ThreadPoolExecutor(1, thread_name_prefix="planner")
MOST_WAITING = 500  # some ten seconds
_TURNS = Turns("the planner", MOST_WAITING)
# Who waits for all of its cases waits here, so that others get their turn between two of them.
_CASES = ThreadPoolExecutor(1, thread_name_prefix="planner-cases")


async def plan_for(framework: str, wishes: Wishes) -> Plan:
    """The best plan for ``wishes``. Raises ``scoring.wishes.WishError`` or ``scoring.index.AnswersError``, or
    ``BusyError`` where too many wait."""
    return await _in_turn(plan, framework, wishes)


async def more_days_for(made: Plan, quarters: Sequence[int] | None = None) -> tuple[MoreDays, ...]:
    """What one more day in each of the quarters, or in all, would bring to a plan.

    Raises ``BusyError`` where too many wait.
    """
    return await _in_turn(worth_of_more_days, made.framework, made, quarters)


async def first_steps_for(framework: str, wishes: Wishes) -> FirstSteps:
    """What to do first by the best plan for ``wishes``; without the pins, where they cannot hold together.

    Raises ``BusyError`` where too many wait.
    """
    return await _in_turn(_first_steps, framework, wishes)


async def costs_for(made: Plan) -> PlanCosts:
    """What the choices that a plan was made for cost. Raises ``BusyError`` where too many wait."""
    return await _in_turn(costs, made.framework, made)


async def _in_turn(work: Callable[..., T], framework: str, *given: object) -> T:
    """What ``work`` finds for a framework version and what is given beside it, once its turn has come."""
    facts = load(framework).framework
    async with _TURNS.turn():
        return await asyncio.get_running_loop().run_in_executor(_PLANNERS, work, facts, *given)


async def plans_of(text: str, today: datetime.date, most: int) -> dict[str, Any] | list[dict[str, Any]]:
    """What ``ai-index plan --json`` says of a JSON text that holds one case or an array of cases, ``most`` of
    them; a plan starts ``today`` where its case does not say. Raises ``app.cases.CaseError``."""
    return await asyncio.get_running_loop().run_in_executor(_CASES, _plans, text, today, most)


def _plans(text: str, today: datetime.date, most: int) -> dict[str, Any] | list[dict[str, Any]]:
    return each_case(text, lambda data: _PLANNERS.submit(plan_case, data, today).result(), most)


def data_of(made: Plan, start: datetime.date) -> dict[str, Any]:
    """A plan as JSON data, with dates from ``start``."""
    return as_data(load(made.framework).framework, made, start)


def _first_steps(facts: Framework, wishes: Wishes) -> FirstSteps:
    try:
        return first_steps(facts, wishes)
    except PinError:
        return first_steps(facts, replace(wishes, pinned={}))
