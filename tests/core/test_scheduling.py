"""The best schedule is the best of all: compared with every schedule that there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.scheduling import MOST_WORK, Schedule, best_schedule
from scoring.search import best_sets
from scoring.tasks import Task

LONG = 30.0  # seconds: never reached, so that no machine is too slow for a proof
# Two ways to the best schedule: by the search, and, where that may do no work, by HiGHS.
WAYS = pytest.mark.parametrize("work", [MOST_WORK, 0])


@st.composite
def problems(draw: st.DrawFn, most_tasks: int = 5, most_quarters: int = 3) -> tuple[list[Task], list[int]]:
    """A few tasks in a few quarters, each requiring only tasks that come before it in some order."""
    count, quarters = draw(st.integers(1, most_tasks)), draw(st.integers(1, most_quarters))
    order = draw(st.permutations(range(count)))
    efforts = draw(st.sampled_from([st.integers(0, 6), st.integers(1, 300), st.sampled_from([50, 100, 133])]))
    # Efforts alike and values alike make many schedules equal, so that the rule among equals decides.
    values = draw(st.sampled_from([st.integers(1, 9), st.integers(4, 5)]))
    tasks = [
        Task(
            effort=draw(efforts),
            first=draw(st.integers(0, 1)),
            value=draw(values),
            requires=tuple(draw(st.sets(st.sampled_from(order[:at]), max_size=2))) if at else (),
        )
        for at in (order.index(place) for place in range(count))
    ]
    capacity = draw(st.integers(0, 1 + 2 * sum(task.effort for task in tasks) // quarters))
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


@WAYS
@settings(max_examples=200, deadline=None)
@given(problems())
def test_no_schedule_is_worth_more_and_among_equals_the_rule_decides(
    work: int, problem: tuple[list[Task], list[int]]
) -> None:
    tasks, capacities = problem
    is_the_best(tasks, capacities, best_schedule(tasks, capacities, LONG, work))


@WAYS
@settings(max_examples=100, deadline=None)
@given(problems(), st.data())
def test_a_pinned_task_is_done_in_its_quarter_and_the_rest_is_the_best_around_it(
    work: int, problem: tuple[list[Task], list[int]], data: st.DataObject
) -> None:
    tasks, capacities = problem
    at = data.draw(st.integers(0, len(tasks) - 1))
    quarter = data.draw(st.integers(1, len(capacities)))
    tasks[at] = tasks[at]._replace(pinned=quarter)
    choices = product([None, *range(1, len(capacities) + 1)], repeat=len(tasks))
    if any(holds(tasks, capacities, each) for each in choices):
        found = best_schedule(tasks, capacities, LONG, work)
        is_the_best(tasks, capacities, found)
        assert found.quarters[at] == quarter


@settings(max_examples=60, deadline=None)
@given(problems(most_tasks=14, most_quarters=6))
def test_the_search_and_highs_agree_where_there_are_too_many_schedules_to_try(
    problem: tuple[list[Task], list[int]],
) -> None:
    tasks, capacities = problem
    one, other = (best_schedule(tasks, capacities, LONG, work) for work in (MOST_WORK, 0))
    assert one.proven
    assert other.proven
    assert rank(tasks, len(capacities), one.quarters) == rank(tasks, len(capacities), other.quarters)


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 500_000))
def test_wherever_the_search_runs_out_of_work_the_best_is_found_from_there(
    problem: tuple[list[Task], list[int]], work: int
) -> None:
    tasks, capacities = problem
    is_the_best(tasks, capacities, best_schedule(tasks, capacities, LONG, work))


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(0, 1_000_000))
def test_what_the_search_leaves_behind_is_a_schedule(
    problem: tuple[list[Task], list[int]], work: int
) -> None:
    tasks, capacities = problem
    sets, proven = best_sets(tasks, capacities, work)
    assert sets is not None or not proven
    if sets is not None:
        done = [[at for at, each in enumerate(sets, 1) if each >> place & 1] for place in range(len(tasks))]
        assert holds(tasks, capacities, tuple(quarters[0] if quarters else None for quarters in done))
        assert all(quarters == list(range(quarters[0], len(sets) + 1)) for quarters in done if quarters)


def test_what_is_best_for_each_quarter_alone_gives_way_to_what_is_best_for_all() -> None:
    tasks, capacities = [Task(5, 0, 6, ()), Task(5, 0, 6, ()), Task(6, 0, 7, ())], [6, 10]
    assert best_sets(tasks, capacities[:1], MOST_WORK) == ([0b100], True)
    assert best_sets(tasks, capacities[1:], MOST_WORK) == ([0b011], True)
    assert best_schedule(tasks, capacities, LONG) == Schedule((1, 2, None), 0, 18, True)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_schedule_is_the_same_on_every_run(problem: tuple[list[Task], list[int]]) -> None:
    tasks, capacities = problem
    assert best_schedule(tasks, capacities, LONG) == best_schedule(tasks, capacities, LONG)


@pytest.mark.parametrize(
    "tasks",
    [
        pytest.param([Task(2_999, 0, 2**45, ()), Task(3_001, 0, 2**45, ())], id="worths beyond 64 bits"),
        pytest.param([Task(30_000_000, 0, 1, ()), Task(30_000_001, 0, 2, ())], id="very fine efforts"),
    ],
)
def test_what_is_too_large_for_the_search_is_left_to_highs(tasks: list[Task]) -> None:
    capacities = [40_000_000]
    assert best_sets(tasks, capacities, MOST_WORK) == (None, False)
    is_the_best(tasks, capacities, best_schedule(tasks, capacities, LONG))


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
