"""What one more day of capacity would bring, for each quarter: found by planning again."""

from collections.abc import Iterable
from typing import NamedTuple

from questions.models import Framework
from scoring.problem import Problem
from scoring.roadmap import SECONDS
from scoring.scheduling import Schedule, best_schedule
from scoring.wishes import Wishes, hundredths


class MoreDays(NamedTuple):
    """What ``days`` more in one quarter (from 1) would bring: ``points`` of the index at the end of the plan,
    the steps that would be ``added``, and those that would be done ``sooner``."""

    quarter: int
    days: float
    points: float
    added: tuple[str, ...]
    sooner: tuple[str, ...]


def worth_of_more_days(
    framework: Framework, wishes: Wishes, days: float = 1.0, quarters: Iterable[int] | None = None
) -> tuple[MoreDays, ...]:
    """What ``days`` more would bring in each of the ``quarters`` (from 1), in turn, or in all of the plan,
    beside the best plan for ``wishes``, which must be ones that a plan can be made for."""
    problem = Problem(framework, wishes)
    base = best_schedule(problem.tasks, problem.capacities, SECONDS)
    each = range(1, wishes.quarters + 1) if quarters is None else quarters
    return tuple(_compared(problem, base, quarter, days) for quarter in each)


def _compared(problem: Problem, base: Schedule, quarter: int, days: float) -> MoreDays:
    more = hundredths(days)
    capacities = [each + more * (at >= quarter) for at, each in enumerate(problem.capacities, 1)]
    richer = best_schedule(problem.tasks, capacities, SECONDS)
    never = len(capacities) + 1
    pairs = [
        (step, before or never, after or never)
        for step, before, after in zip(problem.steps, base.quarters, richer.quarters, strict=True)
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
