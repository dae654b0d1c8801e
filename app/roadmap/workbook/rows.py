"""The steps that stand in the workbook: those of the plan, and those that may be taken into it."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.planning.choices import StepChoice
from app.roadmap.files import Planned
from questions.models import Framework, Step
from questions.packs import load
from scoring.problem import Problem
from scoring.wishes import A_DAY

# What a row is: in the plan, not in it for one of the planner's reasons, above the target, or done.
PLANNED, BEYOND, DONE = "planned", "beyond", "done"


@dataclass(frozen=True, slots=True)
class Row:
    """One step: ``kind`` is one of the above or the planner's reason why it is not in the plan; ``days`` its
    first and last day in the plan; ``needs_days`` what it takes with the steps before it; ``is_needed`` says
    that the minimum viable AIMS still needs it."""

    step: Step
    kind: str
    from_level: str
    effort_days: float
    points: float
    choice: StepChoice
    is_needed: bool
    quarter: int | None = None
    days: tuple[datetime.date, datetime.date] | None = None
    needs_days: float = 0
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it can be planned: what is done is in the index already."""
        return self.kind != DONE


def rows_of(planned: Planned) -> list[Row]:
    """The steps in the order of the plan, then those that wait, are left out, stand above the target and are
    needed all the same, and are done. What a step requires and is not reached yet has a row too."""
    framework = load(planned.take.framework).framework
    problem = Problem(framework, planned.made.wishes)
    rows = [*_in_the_plan(planned, problem), *_not_in_the_plan(planned, problem)]
    there = {row.step.id for row in rows}
    rows += _beyond(planned, problem, there)
    rows += [
        Row(framework.steps[key], DONE, problem.from_level(framework.steps[key]), 0, 0, choice, False)
        for key, choice in planned.choices.steps.items()
        if choice.is_done and key in framework.steps
    ]
    return rows


def _in_the_plan(planned: Planned, problem: Problem) -> Iterator[Row]:
    for quarter in planned.quarters:
        for view in quarter.steps:
            each = view.planned
            yield Row(
                step=each.step,
                kind=PLANNED,
                from_level=each.from_level,
                effort_days=each.effort_days,
                points=each.points,
                choice=view.choice,
                is_needed=each.step.id in problem.foundation,
                quarter=each.quarter,
                days=(view.starts_on, view.ends_on),
                reasons=view.reasons,
            )


def _not_in_the_plan(planned: Planned, problem: Problem) -> Iterator[Row]:
    by_capacity_first = sorted(planned.made.unscheduled, key=lambda each: each.why != "capacity")
    for each in by_capacity_first:
        yield Row(
            step=each.step,
            kind=each.why,
            from_level=problem.from_level(each.step),
            effort_days=each.effort_days,
            points=each.points,
            choice=planned.choices.step(each.step.id),
            is_needed=each.step.id in problem.foundation,
            needs_days=each.needs_days,
        )


def _beyond(planned: Planned, problem: Problem, there: set[str]) -> Iterator[Row]:
    """What is above the target, and is needed by another row or by the minimum viable AIMS."""
    framework = problem.framework
    needed = _with_required(framework, [*there, *problem.foundation])
    for key, step in framework.steps.items():
        if key in needed and key not in there and not problem.is_reached(key):
            yield Row(
                step=step,
                kind=BEYOND,
                from_level=problem.from_level(step),
                effort_days=problem.effort(step) / A_DAY,
                points=problem.points(step),
                choice=planned.choices.step(key),
                is_needed=key in problem.foundation,
            )


def _with_required(framework: Framework, keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += framework.steps[key].requires
    return found
