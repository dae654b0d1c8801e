"""Plans off the event loop, one at a time."""

import asyncio
import datetime
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from app.cases import each_case
from app.planning.cases import as_data, plan_case
from app.turns import Turns
from questions.packs import load
from scoring.costs import PlanCosts, costs
from scoring.first_steps import FirstSteps, first_steps
from scoring.more_days import MoreDays, worth_of_more_days
from scoring.pins import PinError
from scoring.roadmap import Plan, plan
from scoring.wishes import Wishes

# One thread: two plans at once would take turns on the same core, and slow the answers down.
_PLANNERS = ThreadPoolExecutor(1, thread_name_prefix="planner")
MOST_WAITING = 500  # some ten seconds
_TURNS = Turns("the planner", MOST_WAITING)
# Who waits for all of its cases waits here, so that others get their turn between two of them.
_CASES = ThreadPoolExecutor(1, thread_name_prefix="planner-cases")


async def plan_for(framework: str, wishes: Wishes) -> Plan:
    """The best plan for ``wishes``. Raises ``scoring.wishes.WishError`` or ``scoring.index.AnswersError``, or
    ``BusyError`` where too many wait."""
    async with _TURNS.turn():
        return await asyncio.get_running_loop().run_in_executor(_PLANNERS, _plan, framework, wishes)


async def more_days_for(
    framework: str, wishes: Wishes, quarters: Sequence[int] | None = None
) -> tuple[MoreDays, ...]:
    """What one more day would bring in each of the quarters, or in all, for wishes that have a plan.

    Raises ``BusyError`` where too many wait.
    """
    async with _TURNS.turn():
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_PLANNERS, _more_days, framework, wishes, quarters)


async def first_steps_for(framework: str, wishes: Wishes) -> FirstSteps:
    """What to do first by the best plan for ``wishes``; without the pins, where they cannot hold together.

    Raises ``BusyError`` where too many wait.
    """
    async with _TURNS.turn():
        return await asyncio.get_running_loop().run_in_executor(_PLANNERS, _first_steps, framework, wishes)


async def costs_for(made: Plan) -> PlanCosts:
    """What the choices that a plan was made for cost. Raises ``BusyError`` where too many wait."""
    async with _TURNS.turn():
        return await asyncio.get_running_loop().run_in_executor(_PLANNERS, _costs, made)


async def plans_of(text: str, today: datetime.date, most: int) -> dict[str, Any] | list[dict[str, Any]]:
    """What ``ai-index plan --json`` says of a JSON text that holds one case or an array of cases, ``most`` of
    them; a plan starts ``today`` where its case does not say. Raises ``app.cases.CaseError``."""
    return await asyncio.get_running_loop().run_in_executor(_CASES, _plans, text, today, most)


def _plans(text: str, today: datetime.date, most: int) -> dict[str, Any] | list[dict[str, Any]]:
    return each_case(text, lambda data: _PLANNERS.submit(_plan_case, data, today).result(), most)


def data_of(made: Plan, start: datetime.date) -> dict[str, Any]:
    """A plan as JSON data, with dates from ``start``."""
    return as_data(load(made.framework).framework, made, start)


def _plan(framework: str, wishes: Wishes) -> Plan:
    return plan(load(framework).framework, wishes)


def _first_steps(framework: str, wishes: Wishes) -> FirstSteps:
    facts = load(framework).framework
    try:
        return first_steps(facts, wishes)
    except PinError:
        return first_steps(facts, replace(wishes, pinned={}))


def _costs(made: Plan) -> PlanCosts:
    return costs(load(made.framework).framework, made)


def _more_days(framework: str, wishes: Wishes, quarters: Sequence[int] | None) -> tuple[MoreDays, ...]:
    return worth_of_more_days(load(framework).framework, wishes, quarters=quarters)


def _plan_case(data: object, today: datetime.date) -> dict[str, Any]:
    return plan_case(data, today)
