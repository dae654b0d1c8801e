"""Gaps, effort and capacity to a plan: which step in which quarter, and what the index is then.

The plan is the best one that there is under the model of ``scoring.scheduling``. What a step is worth for
each quarter in which it is done depends on the strategy: ``fastest`` its points; ``weakest-first`` its points
times 4, 3, 2 or 1, the more the lower the level that it leaves; ``foundation`` (the default) first one for
each step that the minimum viable AIMS still needs, then as ``weakest-first``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from questions.models import Framework, Step
from scoring.index import UNKNOWN
from scoring.pins import check_pins
from scoring.problem import STEPS_IN_A_WEIGHT, Problem
from scoring.scheduling import Schedule, best_schedule
from scoring.tasks import closures
from scoring.wishes import A_DAY, Wishes, check_wishes

# For HiGHS, where the search gives up, after about as long.
SECONDS = 0.4


class Reason(NamedTuple):
    """Why a step is in the plan: ``kind``, and what it speaks of (steps, ticks), if anything."""

    kind: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the plan.

    ``quarter`` (from 1) is the one by whose end it is done. ``starts`` and ``ends`` are moments in quarters
    since the start (1.5 is the middle of the second quarter), when the steps are done one after the other.
    ``points`` is what it adds to the index, ``index_after`` the index once it and all before it are done.
    """

    step: Step
    from_level: str
    quarter: int
    starts: float
    ends: float
    effort_days: float
    points: float
    index_after: float
    requires: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the plan: person-days of the steps done in it, the index at its end, and whether the
    minimum viable AIMS stands then."""

    quarter: int
    effort_days: float
    index: float
    is_viable: bool


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """A step that is not in the plan: ``why`` is ``capacity``, ``left-out`` or ``requires-left-out``.
    ``needs_days`` are the person-days of it and of all that it still requires."""

    step: Step
    effort_days: float
    points: float
    needs_days: float
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The best plan for some wishes. ``objective`` is what was maximized, in points (for ``foundation`` the
    steps of the minimum viable AIMS, counted over quarters, before it); ``proven`` says that no plan is
    better. ``is_viable_now`` says that the minimum viable AIMS needs no step, and ``ask_first`` are the
    questions to which nobody knew the answer."""

    framework: str
    wishes: Wishes
    targets: Mapping[str, str]
    index_now: float
    is_viable_now: bool
    proven: bool
    objective: tuple[float, ...]
    steps: tuple[PlannedStep, ...]
    quarters: tuple[Quarter, ...]
    unscheduled: tuple[Unscheduled, ...]
    ask_first: tuple[str, ...]

    @property
    def viable_in(self) -> int | None:
        """The first quarter by whose end the minimum viable AIMS stands, if any."""
        return next((each.quarter for each in self.quarters if each.is_viable), None)

    @property
    def index_end(self) -> float:
        """The index once the whole plan is done."""
        return self.quarters[-1].index


def plan(framework: Framework, wishes: Wishes, seconds: float = SECONDS) -> Plan:
    """The best plan for ``wishes``, found within ``seconds``. Raises ``WishError`` or ``AnswersError``."""
    check_wishes(framework, wishes)
    problem = Problem(framework, wishes)
    check_pins(problem)
    return _drawn_up(problem, best_schedule(problem.tasks, problem.capacities, seconds))


def _drawn_up(problem: Problem, schedule: Schedule) -> Plan:
    framework, wishes = problem.framework, problem.wishes
    planned = {at: quarter for at, quarter in enumerate(schedule.quarters) if quarter is not None}
    order = list(in_order(problem, planned))
    now = problem.index_now
    gains = list(accumulate((problem.points(problem.steps[at]) for at in order), initial=now))
    steps = tuple(
        _planned(problem, schedule, at, moments, after)
        for at, moments, after in zip(order, _moments(problem, schedule, order), gains[1:], strict=True)
    )
    worth = [schedule.value / STEPS_IN_A_WEIGHT]
    return Plan(
        framework=framework.name,
        wishes=wishes,
        targets=problem.targets,
        index_now=now,
        is_viable_now=not problem.foundation,
        proven=schedule.proven,
        objective=tuple([float(schedule.first), *worth] if wishes.strategy == "foundation" else worth),
        steps=steps,
        quarters=tuple(_quarter(problem, steps, quarter) for quarter in range(1, wishes.quarters + 1)),
        unscheduled=tuple(_unscheduled(problem, schedule)),
        ask_first=tuple(q for q in framework.question_ids if problem.is_unknown(q)),
    )


