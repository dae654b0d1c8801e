"""What a schedule is made of."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple


class Task(NamedTuple):
    """Something to be done: its effort (a whole number of units), what it is worth for each quarter in which
    it is done (``first`` counts before ``value``, both whole numbers), the places of the tasks that it
    requires, and the quarter (from 1) that it must be done in, if any."""

    effort: int
    first: int
    value: int
    requires: tuple[int, ...]
    pinned: int | None = None


def closures(tasks: Sequence[Task]) -> list[frozenset[int]]:
    """For each task the places of all that it needs, itself among them."""

    @cache
    def of(place: int) -> frozenset[int]:
        return frozenset({place}).union(*(of(each) for each in tasks[place].requires))

    return [of(place) for place in range(len(tasks))]
