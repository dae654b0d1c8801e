"""Where each thing stands in the workbook, so that one sheet's formulas can name another's cells."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell

from app.diagnostic.takes import TakeState
from questions.models import Framework
from questions.texts import Texts
from scoring.index import BEST, SCALE, Result

# Columns of the sheet of answers, of the sum's two tables, and of the tables of the method.
NUMBER, QUESTION, PROPERTY, COMPONENT, LEVEL, SCORE, NOTE, LINK = range(8)
NAME, WEIGHT, FIRST, SECOND, MEAN, POINTS = range(6)
EACH_NAME, EACH_WEIGHT, EACH_SCORE, EACH_POINTS, EACH_BEST, EACH_NOTED = range(6)
TERM, VALUE, TEXT = range(3)

TITLE, ABOUT = 0, 1
HEAD = 3


@dataclass(frozen=True, slots=True)
class Places:
    """The names of the sheets as formulas write them, and the row of each thing by its id."""

    answers: str
    sum: str
    method: str
    questions: Mapping[str, int]
    properties: Mapping[str, int]
    total: int
    readings: int
    each: Mapping[str, int]
    each_total: int
    levels: Mapping[str, int]
    unknown: int
    bands: Mapping[str, int]

    @classmethod
    def of(cls, framework: Framework, words: Mapping[str, Any]) -> "Places":
        """The places of everything that the framework has."""
        names = words["sheets"]
        properties = _rows(HEAD + 1, (each.id for each in framework.properties))
        total = HEAD + 1 + len(properties)
        each = _rows(total + 11, framework.question_ids)
        levels = _rows(HEAD + 1, framework.level_scores)
        unknown = HEAD + 1 + len(levels)
        return cls(
            answers=quote_sheetname(names["answers"]),
            sum=quote_sheetname(names["sum"]),
            method=quote_sheetname(names["method"]),
            questions=_rows(HEAD + 1, framework.question_ids),
            properties=properties,
            total=total,
            readings=total + 2,
            each=each,
            each_total=total + 11 + len(each),
            levels=levels,
            unknown=unknown,
            bands=_rows(unknown + 3, (band.id for band in framework.bands)),
        )

    def answer(self, question: str, column: int) -> str:
        """A cell of an answer."""
        return f"{self.answers}!{here(self.questions[question], column)}"

    def proof(self, question: str) -> str:
        """The two cells of what proves an answer."""
        row = self.questions[question]
        return f"{self.answers}!{xl_range(row, NOTE, row, LINK)}"

    @property
    def own_words(self) -> str:
        """The cells of the answers' sheet that hold what a person wrote."""
        rows = self.questions.values()
        return str(xl_range(HEAD - 1, NUMBER, max(rows), LINK))

    def all_answers(self, first: int, last: int | None = None) -> str:
        """Columns of the answers, one or some beside each other."""
        rows = list(self.questions.values())
        return f"{self.answers}!{xl_range_abs(rows[0], first, rows[-1], first if last is None else last)}"

    def of_method(self, row: int, column: int) -> str:
        """A cell of the method."""
        return f"{self.method}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def of_levels(self, first: int, last: int) -> str:
        """Columns of the table of levels, ``I don't know`` at its end."""
        return f"{self.method}!{xl_range_abs(min(self.levels.values()), first, self.unknown, last)}"

    def of_bands(self, column: int) -> str:
        """A column of the table of bands, lowest first."""
        rows = list(self.bands.values())
        return f"{self.method}!{xl_range_abs(rows[0], column, rows[-1], column)}"


def here(row: int, column: int) -> str:
    """A cell of the same sheet."""
    return str(xl_rowcol_to_cell(row, column))


def column_of(rows: Mapping[str, int], column: int, last: int | None = None) -> str:
    """Those rows, which follow each other, of a column of the same sheet, or of all columns to ``last``."""
    return str(xl_range(min(rows.values()), column, max(rows.values()), column if last is None else last))


@dataclass(frozen=True, slots=True)
class Content:
    """All that goes into a workbook."""

    take: TakeState
    framework: Framework
    texts: Texts
    result: Result
    words: Mapping[str, Any]
    places: Places

    @property
    def scores(self) -> dict[str, int]:
        """What each answer scores, 0 where it is not known."""
        levels = self.framework.level_scores
        return {question: levels.get(level, 0) for question, level in self.result.answers}

    def at_best(self, question: str) -> int:
        """What an answer scores at most: ``I don't know`` may turn out to be the best."""
        return BEST if question in self.result.unknown else self.scores[question]

    def as_noted(self, question: str) -> int:
        """What an answer scores by what is noted as proof."""
        most = self.framework.level_scores[self.framework.unproven_counts_as]
        score = self.scores[question]
        return score if question in self.take.evidence else min(score, most)

    def weighed(self, counts_as: Callable[[str], int]) -> float:
        """The index, where each answer counts as that."""
        weights = self.framework.weights
        return sum(weights[q.property] * counts_as(q.id) for q in self.framework.questions) / SCALE


def _rows(first: int, ids: Iterable[str]) -> dict[str, int]:
    return {each: row for row, each in enumerate(ids, first)}
