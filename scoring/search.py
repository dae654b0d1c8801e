"""The best schedule by branch and bound over the quarters.

What is done by the end of a quarter is a set that holds all that its tasks require and that the capacity by
then can hold. Looked at alone, each quarter has a best such set (``scoring.knapsack``), and no schedule is
worth more than all those together. Where each of them holds the one before it they are a schedule, and so
the best. Where a task is in one and not in the next, either it is done by the end of that next quarter, and
stays done, or it is not, nor before: two smaller problems, of which the one that promises more comes first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from math import gcd
from operator import and_

from scoring.knapsack import Choice, Knapsack, Set, TooMuchWorkError, set_of
from scoring.tasks import Task, closures


@dataclass(frozen=True, slots=True)
class _Quarter:
    """What must be and what may not be done by the end of a quarter, and the best choice that keeps to that;
    where it is not ``found`` yet, one that is worth at least as much."""

    inside: Set
    outside: Set
    choice: Choice
    found: bool


_Node = Sequence[_Quarter]


def best_sets(tasks: Sequence[Task], capacities: Sequence[int], work: int) -> tuple[list[Set] | None, bool]:
    """For each quarter the set of all tasks that are done by its end, in the best schedule by the rules of
    ``scoring.scheduling.best_schedule``, and whether that is proven.

    Where proving it takes more than ``work`` they are of the best schedule that came about on the way, or
    ``None`` where none did.
    """
    search = None
    try:
        search = _Search(tasks, capacities, work)
        search.run()
    except TooMuchWorkError:
        return (search.sets if search else None), False
    return search.sets, search.sets is not None


class _Search:
    def __init__(self, tasks: Sequence[Task], capacities: Sequence[int], work: int) -> None:
        unit = gcd(*(task.effort for task in tasks)) or 1
        efforts = [task.effort // unit for task in tasks]
        # More than everything is never spent.
        self.capacities = [min(capacity // unit, sum(efforts)) for capacity in capacities]
        self.knapsack = Knapsack(
            efforts, _worths(tasks, efforts, self.capacities), [task.requires for task in tasks], work
        )
        self.effort_of = cache(partial(_sum, efforts))
        self.tasks = tasks
        self.needs = [set_of(needs) for needs in closures(tasks)]
        self.needed_by = [
            set_of(at for at, needs in enumerate(self.needs) if needs >> place & 1)
            for place in range(len(tasks))
        ]

        # The best schedule so far.
        self.sets: list[Set] | None = None
        self.worth = 0

    def run(self) -> None:
        """Find the best sets. Raises ``TooMuchWorkError``."""
        waiting: list[tuple[int, int, _Node]] = []
        count = 0
        fresh = [self._root()]
        while True:
            for node in fresh:
                count += 1
                heappush(waiting, (-sum(each.choice.worth for each in node), -count, node))
            if not waiting:
                return
            node = heappop(waiting)[2]
            if not all(each.found for each in node):
                fresh = list(self._found(node))
                continue
            self._keep_common(node)
            split = self._split(node)
            if split is None:
                return
            fresh = list(self._branches(node, *split))

    def _keep_common(self, node: _Node) -> None:
        """Keep what each quarter has in common with all after it, a schedule, where it is the best so far."""
        sets = list(accumulate((each.choice.taken for each in reversed(node)), and_))[::-1]
        worth = sum(_sum(self.knapsack.worths, each) for each in sets)
        if self.sets is None or worth > self.worth:
            self.sets, self.worth = sets, worth

    def _root(self) -> _Node:
        """Only what the pins say, and what is out of reach by effort alone."""
        over = [
            place for place, needs in enumerate(self.needs) if self.effort_of(needs) > self.capacities[-1]
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
        if first.inside & first.outside:
            return
        like = [
            at
            for at, each in enumerate(node)
            if not each.found and (each.inside, each.outside) == (first.inside, first.outside)
        ]
        budgets = self._budgets(node)
        choices = self.knapsack.best(first.inside, first.outside, [budgets[at] for at in like])
        if choices is not None:
            quarters = list(node)
            for at, choice in zip(like, choices, strict=True):
                quarters[at] = replace(node[at], choice=choice, found=True)
            yield tuple(quarters)

    def _budgets(self, node: _Node) -> list[int]:
        """What each quarter can spend so that what must be done later, and is not in it, still fits then."""
        return [
            min(
                self.capacities[later] - self.effort_of(node[later].inside & each.outside)
                for later in range(at, len(node))
            )
            for at, each in enumerate(node)
        ]

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
        needs, needed_by = self.needs[place], self.needed_by[place]
        for branch in (
            [
                replace(each, inside=each.inside | needs) if at >= quarter else each
                for at, each in enumerate(node)
            ],
            [
                replace(each, outside=each.outside | needed_by) if at <= quarter else each
                for at, each in enumerate(node)
            ],
        ):
            budgets = self._budgets(branch)
            yield tuple(
                replace(each, found=each.found and self._keeps(each, budget))
                for each, budget in zip(branch, budgets, strict=True)
            )

    def _keeps(self, quarter: _Quarter, budget: int) -> bool:
        """Whether a quarter's choice is one that it may still make."""
        taken = quarter.choice.taken
        return not quarter.inside & ~taken and not quarter.outside & taken and self.effort_of(taken) <= budget


def _sum(of: Sequence[int], places: Set) -> int:
    total = 0
    while places:
        total += of[places.bit_length() - 1]
        places ^= 1 << places.bit_length() - 1
    return total


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