def in_order(problem: Problem, quarters: Mapping[int, int]) -> Iterator[int]:
    """The tasks (by their place) that have a quarter, by quarter; inside a quarter what others require comes
    first, then what is worth the most for each day."""
    tasks = problem.tasks
    waiting = set(quarters)

    def urgency(at: int) -> tuple[int, int, float, int]:
        task = tasks[at]
        per_day = task.value / task.effort if task.effort else float("inf")
        return quarters[at], -task.first, -per_day, at

    while waiting:
        free = (at for at in waiting if waiting.isdisjoint(tasks[at].requires))
        chosen = min(free, key=urgency)
        waiting.remove(chosen)
        yield chosen


def _moments(problem: Problem, schedule: Schedule, order: Sequence[int]) -> Iterator[tuple[float, float]]:
    """When each task starts and ends, one after the other at an even pace, in quarters since the start.

    A task that is due only later waits for its quarter as far as the days to come allow.
    """
    capacity = problem.capacities[0]
    if not capacity:
        yield from ((float(q - 1), float(q - 1)) for at in order if (q := schedule.quarters[at]))
        return
    spare = _spare(problem, schedule)
    at_work = waited = 0
    for at in order:
        quarter, effort = schedule.quarters[at] or 1, problem.tasks[at].effort
        opens = (quarter - 1) * capacity
        wait = max(0, min(opens - at_work, min(spare[quarter - 1 :]) - waited))
        at_work, waited = at_work + wait, waited + wait
        yield at_work / capacity, max(at_work + effort, opens) / capacity
        at_work += effort


def _spare(problem: Problem, schedule: Schedule) -> list[int]:
    """What is left of the effort that can be spent by the end of each quarter."""
    pairs = list(zip(schedule.quarters, problem.tasks, strict=True))
    return [
        capacity - sum(task.effort for quarter, task in pairs if quarter is not None and quarter <= count)
        for count, capacity in enumerate(problem.capacities, 1)
    ]


def _planned(
    problem: Problem, schedule: Schedule, at: int, moments: tuple[float, float], after: float
) -> PlannedStep:
    step, task = problem.steps[at], problem.tasks[at]
    return PlannedStep(
        step=step,
        from_level=problem.from_level(step),
        quarter=schedule.quarters[at] or 1,
        starts=moments[0],
        ends=moments[1],
        effort_days=task.effort / A_DAY,
        points=problem.points(step),
        index_after=after,
        requires=tuple(problem.steps[each].id for each in task.requires),
        reasons=tuple(_reasons(problem, at)),
    )


def _reasons(problem: Problem, at: int) -> Iterator[Reason]:
    step, tasks = problem.steps[at], problem.tasks
    yield Reason("points")
    level = problem.from_level(step)
    if level == UNKNOWN:
        yield Reason("ask-first")
    is_todays = problem.ranks[step.question] == problem.framework.level_ranks.get(level)
    if is_todays and level == problem.framework.unproven_counts_as:
        yield Reason("declared-only")
    ticks = tuple(tick for tick, steps in problem.toward_viable.items() if step.id in steps)
    if ticks:
        yield Reason("minimum-viable", ticks)
    unlocks = tuple(
        other.id
        for other, task in zip(problem.steps, tasks, strict=True)
        if at in task.requires and other.question != step.question
    )
    if unlocks:
        yield Reason("unlocks", unlocks)
    if step.id in problem.cheap:
        yield Reason("cheap")


def _quarter(problem: Problem, steps: Sequence[PlannedStep], quarter: int) -> Quarter:
    done = [each for each in steps if each.quarter <= quarter]
    return Quarter(
        quarter=quarter,
        effort_days=sum(problem.effort(each.step) for each in done if each.quarter == quarter) / A_DAY,
        index=done[-1].index_after if done else problem.index_now,
        is_viable=problem.foundation <= {each.step.id for each in done},
    )


def _unscheduled(problem: Problem, schedule: Schedule) -> Iterator[Unscheduled]:
    """What lies between the answers and the targets and is not in the plan, in framework order."""
    places = {step.id: at for at, step in enumerate(problem.steps)}
    needs = closures(problem.tasks)
    for key, step in problem.framework.steps.items():
        at = places.get(key)
        if at is not None and schedule.quarters[at] is None:
            open_ones = [each for each in needs[at] if schedule.quarters[each] is None]
            days = sum(problem.tasks[each].effort for each in open_ones) / A_DAY
            yield _left(problem, step, days, "capacity")
        elif key in problem.barred and problem.is_aimed_at(key):
            yield _left(problem, step, problem.effort(step) / A_DAY, problem.barred[key])


def _left(problem: Problem, step: Step, days: float, why: str) -> Unscheduled:
    return Unscheduled(step, problem.effort(step) / A_DAY, problem.points(step), days, why)
