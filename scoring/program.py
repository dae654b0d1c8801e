"""The planner's model as an integer program, for HiGHS: where ``scoring.search`` would take too long.

With y[s,q] = 1 when task s is done by the end of quarter q: y[s,q] <= y[s,q+1]; y[s,q] <= y[p,q] for each p
that s requires; the effort of all that is done by the end of q is at most what can be spent by then. The sum
of value[s] * y[s,q] is the largest there can be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from highspy import (
    HighsLp,
    HighsModelStatus,
    HighsSolution,
    HighsVarType,
    MatrixFormat,
    ObjSense,
    _core,
    kHighsInf,
)

from scoring.knapsack import Set, set_of
from scoring.tasks import Task, closures

# Every objective is a whole number, so a bound that is less than one away proves a plan to be the best.
LESS_THAN_ONE = 0.999


def solved(
    tasks: Sequence[Task], capacities: Sequence[int], seconds: float, start: Sequence[Set] | None = None
) -> tuple[list[Set], bool]:
    """For each quarter the set of all tasks that are done by its end, in the best schedule by the rules of
    ``scoring.scheduling.best_schedule`` that is found within ``seconds``, and whether it is proven to be it.
    ``start`` is a schedule to start from."""
    model = _Model(tasks, capacities, seconds)
    places = range(len(tasks))
    done, proven = model.most_worth([each >> at & 1 for each in start for at in places] if start else None)
    if proven:
        done, proven = model.first_of_equals(done)
    by_quarter = (done[at : at + len(tasks)] for at in range(0, len(done), len(tasks)))
    return [set_of(place for place, is_done in enumerate(each) if is_done) for each in by_quarter], proven


# y, quarter by quarter, each with every task: 1 where the task is done by the end of the quarter.
Done = list[int]
Row = tuple[list[int], list[float], float, float]


@dataclass
class _Model:
    tasks: Sequence[Task]
    capacities: Sequence[int]
    seconds_left: float
    rows: list[Row] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = list(self._rows())

    def most_worth(self, start: Done | None) -> tuple[Done, bool]:
        """The schedule that is worth the most, from ``start`` on, and whether that is proven."""
        above = sum(task.value for task in self.tasks) * len(self.capacities) + 1
        worth = [task.first * above + task.value for task in self.tasks]
        return self._solve(worth, ObjSense.kMaximize, self.rows, start or self._least())

    def first_of_equals(self, done: Done) -> tuple[Done, bool]:
        """Of the schedules that are worth as much as ``done``, the first one by the rule for equals, and
        whether it is proven to be that one."""
        first, value = self.worth_of(done)
        places = range(1, len(self.tasks) + 1)
        above = sum(places) * len(self.capacities) + 1
        cost = [task.effort * above + place for place, task in zip(places, self.tasks, strict=True)]
        rows = [*self.rows, self._row_over_all([task.value for task in self.tasks], value)]
        if first:
            rows.append(self._row_over_all([task.first for task in self.tasks], first))
        equal, proven = self._solve(cost, ObjSense.kMinimize, rows, done)
        return (equal, proven) if self.worth_of(equal) == (first, value) else (done, False)

    def worth_of(self, done: Done) -> tuple[int, int]:
        """The two parts of what a schedule is worth, exactly."""
        count = len(self.tasks)
        held = [self.tasks[at % count] for at, is_done in enumerate(done) if is_done]
        return sum(task.first for task in held), sum(task.value for task in held)

    def _rows(self) -> Iterator[Row]:
        count = len(self.tasks)
        for quarter, capacity in enumerate(self.capacities):
            here = quarter * count
            for place, task in enumerate(self.tasks):
                if quarter + 1 < len(self.capacities):
                    yield [here + place, here + count + place], [1, -1], -kHighsInf, 0
                for required in task.requires:
                    yield [here + place, here + required], [1, -1], -kHighsInf, 0
            efforts = [float(task.effort) for task in self.tasks]
            yield list(range(here, here + count)), efforts, -kHighsInf, capacity

    def _row_over_all(self, values: Sequence[int], total: int) -> Row:
        everywhere = [float(value) for value in values] * len(self.capacities)
        return list(range(len(everywhere))), everywhere, total, total

    def _bounds(self) -> tuple[list[int], list[int]]:
        """The least and the most of each y: what pins say, and what is out of reach by effort alone."""
        least, most = [], []
        needed = [sum(self.tasks[each].effort for each in all_of) for all_of in closures(self.tasks)]
        for quarter, capacity in enumerate(self.capacities, 1):
            for place, task in enumerate(self.tasks):
                is_pinned = task.pinned is not None
                must = task.pinned is not None and quarter >= task.pinned
                least.append(int(must))
                most.append(int(must or (not is_pinned and needed[place] <= capacity)))
        return least, most

    def _least(self) -> Done:
        """A schedule that holds, to start from: what the pins need, and nothing else."""
        needs, count = closures(self.tasks), len(self.tasks)
        done = [0] * (count * len(self.capacities))
        for place, task in enumerate(self.tasks):
            for quarter in range((task.pinned or len(self.capacities) + 1) - 1, len(self.capacities)):
                for each in needs[place]:
                    done[quarter * count + each] = 1
        return done

    def _solve(
        self, cost: Sequence[int], sense: ObjSense, rows: Sequence[Row], start: Done
    ) -> tuple[Done, bool]:
        """The best y for that cost of each task in each quarter, from ``start`` on, and whether it is proven;
        ``start`` itself where nothing better was found in time."""
        if self.seconds_left <= 0:
            return start, False
        solver = _solver(self.seconds_left)
        solver.passModel(self._program(cost, sense, rows))
        solution = HighsSolution()
        solution.col_value = [float(each) for each in start]
        solver.setSolution(solution)
        solver.run()
        self.seconds_left -= solver.getRunTime()
        values = solver.getSolution().col_value
        proven = solver.getModelStatus() == HighsModelStatus.kOptimal
        return ([round(value) for value in values] if len(values) == len(start) else start), proven

    def _program(self, cost: Sequence[int], sense: ObjSense, rows: Sequence[Row]) -> HighsLp:
        least, most = self._bounds()
        program = HighsLp()
        program.num_col_, program.num_row_ = len(most), len(rows)
        program.sense_ = sense
        program.col_cost_ = np.array(list(cost) * len(self.capacities), dtype=float)
        program.col_lower_ = np.array(least, dtype=float)
        program.col_upper_ = np.array(most, dtype=float)
        program.integrality_ = [HighsVarType.kInteger] * len(most)
        program.row_lower_ = np.array([row[2] for row in rows], dtype=float)
        program.row_upper_ = np.array([row[3] for row in rows], dtype=float)
        matrix = program.a_matrix_
        matrix.format_ = MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(row[0]) for row in rows)])
        matrix.index_ = np.array([at for row in rows for at in row[0]])
        matrix.value_ = np.array([value for row in rows for value in row[1]], dtype=float)
        return program


def _solver(seconds: float) -> _core._Highs:
    # The class that highspy shows adds callbacks for interrupts, and prints a banner to standard output.
    solver = _core._Highs()
    options: dict[str, bool | int | float] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": LESS_THAN_ONE,
        "time_limit": seconds,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver
