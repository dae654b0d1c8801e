"""What one more day of capacity would bring, for each quarter: found by planning again."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from questions.models import Framework
from scoring.problem import Problem
from scoring.roadmap import SECONDS, Plan
from scoring.scheduling import best_schedule
from scoring.wishes import hundredths


class MoreDays(NamedTuple):
    """What ``days`` more in one quarter (from 1) would bring: ``points`` of the index at the end of the plan,
    the steps that would be ``added``, and those that would be done ``sooner``."""

    quarter: int
    days: float
    points: float
    added: tuple[str, ...]
    sooner: tuple[str, ...]


def worth_of_more_days(
    framework: Framework, made: Plan, quarters: Iterable[int] | None = None, days: float = 1.0
) -> tuple[MoreDays, ...]:
    """What ``days`` more in each of the ``quarters`` (from 1), in turn, or in all, would bring to a plan."""
    problem = Problem(framework, made.wishes)
    base = {each.step.id: each.quarter for each in made.steps}
    each = range(1, made.wishes.quarters + 1) if quarters is None else quarters
    return tuple(_compared(problem, base, quarter, days) for quarter in each)


def _compared(problem: Problem, base: Mapping[str, int], quarter: int, days: float) -> MoreDays:
    more = hundredths(days)
    capacities = [each + more * (at >= quarter) for at, each in enumerate(problem.capacities, 1)]
    richer = best_schedule(problem.tasks, capacities, SECONDS)
    never = len(capacities) + 1
    pairs = [
        (step, base.get(step.id, never), after or never)
        for step, after in zip(problem.steps, richer.quarters, strict=True)
    ]
    added = [step for step, before, after in pairs if after < before == never]
    dropped = [step for step, before, after in pairs if before < after == never]
    return MoreDays(
        quarter=quarter,
        days=days,
        points=sum(map(problem.points, added)) - sum(map(problem.points, dropped)),
        added=tuple(step.id for step in added),
        sooner=tuple(step.id for step, before, after in pairs if after < before < never),
    )
