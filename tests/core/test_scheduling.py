"""The best schedule is the best of all: compared with every schedule that there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.scheduling import Schedule, Task, best_schedule

LONG = 30.0  # seconds: never reached, so that no machine is too slow for a proof


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Task], list[int]]:
    """Up to five tasks over up to three quarters, each requiring only earlier ones, with at most one pin."""
    count, quarters = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    tasks = [
        Task(
            effort=draw(st.integers(0, 6)),
            first=draw(st.integers(0, 1)),
            value=draw(st.integers(1, 9)),
            requires=tuple(draw(st.sets(st.integers(0, place - 1), max_size=2))) if place else (),
        )
        for place in range(count)
    ]
    capacity = draw(st.integers(0, 8))
    return tasks, [capacity * quarter for quarter in range(1, quarters + 1)]


Quarters = tuple[int | None, ...]


def holds(tasks: list[Task], capacities: list[int], quarters: Quarters) -> bool:
    """Whether a schedule keeps every rule."""
    never = len(capacities) + 1
    ends = [quarter or never for quarter in quarters]
    if any(
        ends[each] > ends[at] for at, task in enumerate(tasks) for each in task.requires if ends[at] < never
    ):
        return False
    if any(task.pinned is not None and ends[at] != task.pinned for at, task in enumerate(tasks)):
        return False
    return all(
        sum(task.effort for task, end in zip(tasks, ends, strict=True) if end <= quarter) <= capacity
        for quarter, capacity in enumerate(capacities, 1)
    )


def rank(tasks: list[Task], count: int, quarters: Quarters) -> tuple[int, int, int, int]:
    """What a schedule is worth, and how it stands among equals; the greatest is the best."""
    held = [0 if quarter is None else count - quarter + 1 for quarter in quarters]
    pairs = list(zip(tasks, held, strict=True))
    return (
        sum(task.first * times for task, times in pairs),
        sum(task.value * times for task, times in pairs),
        -sum(task.effort * times for task, times in pairs),
        -sum((at + 1) * times for at, (_, times) in enumerate(pairs)),
    )


def best_of_all(tasks: list[Task], capacities: list[int]) -> tuple[int, int, int, int]:
    """The rank of the best of every schedule that there is."""
    count = len(capacities)
    choices = product([None, *range(1, count + 1)], repeat=len(tasks))
    return max(rank(tasks, count, each) for each in choices if holds(tasks, capacities, each))


def is_the_best(tasks: list[Task], capacities: list[int], found: Schedule) -> None:
    """Hold ``found`` against every schedule that there is."""
    assert found.proven
    assert holds(tasks, capacities, found.quarters)
    best = best_of_all(tasks, capacities)
    assert rank(tasks, len(capacities), found.quarters) == best
    assert (found.first, found.value) == best[:2]


@settings(max_examples=150, deadline=None)
@given(problems())
def test_no_schedule_is_worth_more_and_among_equals_the_rule_decides(
    problem: tuple[list[Task], list[int]],
) -> None:
    tasks, capacities = problem
    is_the_best(tasks, capacities, best_schedule(tasks, capacities, LONG))


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_a_pinned_task_is_done_in_its_quarter_and_the_rest_is_the_best_around_it(
    problem: tuple[list[Task], list[int]], data: st.DataObject
) -> None:
    tasks, capacities = problem
    at = data.draw(st.integers(0, len(tasks) - 1))
    quarter = data.draw(st.integers(1, len(capacities)))
    tasks[at] = tasks[at]._replace(pinned=quarter)
    choices = product([None, *range(1, len(capacities) + 1)], repeat=len(tasks))
    if any(holds(tasks, capacities, each) for each in choices):
        found = best_schedule(tasks, capacities, LONG)
        is_the_best(tasks, capacities, found)
        assert found.quarters[at] == quarter


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_schedule_is_the_same_on_every_run(problem: tuple[list[Task], list[int]]) -> None:
    tasks, capacities = problem
    assert best_schedule(tasks, capacities, LONG) == best_schedule(tasks, capacities, LONG)


def test_nothing_to_do_is_a_schedule_too() -> None:
    assert best_schedule([], [10, 20], LONG) == Schedule((), 0, 0, True)


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_without_time_a_schedule_still_holds_and_says_that_it_is_not_proven(seconds: float) -> None:
    tasks = [Task(2, 0, 5, ()), Task(3, 0, 9, (0,), pinned=2)]
    found = best_schedule(tasks, [4, 8], seconds)
    assert not found.proven
    assert holds(tasks, [4, 8], found.quarters)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    best_schedule([Task(1, 0, 1, ())], [1], LONG)
    assert capfd.readouterr() == ("", "")
