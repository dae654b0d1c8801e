"""What a person's own choices cost, beside what the planner would do with the same days: found by planning
again without them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from questions.models import Framework
from scoring.pins import PinError
from scoring.problem import Problem
from scoring.roadmap import Plan, plan
from scoring.wishes import Wishes

# The wishes that are choices, in the order in which they are told.
CHOICES = ("pinned", "left_out", "efforts")


class Cost(NamedTuple):
    """What the choices of one kind (``pinned``, ``left_out`` or ``efforts``) bring or cost.

    ``steps`` are those chosen for. ``points`` of the index are what they change by the end of the plan, and
    ``worst_points`` at the end of ``worst_quarter``, where they cost the most. ``viable`` is the quarter in
    which the minimum viable AIMS stands with them, ``viable_without`` the one without them, ``None`` for not
    in that time. ``free`` has the quarters that the planner would choose for the steps without them.
    """

    kind: str
    steps: tuple[str, ...]
    points: float
    worst_quarter: int
    worst_points: float
    viable: int | None
    viable_without: int | None
    free: Mapping[str, int]


class Loss(NamedTuple):
    """What leaves a plan with a step: ``points``, its own and those of the ``others`` planned steps that
    require it."""

    points: float
    others: int


class PlanCosts(NamedTuple):
    """What the choices in the wishes of a plan cost, a kind at a time, for the kinds of which there are any
    that the plan could heed; and what would leave the plan with each of its steps, were it left out."""

    choices: tuple[Cost, ...]
    losses: Mapping[str, Loss]


def costs(framework: Framework, made: Plan) -> PlanCosts:
    """What the choices that a plan was made for cost, and what leaving its steps out would."""
    problem = Problem(framework, made.wishes)
    found = (_cost(framework, made, kind, _chosen(problem, kind)) for kind in CHOICES)
    return PlanCosts(tuple(each for each in found if each is not None), _losses(made))


def _losses(made: Plan) -> dict[str, Loss]:
    requires = {each.step.id: each.requires for each in made.steps}
    points = {each.step.id: each.points for each in made.steps}
    found = {}
    for step in requires:
        falls = {step}
        # A plan stands in an order in which what is required comes first.
        for other, needed in requires.items():
            if not falls.isdisjoint(needed):
                falls.add(other)
        found[step] = Loss(sum(points[each] for each in falls), len(falls) - 1)
    return found


def _chosen(problem: Problem, kind: str) -> tuple[str, ...]:
    wishes, planned = problem.wishes, {step.id: step for step in problem.steps}
    if kind == "left_out":
        barred = [step for step in wishes.left_out if problem.barred.get(step) == "left-out"]
        return tuple(step for step in barred if problem.is_aimed_at(step))
    if kind == "pinned":
        return tuple(step for step in wishes.pinned if step in planned)
    return tuple(
        step
        for step, days in wishes.efforts.items()
        if step in planned and days != getattr(planned[step].effort, wishes.size)
    )


def _cost(framework: Framework, made: Plan, kind: str, steps: tuple[str, ...]) -> Cost | None:
    if not steps:
        return None
    try:
        other = plan(framework, _without(made.wishes, kind, steps))
    except PinError:  # with the framework's own efforts the fixed quarters do not hold
        return None
    changes = [
        round(mine.index - free.index, 6) for mine, free in zip(made.quarters, other.quarters, strict=True)
    ]
    worst = min(range(len(changes)), key=lambda at: (changes[at], -at))
    return Cost(
        kind=kind,
        steps=steps,
        points=changes[-1],
        worst_quarter=worst + 1,
        worst_points=changes[worst],
        viable=made.viable_in,
        viable_without=other.viable_in,
        free={each.step.id: each.quarter for each in other.steps if each.step.id in steps},
    )


def _without(wishes: Wishes, kind: str, steps: tuple[str, ...]) -> Wishes:
    if kind == "left_out":
        return replace(wishes, left_out=[each for each in wishes.left_out if each not in steps])
    kept = {key: value for key, value in getattr(wishes, kind).items() if key not in steps}
    return replace(wishes, pinned=kept) if kind == "pinned" else replace(wishes, efforts=kept)
