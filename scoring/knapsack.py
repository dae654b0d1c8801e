"""The best that a budget can hold of things that require each other, for every budget at once.

The precedence-constrained knapsack problem (Kellerer, Pferschy, Pisinger: Knapsack Problems, 2004, chapter
13.2), by dynamic programming. The things are decided on one after the other, each after what it requires. Of
what was taken so far only those things still matter that a later one requires; each set of those that can
come about is a state, and a table holds, for each state and each sum that efforts can come to, the most that
can be had for it.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# A set of things is a whole number with a bit for each of them.
Set = int

# What no choice can reach; with any worth added to it still less than every worth.
NOTHING = -(2**61)
MOST_WORTH = 2**59
# Tables of more cells (of a byte each) are not worth their memory.
MOST_CELLS = 16_000_000
# As many as a byte can tell apart.
MOST_MOVES = 256
# Beside the cells, each way to a row of a table, and each call, takes about as much time as so many cells.
CELLS_FOR_A_MOVE = 2_500
CELLS_FOR_A_CALL = 70_000


class TooMuchWorkError(Exception):
    """The tables would be larger, or the search longer, than is allowed."""


class Choice(NamedTuple):
    """What is taken, and what it is worth."""

    worth: int
    taken: Set


class _Sums(NamedTuple):
    """All that efforts can come to, in order, and for each budget the place of the largest that it holds."""

    sums: NDArray[np.int64]
    places: NDArray[np.int64]


class _Move(NamedTuple):
    """From a row of the table before a thing is decided on to a row of the table after that."""

    before: int
    takes: bool


class _Decision(NamedTuple):
    """On a thing: the moves that lead to each row, and which of them is the best for each row and sum.
    ``rests`` are the places of what is left of the sums, from the first on that the thing's effort fits."""

    thing: int
    moves: list[list[_Move]]
    best: NDArray[np.uint8]
    rests: NDArray[np.int64]


