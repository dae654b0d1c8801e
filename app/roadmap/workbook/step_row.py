"""The row of a step: what is known of it, what may be changed, and the formulas that follow."""

import datetime

from xlsxwriter.worksheet import Worksheet

from app.planning.calendar import MONTHS
from app.results.files.cells import starts_formula
from app.results.files.xlsx_answers import SMALLER
from app.results.files.xlsx_places import HEAD, here
from app.results.files.xlsx_styles import Styles, height
from app.roadmap.workbook import places as at
from app.roadmap.workbook.places import Content, as_text, serial
from app.roadmap.workbook.rows import Row
from scoring.index import UNKNOWN
from scoring.problem import STEPS_IN_A_WEIGHT

WIDTHS = (4, 32, 15, 13, 13, 13, 9, 30, 11, 14, 7, 8, 11, 11, 8, 32)
# Between two warnings of one step.
BETWEEN = " · "


def write_step(sheet: Worksheet, content: Content, number: int, row: Row, styles: Styles) -> None:
    """Write the row of the step with that number."""
    line, why = HEAD + number, "\n".join(content.words["plan"]["why"][row.step.id])
    facts = _facts(content, row)
    sheet.set_row(line, _height(content, row, facts, why))
    sheet.write_number(line, at.NUMBER, number, styles["number"])
    for column, text in facts.items():
        _write_text(sheet, line, column, text, "text", styles)
    _write_text(sheet, line, at.WHY, why, "own", styles)
    if row.is_open:
        _write_inputs(sheet, line, row, styles)
        _write_formulas(sheet, content, line, row, styles)
        return
    for column in (at.QUARTER, at.CHECK, at.DAYS, at.POINTS, at.STARTS, at.ENDS):
        sheet.write_blank(line, column, None, styles["text"])
    _write_text(sheet, line, at.STATE, content.words["plan"]["states"][row.kind], "text", styles)
    _write_text(sheet, line, at.OWNER, row.choice.owner, "text", styles)


def _facts(content: Content, row: Row) -> dict[int, str]:
    """What is known of a step, by its column."""
    texts, question = content.texts, content.framework.question(row.step.question)
    levels = {key: text.name for key, text in texts.levels.items()} | {UNKNOWN: content.words["unknown"]}
    return {
        at.STEP: texts.questions[question.id].steps[row.step.to_level].title,
        at.QUESTION: texts.questions[question.id].short,
        at.PROPERTY: texts.properties[question.property].name,
        at.FROM: levels[row.from_level],
        at.TO: levels[row.step.to_level],
        at.NEEDED: content.words["plan"]["yes"] if row.is_needed else "",
    }


def _height(content: Content, row: Row, facts: dict[int, str], why: str) -> float:
    """High enough for every text, a warning that is not there yet among them."""
    texts = content.texts.questions
    required = [content.framework.steps[each] for each in row.step.requires if each in content.numbers]
    warning = BETWEEN.join(
        f"{content.words['plan']['after']} {content.numbers[each.id]}. "
        f"{texts[each.question].steps[each.to_level].title}"
        for each in required
    )
    cells = [(text, WIDTHS[column]) for column, text in facts.items()]
    smaller = [(warning, WIDTHS[at.CHECK] * SMALLER), (why, WIDTHS[at.WHY] * SMALLER)]
    return height(*cells, *smaller, (row.choice.owner, WIDTHS[at.OWNER]))


def _write_text(sheet: Worksheet, line: int, column: int, text: str, style: str, styles: Styles) -> None:
    """A text as the text that it is, whoever wrote it."""
    if text:
        sheet.write_string(line, column, text, styles[f"{style}_quoted" if starts_formula(text) else style])
    else:
        sheet.write_blank(line, column, None, styles[style])


def _write_inputs(sheet: Worksheet, line: int, row: Row, styles: Styles) -> None:
    if row.quarter is None:
        sheet.write_blank(line, at.QUARTER, None, styles["input_number"])
    else:
        sheet.write_number(line, at.QUARTER, row.quarter, styles["input_number"])
    sheet.write_number(line, at.DAYS, row.effort_days, styles["input_number"])
    _write_text(sheet, line, at.OWNER, row.choice.owner, "input", styles)


def _write_formulas(sheet: Worksheet, content: Content, line: int, row: Row, styles: Styles) -> None:
    """What follows from the quarter that stands in the step's cell: nothing does where that is empty."""
    words, quarter = content.words["plan"], here(line, at.QUARTER)
    not_planned, planned = words["states"][row.kind], words["planned"]
    state = f"=IF(N({quarter})=0,{as_text(not_planned)},{as_text(planned)})"
    sheet.write_formula(line, at.STATE, state, styles["text"], planned if row.quarter else not_planned)
    sheet.write_formula(line, at.CHECK, _check(content, row, quarter), styles["own"], "")
    weight = content.of_weights(content.framework.question(row.step.question).property)
    sheet.write_formula(line, at.POINTS, f"={weight}/{STEPS_IN_A_WEIGHT}", styles["exact"], row.points)
    start = content.of_quarters(at.START, at.OPENS)
    opens = f"EDATE({start},{MONTHS}*({quarter}-1))"
    closes = f"EDATE({start},{MONTHS}*{quarter})-1"
    first, last = row.days or (None, None)
    for column, in_a_quarter, day in ((at.STARTS, opens, first), (at.ENDS, closes, last)):
        formula = f'=IF(N({quarter})=0,"",{_on_its_day(content, row, quarter, in_a_quarter, day)})'
        sheet.write_formula(line, column, formula, styles["date"], "" if day is None else serial(day))


def _on_its_day(
    content: Content, row: Row, quarter: str, in_a_quarter: str, day: datetime.date | None
) -> str:
    """The day of the plan while the step stands in its quarter, else that of the quarter where it stands."""
    if day is None:
        return in_a_quarter
    start, after = content.of_quarters(at.START, at.OPENS), (day - content.planned.choices.starts_on).days
    return f"IF({quarter}={row.quarter},{start}+{after},{in_a_quarter})"


def _check(content: Content, row: Row, quarter: str) -> str:
    """Which steps must come first and stand later or nowhere. They are found by their numbers, so that the
    rows can be sorted."""
    numbers, after = content.numbers, content.words["plan"]["after"]
    by_number, quarters, titles = (content.steps(each) for each in (at.NUMBER, at.QUARTER, at.STEP))
    warnings = []
    for number in (numbers[each] for each in row.step.requires if each in numbers):
        stands = f"SUMIFS({quarters},{by_number},{number})"
        title = f"INDEX({titles},MATCH({number},{by_number},0))"
        warning = f"{as_text(f'{BETWEEN}{after} {number}. ')}&{title}"
        warnings.append(f'IF(OR({stands}=0,{stands}>{quarter}),{warning},"")')
    if not warnings:
        return '=""'
    return f'=IF(N({quarter})=0,"",MID({"&".join(warnings)},{len(BETWEEN) + 1},1000))'
