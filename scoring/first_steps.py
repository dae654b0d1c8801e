"""What to do first: the first steps of the best plan, and what comes next where it has too few."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from questions.models import Framework, Step
from scoring.problem import Problem
from scoring.roadmap import in_order, plan
from scoring.wishes import A_DAY, Wishes, targets

COUNT = 3
# Why a step is among the first: the plan has it, it waits for days, or it leads above the target.
PLANNED, WAITS, BEYOND = "planned", "waits", "beyond"


class FirstStep(NamedTuple):
    """One step to do first, and ``why`` it is: ``planned`` (it stands in the plan), ``waits`` (the plan's
    days do not reach it) or ``beyond`` (it leads above the target).

    ``from_level`` may be ``unknown``; ``points`` are what it adds to the index; ``for_minimum_viable`` says
    that the minimum viable AIMS still needs it.
    """

    question: str
    from_level: str
    to_level: str
    points: float
    effort_days: float
    for_minimum_viable: bool
    why: str


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The first steps of the plan for ``wishes``, whose target for each property is in ``targets``."""

    wishes: Wishes
    targets: Mapping[str, str]
    steps: tuple[FirstStep, ...]


def first_steps(framework: Framework, wishes: Wishes, count: int = COUNT) -> FirstSteps:
    """The first ``count`` steps of the best plan for ``wishes``, in its order.

    Where fewer are planned, those follow that its days do not reach, in the order in which it would do them;
    then the first steps of the best plans whose targets are one level higher, two levels higher, and so on.
    Fewer are given only where nothing is left. Raises ``WishError`` or ``AnswersError``.
    """
    found: dict[str, FirstStep] = {}
    for aimed in _higher_and_higher(framework, wishes):
        for key, step in _of_plan(framework, aimed):
            found.setdefault(key, step if aimed is wishes else step._replace(why=BEYOND))
        if len(found) >= count:
            break
    return FirstSteps(wishes, targets(framework, wishes.target), tuple(found.values())[:count])


def _higher_and_higher(framework: Framework, wishes: Wishes) -> Iterator[Wishes]:
    """The wishes, then the same with each target one level higher, up to the top."""
    yield wishes
    levels, ranks = [level.id for level in framework.levels], framework.level_ranks
    aims = targets(framework, wishes.target)
    while any(level != levels[-1] for level in aims.values()):
        aims = {key: levels[min(ranks[level] + 1, len(levels) - 1)] for key, level in aims.items()}
        yield replace(wishes, target=aims)


def _of_plan(framework: Framework, wishes: Wishes) -> Iterator[tuple[str, FirstStep]]:
    """The steps of the best plan for ``wishes``, then those that wait."""
    problem, made = Problem(framework, wishes), plan(framework, wishes)
    planned = {each.step.id: each.step for each in made.steps}
    waiting = {at: 0 for at, step in enumerate(problem.steps) if step.id not in planned}
    for step in planned.values():
        yield step.id, _step(problem, step, PLANNED)
    for at in in_order(problem, waiting):
        yield problem.steps[at].id, _step(problem, problem.steps[at], WAITS)


def _step(problem: Problem, step: Step, why: str) -> FirstStep:
    return FirstStep(
        question=step.question,
        from_level=problem.from_level(step),
        to_level=step.to_level,
        points=problem.points(step),
        effort_days=problem.effort(step) / A_DAY,
        for_minimum_viable=step.id in problem.foundation,
        why=why,
    )
