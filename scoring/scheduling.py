"""The planner's model, solved exactly: which task is done by the end of which quarter.

Precedence-constrained scheduling under a cumulative budget: what is done stays done; what a task requires is
done no later; the effort of all that is done by the end of a quarter is at most what can be spent by then.
The sum of what the tasks are worth, over the quarters in which they are done, is the largest there can be:
value early, and for as long as possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.tasks import Task

# About half a second. A count, not a clock: so the same problem always has the same answer.
MOST_WORK = 250_000_000


@dataclass(frozen=True, slots=True)
class Schedule:
    """For each task the quarter (from 1) by whose end it is done, ``None`` where it is not; ``first`` and
    ``value`` are what that is worth, summed over quarters; ``proven`` says that nothing is worth more."""

    quarters: tuple[int | None, ...]
    first: int
    value: int
    proven: bool


def best_schedule(
    tasks: Sequence[Task], capacities: Sequence[int], seconds: float, work: int = MOST_WORK
) -> Schedule:
    """The best schedule, where ``capacities[q]`` units can be spent by the end of quarter q + 1.

    No task may require itself in the end, and the pins must be able to hold together. Of the schedules that
    are worth the same it is the one whose tasks take the least effort, summed over the quarters in which they
    are done; then the one whose tasks stand earliest in ``tasks``, summed likewise.

    ``scoring.search`` finds it with at most ``work``; where that is not enough, HiGHS looks for it. After
    ``seconds`` the best schedule that HiGHS has found so far is given, and it is not proven.
    """
    if not tasks:
        return Schedule((), 0, 0, True)
    # Its arithmetic takes twelve megabytes and a tenth of a second to load, for which no start waits.
    from scoring.search import best_sets

    found, proven = best_sets(tasks, capacities, work if seconds > 0 else 0)
    if found is None or not proven:
        # Few plans need it, and it takes thirty megabytes and a tenth of a second to load.
        from scoring.program import solved

        found, proven = solved(tasks, capacities, seconds, found)
    by_quarter = list(enumerate(found, 1))
    done = [[quarter for quarter, each in by_quarter if each >> place & 1] for place in range(len(tasks))]
    held = list(zip(tasks, map(len, done), strict=True))
    return Schedule(
        quarters=tuple(quarters[0] if quarters else None for quarters in done),
        first=sum(task.first * times for task, times in held),
        value=sum(task.value * times for task, times in held),
        proven=proven,
    )
