"""The best schedule by branch and bound over the quarters.

What is done by the end of a quarter is a set that holds all that its tasks require and that the capacity by
then can hold. Looked at alone, each quarter has a best such set (``scoring.knapsack``), and no schedule is
worth more than all those together. Where each of them holds the one before it they are a schedule, and so
the best. Where a task is in one and not in the next, either it is done by the end of that next quarter, and
stays done, or it is not, nor before: two smaller problems, of which the one that promises more comes first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import pairwise
from math import gcd

from scoring.knapsack import Choice, Knapsack, Set, TooMuchWorkError, set_of
from scoring.tasks import Task, closures

# About a third of a second. A count, not a clock: so the same problem always has the same answer.
MOST_WORK = 200_000_000


@dataclass(frozen=True, slots=True)
class _Quarter:
    """What must be and what may not be done by the end of a quarter, and the best choice that keeps to that;
    where it is not ``found`` yet, one that is worth at least as much."""

    inside: Set
    outside: Set
    choice: Choice
    found: bool


_Node = tuple[_Quarter, ...]


def best_sets(tasks: Sequence[Task], capacities: Sequence[int], work: int = MOST_WORK) -> list[Set] | None:
    """For each quarter the set of all tasks that are done by its end, in the best schedule by the rules of
    ``scoring.scheduling.best_schedule``; ``None`` where finding it takes more than ``work``."""
    try:
        return _Search(tasks, capacities, work).run()
    except TooMuchWorkError:
        return None


class _Search:
    def __init__(self, tasks: Sequence[Task], capacities: Sequence[int], work: int) -> None:
        unit = gcd(*(task.effort for task in tasks)) or 1
        efforts = [task.effort // unit for task in tasks]
        # More than everything is never spent.
        self.capacities = [min(capacity // unit, sum(efforts)) for capacity in capacities]
        self.knapsack = Knapsack(
            efforts, _worths(tasks, efforts, self.capacities), [task.requires for task in tasks], work
        )
        self.tasks = tasks
        self.needs = [set_of(needs) for needs in closures(tasks)]
        self.needed_by = [
            set_of(at for at, needs in enumerate(self.needs) if needs >> place & 1)
            for place in range(len(tasks))
        ]

    def run(self) -> list[Set] | None:
        """The best sets; ``None`` where no schedule holds."""
        waiting: list[tuple[int, int, _Node]] = []
        count = 0
        fresh = [self._root()]
        while True:
            for node in fresh:
                count += 1
                heappush(waiting, (-sum(each.choice.worth for each in node), -count, node))
            if not waiting:
                return None
            node = heappop(waiting)[2]
            if not all(each.found for each in node):
                fresh = list(self._found(node))
            elif (split := self._split(node)) is not None:
                fresh = list(self._branches(node, *split))
            else:
                return [each.choice.taken for each in node]

    def _root(self) -> _Node:
        """Only what the pins say, and what is out of reach by effort alone."""
        over = [
            place
            for place, needs in enumerate(self.needs)
            if sum(e for at, e in enumerate(self.knapsack.efforts) if needs >> at & 1) > self.capacities[-1]
        ]
        most = Choice(sum(abs(worth) for worth in self.knapsack.worths), 0)
        quarters = []
        for quarter in range(1, len(self.capacities) + 1):
            inside, outside = 0, set_of(over)
            for place, task in enumerate(self.tasks):
                if task.pinned is not None and task.pinned <= quarter:
                    inside |= self.needs[place]
                elif task.pinned is not None:
                    outside |= self.needed_by[place]
            quarters.append(_Quarter(inside, outside, most, False))
        return tuple(quarters)

    def _found(self, node: _Node) -> Iterator[_Node]:
        """The node with the best choice for its first quarter that lacks one, and for those that are bound
        like it; nothing where there is none."""
        first = next(each for each in node if not each.found)
        like = [
            at
            for at, each in enumerate(node)
            if not each.found and (each.inside, each.outside) == (first.inside, first.outside)
        ]
        if first.inside & first.outside:
            return
        choices = self.knapsack.best(first.inside, first.outside, [self.capacities[at] for at in like])
        if choices is not None:
            quarters = list(node)
            for at, choice in zip(like, choices, strict=True):
                quarters[at] = replace(node[at], choice=choice, found=True)
            yield tuple(quarters)

    def _split(self, node: _Node) -> tuple[int, int] | None:
        """A quarter and a task that is not done by its end, though it is by the end of the one before."""
        for quarter, (one, other) in enumerate(pairwise(node), 1):
            undone = one.choice.taken & ~other.choice.taken
            if undone:
                places = (place for place in range(len(self.tasks)) if undone >> place & 1)
                return quarter, min(places, key=lambda place: self.needs[place].bit_count())
        return None

    def _branches(self, node: _Node, quarter: int, place: int) -> Iterator[_Node]:
        """The node with a task done by the end of a quarter, and the node with it not done by then."""
        yield (*node[:quarter], *(self._bound(each, self.needs[place], 0) for each in node[quarter:]))
        yield (
            *(self._bound(each, 0, self.needed_by[place]) for each in node[: quarter + 1]),
            *node[quarter + 1 :],
        )

    def _bound(self, quarter: _Quarter, inside: Set, outside: Set) -> _Quarter:
        taken = quarter.choice.taken
        return _Quarter(
            quarter.inside | inside,
            quarter.outside | outside,
            quarter.choice,
            quarter.found and not inside & ~taken and not outside & taken,
        )


def _worths(tasks: Sequence[Task], efforts: Sequence[int], capacities: Sequence[int]) -> list[int]:
    """One number for each task: what comes later in the rules never outweighs what comes before."""
    quarters = len(capacities)
    of_places = sum(range(1, len(tasks) + 1)) * quarters + 1
    of_efforts = sum(capacities) + 1
    of_values = sum(task.value for task in tasks) * quarters + 1
    return [
        ((task.first * of_values + task.value) * of_efforts - effort) * of_places - place
        for place, (task, effort) in enumerate(zip(tasks, efforts, strict=True), 1)
    ]
