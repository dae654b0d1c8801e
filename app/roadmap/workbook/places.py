"""Where each thing stands in a roadmap's workbook, so that one sheet's formulas can name another's cells."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell

from app.results.files.xlsx_places import HEAD, VALUE
from app.roadmap.files import Planned
from app.roadmap.workbook.rows import Row
from questions.models import Framework
from questions.texts import Texts

# Columns of the plan's sheet.
(
    NUMBER,
    STEP,
    QUESTION,
    PROPERTY,
    FROM,
    TO,
    QUARTER,
    CHECK,
    STATE,
    OWNER,
    DAYS,
    POINTS,
    STARTS,
    ENDS,
    NEEDED,
    WHY,
) = range(16)
# Columns of the sheet of quarters, and its rows above the table: what is typed in once, and what is counted.
NAME, OPENS, CLOSES, GIVEN, PLANNED, GIVEN_SO_FAR, PLANNED_SO_FAR, LEFT, INDEX, GAIN, TARGET, VIABLE = range(
    12
)
START, INDEX_NOW, INDEX_TARGET = HEAD, HEAD + 1, HEAD + 2
QUARTERS_HEAD = HEAD + 4
TODAY = QUARTERS_HEAD + 1

# Spreadsheets count days from here, from March 1900 on.
_DAY_0 = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Content:
    """All that goes into a workbook. ``target`` is the index that the targets alone would give."""

    planned: Planned
    framework: Framework
    texts: Texts
    words: Mapping[str, Any]
    rows: Sequence[Row]
    target: float

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each step that can be planned, by its id."""
        return {row.step.id: number for number, row in enumerate(self.rows, 1) if row.is_open}

    @property
    def quarters(self) -> int:
        """How many quarters there are."""
        return self.planned.choices.quarters

    @property
    def days_left(self) -> list[float]:
        """The days that are left by the end of each quarter, as planned."""
        each = self.planned.choices.capacity_days
        spent = accumulate(quarter.effort_days for quarter in self.planned.made.quarters)
        return [round(each * number - days, 2) for number, days in enumerate(spent, 1)]

    def steps(self, column: int) -> str:
        """A column of the plan, as its own sheet names it; one empty row where there is no step."""
        return str(xl_range_abs(HEAD + 1, column, HEAD + max(len(self.rows), 1), column))

    def of_steps(self, column: int) -> str:
        """A column of the plan, as another sheet names it."""
        return f"{quote_sheetname(self.words['sheets']['plan'])}!{self.steps(column)}"

    def of_quarters(self, row: int, column: int) -> str:
        """A cell of the sheet of quarters, as another sheet names it."""
        return f"{quote_sheetname(self.words['sheets']['quarters'])}!{fixed(row, column)}"

    def every_quarter(self, column: int) -> str:
        """A column of the table of quarters, today left out, as another sheet names it."""
        cells = xl_range_abs(TODAY + 1, column, TODAY + self.quarters, column)
        return f"{quote_sheetname(self.words['sheets']['quarters'])}!{cells}"

    def of_weights(self, property_id: str) -> str:
        """The cell of a property's weight, as another sheet names it."""
        row = HEAD + 1 + list(self.framework.weights).index(property_id)
        return f"{quote_sheetname(self.words['sheets']['reading'])}!{fixed(row, VALUE)}"


def fixed(row: int, column: int) -> str:
    """A cell of the same sheet that a formula goes on naming wherever it is copied."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def down_to(row: int, column: int) -> str:
    """A column of the table of quarters from the first one to that row."""
    return str(xl_range(TODAY + 1, column, row, column))


def as_text(words: str) -> str:
    """Words as a text in a formula."""
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def serial(day: datetime.date) -> int:
    """A day as the number that a spreadsheet has for it."""
    return (day - _DAY_0).days