class Knapsack:
    """Things with their efforts, worths and requirements (places of other things, in no circle).

    ``work_left`` bounds the cells that are computed, over all calls.
    """

    def __init__(
        self,
        efforts: Sequence[int],
        worths: Sequence[int],
        requires: Sequence[Sequence[int]],
        work_left: int,
    ) -> None:
        if sum(map(abs, worths)) > MOST_WORTH:
            raise TooMuchWorkError
        self.efforts, self.worths, self.requires, self.work_left = efforts, worths, requires, work_left

    def best(self, inside: Set, outside: Set, budgets: Sequence[int]) -> list[Choice] | None:
        """For each budget the choice that is worth the most among those that hold all of ``inside`` and none
        of ``outside``; ``None`` where some budget cannot hold ``inside``. Both are closed: what ``inside``
        requires is in it, and what requires ``outside`` is in that.

        Raises ``TooMuchWorkError``.
        """
        self.work_left -= CELLS_FOR_A_CALL
        taken = [thing for thing in self.order if inside >> thing & 1]
        free = [thing for thing in self.order if not (inside | outside) >> thing & 1]
        spent, worth = (sum(of[thing] for thing in taken) for of in (self.efforts, self.worths))
        if min(budgets) < spent:
            return None
        efforts = [self.efforts[thing] for thing in free]
        most = min(max(budgets) - spent, sum(efforts))
        if most > MOST_CELLS:
            raise TooMuchWorkError
        sums = _sums(efforts, most)
        decisions, worths = self._decided(free, inside, sums)
        columns = [int(sums.places[min(budget - spent, most)]) for budget in budgets]
        return [
            Choice(worth + int(worths[column]), inside | _traced(decisions, column)) for column in columns
        ]

    @cached_property
    def order(self) -> list[int]:
        """The things, each after what it requires, so that few of them at a time still matter."""
        everything = range(len(self.efforts))
        needed_by = [{at for at in everything if thing in self.requires[at]} for thing in everything]
        order: list[int] = []
        left, mattering = set(everything), set[int]()

        def after(thing: int) -> set[int]:
            return {each for each in mattering | {thing} if needed_by[each] & left - {thing}}

        while left:
            ready = [thing for thing in sorted(left) if left.isdisjoint(self.requires[thing])]
            chosen = min(ready, key=lambda thing: len(after(thing)))
            mattering = after(chosen)
            left.remove(chosen)
            order.append(chosen)
        return order

    def _decided(
        self, free: Sequence[int], inside: Set, sums: _Sums
    ) -> tuple[list[_Decision], NDArray[np.int64]]:
        """The decisions on all things, and the most worth for each sum in the end."""
        last_use = {each: at for at, thing in enumerate(free) for each in (thing, *self.requires[thing])}
        states, worths = [0], np.zeros((1, len(sums.sums)), dtype=np.int64)
        decisions = []
        cells = 0
        for at, thing in enumerate(free):
            needs = set_of(self.requires[thing]) & ~inside
            matters = set_of(each for each in free[: at + 1] if last_use[each] > at)
            states, moves = _moves(states, thing, needs, matters)
            cells += len(states) * len(sums.sums)
            self.work_left -= sum(map(len, moves)) * (len(sums.sums) + CELLS_FOR_A_MOVE)
            if cells > MOST_CELLS or self.work_left < 0 or max(map(len, moves)) > MOST_MOVES:
                raise TooMuchWorkError
            decision, worths = self._decision(thing, moves, worths, sums)
            decisions.append(decision)
        return decisions, worths[0]

    def _decision(
        self, thing: int, moves: list[list[_Move]], before: NDArray[np.int64], sums: _Sums
    ) -> tuple[_Decision, NDArray[np.int64]]:
        effort, worth = self.efforts[thing], self.worths[thing]
        start = int(sums.sums.searchsorted(effort))
        rests = sums.places[sums.sums[start:] - effort]
        after = np.full((len(moves), before.shape[1]), NOTHING, dtype=np.int64)
        best = np.zeros(after.shape, dtype=np.uint8)
        for row, best_of_row, into in zip(after, best, moves, strict=True):
            for number, move in enumerate(into):
                old = before[move.before]
                new, here = (old.take(rests) + worth, row[start:]) if move.takes else (old, row)
                if number:
                    np.copyto(best_of_row[len(row) - len(here) :], number, where=new > here)
                    np.maximum(here, new, out=here)
                else:
                    here[:] = new
        return _Decision(thing, moves, best, rests), after


def set_of(things: Iterable[int]) -> Set:
    """The set of these things."""
    found = 0
    for thing in things:
        found |= 1 << thing
    return found


def _sums(efforts: Sequence[int], most: int) -> _Sums:
    """What some of the efforts can come to, up to ``most``."""
    bits, limit = 1, (1 << most + 1) - 1
    for effort in efforts:
        bits |= bits << effort & limit
    octets = np.frombuffer(bits.to_bytes(most // 8 + 1, "little"), dtype=np.uint8)
    can = np.unpackbits(octets, count=most + 1, bitorder="little")
    return _Sums(np.flatnonzero(can), np.cumsum(can, dtype=np.int64) - 1)


def _moves(
    states: Sequence[Set], thing: int, needs: Set, matters: Set
) -> tuple[list[Set], list[list[_Move]]]:
    """The states once ``thing`` is decided on, and the moves that lead to each."""
    moves: dict[Set, list[_Move]] = {}
    for before, state in enumerate(states):
        moves.setdefault(state & matters, []).append(_Move(before, False))
        if not needs & ~state:
            moves.setdefault((state | 1 << thing) & matters, []).append(_Move(before, True))
    return list(moves), list(moves.values())


def _traced(decisions: Sequence[_Decision], column: int) -> Set:
    """What is taken in the best choice for a sum."""
    row, taken = 0, 0
    for thing, moves, best, rests in reversed(decisions):
        move = moves[row][best[row, column]]
        if move.takes:
            column = int(rests[column - (best.shape[1] - len(rests))])
            taken |= 1 << thing
        row = move.before
    return taken
