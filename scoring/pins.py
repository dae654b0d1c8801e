"""Which pins cannot hold together, and why."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoring.problem import Problem
from scoring.tasks import closures
from scoring.wishes import A_DAY, WishError


class PinConflict(NamedTuple):
    """Why ``pins`` (steps with their quarters) cannot hold.

    ``why`` is ``left-out`` or ``requires-left-out`` (the one pinned step is not planned, because of the steps
    ``left_out``), ``order`` (the first requires the second, which is pinned to a later quarter) or ``days``
    (with all that they require they need ``needs_days`` by the end of ``quarter``, and there are
    ``most_days``).
    """

    why: str
    pins: tuple[tuple[str, int], ...]
    quarter: int
    left_out: tuple[str, ...] = ()
    needs_days: float = 0.0
    most_days: float = 0.0


class PinError(WishError):
    """Pins that cannot hold together; ``conflict`` says which and why."""

    def __init__(self, message: str, conflict: PinConflict) -> None:
        super().__init__(message)
        self.conflict = conflict


def check_pins(problem: Problem) -> None:
    """Raise ``PinError`` naming the first pins that cannot hold together."""
    pins = {key: q for key, q in problem.wishes.pinned.items() if not problem.is_reached(key)}
    for key, quarter in pins.items():
        if key in problem.barred:
            raise PinError(
                f"pinned: {key} is {problem.barred[key]}; allowed: a step that is planned",
                PinConflict(problem.barred[key], ((key, quarter),), quarter, problem.left_out_below(key)),
            )
    needs = dict(zip([step.id for step in problem.steps], closures(problem.tasks), strict=True))
    for quarter, capacity in enumerate(problem.capacities, 1):
        due = [key for key, pinned in pins.items() if pinned <= quarter]
        _check_order(problem, due, pins, needs)
        _check_days(problem, due, pins, needs, quarter, capacity)


def _check_order(
    problem: Problem, due: Sequence[str], pins: Mapping[str, int], needs: Mapping[str, frozenset[int]]
) -> None:
    for key in due:
        required = (problem.steps[at].id for at in needs[key])
        later = next((each for each in required if pins.get(each, 0) > pins[key]), None)
        if later is not None:
            raise PinError(
                f"pinned: {key} in quarter {pins[key]} requires {later}, which is pinned to quarter"
                f" {pins[later]}; allowed: a step no earlier than what it requires",
                PinConflict("order", ((key, pins[key]), (later, pins[later])), pins[key]),
            )


def _check_days(
    problem: Problem,
    due: Sequence[str],
    pins: Mapping[str, int],
    needs: Mapping[str, frozenset[int]],
    quarter: int,
    capacity: int,
) -> None:
    needed = frozenset[int]().union(*(needs[key] for key in due))
    days = sum(problem.tasks[at].effort for at in needed)
    if days > capacity:
        raise PinError(
            f"pinned: {', '.join(due)} with what they require need {days / A_DAY:g} person-days"
            f" by the end of quarter {quarter}; allowed: at most {capacity / A_DAY:g}",
            PinConflict(
                "days",
                tuple((key, pins[key]) for key in due),
                quarter,
                needs_days=days / A_DAY,
                most_days=capacity / A_DAY,
            ),
        )
