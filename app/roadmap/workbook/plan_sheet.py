"""The sheet of the plan: a row for each step, and above them what the moves amount to."""

from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from app.results.files.cells import starts_formula
from app.results.files.xlsx_places import ABOUT, HEAD, TITLE, here
from app.results.files.xlsx_styles import TITLE_HEIGHT, Styles, height
from app.roadmap.workbook import places as at
from app.roadmap.workbook.places import Content
from app.roadmap.workbook.step_row import WIDTHS, write_step
from scoring.wishes import MOST_DAYS

SUMMARY = HEAD - 1
_HEADS = dict.fromkeys((at.NUMBER, at.QUARTER, at.DAYS, at.POINTS), "head_number") | dict.fromkeys(
    (at.STARTS, at.ENDS), "head_date"
)


def write_plan(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the whole sheet."""
    words, name = content.words["plan"], content.planned.take.organization.name
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(TITLE, TITLE_HEIGHT)
    sheet.write_string(TITLE, 0, words["title"], styles["title"])
    sheet.write_string(ABOUT, 0, words["about"], styles["about"])
    if name:
        sheet.write_string(SUMMARY, 0, name, styles["name_quoted" if starts_formula(name) else "name"])
    _write_summary(sheet, content, styles)
    sheet.set_row(HEAD, height(*zip(words["head"], WIDTHS, strict=True)))
    for column, title in enumerate(words["head"]):
        sheet.write_string(HEAD, column, title, styles[_HEADS.get(column, "head_inner")])
    for number, row in enumerate(content.rows, 1):
        write_step(sheet, content, number, row, styles)
    if not content.rows:
        sheet.write_string(HEAD + 1, at.STEP, words["none"], styles["text"])
    _guard_inputs(sheet, content, styles)
    sheet.autofilter(HEAD, 0, HEAD + max(len(content.rows), 1), at.WHY)
    sheet.set_landscape()
    sheet.freeze_panes(HEAD + 1, at.QUESTION)
    sheet.repeat_rows(HEAD)


def _write_summary(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """The index at the end, how many steps come too early, and the days that are left where they are fewest:
    each has its name before it."""
    words, made = content.words["plan"], content.planned.made
    end = content.of_quarters(at.TODAY + content.quarters, at.INDEX)
    early = f'SUMPRODUCT(({content.steps(at.CHECK)}<>"")*1)'
    left = f"MIN({content.every_quarter(at.LEFT)})"
    for column, name, formula, style, value in (
        (at.QUARTER, "end", end, "summary_exact", made.index_end),
        (at.STATE, "early", early, "summary_number", 0),
        (at.ENDS, "left", left, "summary_number", min(content.days_left)),
    ):
        sheet.write_string(SUMMARY, column - 1, words[name], styles["summary"])
        sheet.write_formula(SUMMARY, column, f"={formula}", styles[style], value)


def _guard_inputs(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """What may be typed in, and how what is wrong stands out."""
    refused, first, last = content.words["refused"], HEAD + 1, HEAD + len(content.numbers)
    if content.numbers:
        whole = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": content.quarters}
        sheet.data_validation(first, at.QUARTER, last, at.QUARTER, whole | refused["quarter"])
        days = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": MOST_DAYS}
        sheet.data_validation(first, at.DAYS, last, at.DAYS, days | refused["days"])
        says_something = f'={here(first, at.CHECK)}<>""'
        early = {"type": "formula", "criteria": says_something, "format": styles["wrong"]}
        sheet.conditional_format(first, at.CHECK, last, at.CHECK, early)
    for column, criteria in ((at.STATE, ">"), (at.ENDS, "<")):
        wrong = {"type": "cell", "criteria": criteria, "value": 0, "format": styles["wrong"]}
        sheet.conditional_format(SUMMARY, column, SUMMARY, column, wrong)
    # A name that is a number is a text all the same, and needs no mark of Excel's.
    owners = xl_range(first, at.OWNER, HEAD + max(len(content.rows), 1), at.OWNER)
    sheet.ignore_errors({"number_stored_as_text": f"{here(SUMMARY, 0)} {owners}"})
