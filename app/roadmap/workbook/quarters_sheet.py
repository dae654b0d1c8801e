"""The sheet of quarters: days, index and minimum viable AIMS as formulas over the plan, and the curve."""

import datetime
from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.planning.calendar import MONTHS, quarter_end, quarter_start
from app.results.files.xlsx_places import ABOUT, TITLE, here
from app.results.files.xlsx_styles import (
    GREEN,
    HAIR,
    INK,
    MARK,
    ROW_HEIGHT,
    SOFT,
    TITLE_HEIGHT,
    Styles,
    height,
)
from app.roadmap.curve import TOP_INDEX
from app.roadmap.workbook import places as at
from app.roadmap.workbook.places import Content, as_text, down_to, fixed, serial
from scoring.wishes import MOST_DAYS

WIDTHS = (22, 12, 12, 12, 12, 12, 12, 12, 12, 10, 10, 18)
_HEADS = {at.NAME: "head_inner", at.OPENS: "head_date", at.CLOSES: "head_date", at.VIABLE: "head_inner"}
# The first day that every spreadsheet counts alike.
FIRST_DAY = datetime.date(1900, 3, 1)
CLEAR_OF_AXIS = 10
CHART_SIZE = {"width": 1040, "height": 380}


def write_quarters(workbook: Workbook, sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the whole sheet."""
    words = content.words["quarters"]
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row(TITLE, TITLE_HEIGHT)
    sheet.write_string(TITLE, 0, words["title"], styles["title"])
    sheet.write_string(ABOUT, 0, words["about"], styles["about"])
    _write_facts(sheet, content, styles)
    sheet.set_row(at.QUARTERS_HEAD, height(*zip(words["head"], WIDTHS, strict=True)))
    for column, title in enumerate(words["head"]):
        sheet.write_string(at.QUARTERS_HEAD, column, title, styles[_HEADS.get(column, "head_number")])
    _write_today(sheet, content, styles)
    for number in range(1, content.quarters + 1):
        _write_quarter(sheet, content, number, styles)
    _guard_inputs(sheet, content, styles)
    _draw(workbook, sheet, content)
    sheet.set_landscape()
    sheet.freeze_panes(at.QUARTERS_HEAD + 1, 1)


def _write_facts(sheet: Worksheet, content: Content, styles: Styles) -> None:
    words, choices = content.words["quarters"], content.planned.choices
    for row, name in ((at.START, "start"), (at.INDEX_NOW, "now"), (at.INDEX_TARGET, "target")):
        sheet.write_string(row, at.NAME, words[name], styles["term"])
    sheet.write_number(at.START, at.OPENS, serial(choices.starts_on), styles["input_date"])
    sheet.write_number(at.INDEX_NOW, at.OPENS, content.planned.made.index_now, styles["exact"])
    sheet.write_number(at.INDEX_TARGET, at.OPENS, content.target, styles["exact"])


def _write_today(sheet: Worksheet, content: Content, styles: Styles) -> None:
    row, words = at.TODAY, content.words["quarters"]
    sheet.write_string(row, at.NAME, words["today"], styles["text"])
    for column in range(at.OPENS, at.TARGET):
        sheet.write_blank(row, column, None, styles["text"])
    now = f"={fixed(at.INDEX_NOW, at.OPENS)}"
    sheet.write_formula(row, at.INDEX, now, styles["exact"], content.planned.made.index_now)
    _write_target(sheet, content, row, styles)
    needed = f"COUNTIF({content.of_steps(at.NEEDED)},{as_text(content.words['plan']['yes'])})"
    is_viable = not any(each.is_needed for each in content.rows)
    _write_viable(sheet, content, row, f"{needed}=0", is_viable, styles)


def _write_quarter(sheet: Worksheet, content: Content, number: int, styles: Styles) -> None:
    row, choices, made = at.TODAY + number, content.planned.choices, content.planned.made
    quarters = made.quarters
    quarter, before = quarters[number - 1], quarters[number - 2].index if number > 1 else made.index_now
    start = fixed(at.START, at.OPENS)
    stands_in, days, points = (content.of_steps(column) for column in (at.QUARTER, at.DAYS, at.POINTS))
    by_then = as_text(f"<={number}")
    so_far = sum(each.effort_days for each in quarters[:number])
    opens, closes = f"EDATE({start},{MONTHS * (number - 1)})", f"EDATE({start},{MONTHS * number})-1"
    sheet.write_string(row, at.NAME, content.words["quarters"]["names"][number - 1], styles["text"])
    formulas: dict[int, tuple[str, str, float]] = {
        at.OPENS: (opens, "date", serial(quarter_start(choices.starts_on, number - 1))),
        at.CLOSES: (closes, "date", serial(quarter_end(choices.starts_on, number))),
        at.PLANNED: (f"SUMIFS({days},{stands_in},{number})", "number", quarter.effort_days),
        at.GIVEN_SO_FAR: (f"SUM({down_to(row, at.GIVEN)})", "number", choices.capacity_days * number),
        at.PLANNED_SO_FAR: (f"SUM({down_to(row, at.PLANNED)})", "number", so_far),
        at.LEFT: (
            f"ROUND({here(row, at.GIVEN_SO_FAR)}-{here(row, at.PLANNED_SO_FAR)},2)",
            "number",
            content.days_left[number - 1],
        ),
        at.INDEX: (
            f"{fixed(at.INDEX_NOW, at.OPENS)}+SUMIFS({points},{stands_in},{by_then})",
            "exact",
            quarter.index,
        ),
        at.GAIN: (f"{here(row, at.INDEX)}-{here(row - 1, at.INDEX)}", "exact", quarter.index - before),
    }
    for column, (formula, style, value) in formulas.items():
        sheet.write_formula(row, column, f"={formula}", styles[style], value)
    sheet.write_number(row, at.GIVEN, choices.capacity_days, styles["input_number"])
    _write_target(sheet, content, row, styles)
    flags, yes = content.of_steps(at.NEEDED), as_text(content.words["plan"]["yes"])
    stand = f"COUNTIFS({flags},{yes},{stands_in},{by_then})=COUNTIF({flags},{yes})"
    _write_viable(sheet, content, row, stand, quarter.is_viable, styles)


def _write_target(sheet: Worksheet, content: Content, row: int, styles: Styles) -> None:
    target = f"={fixed(at.INDEX_TARGET, at.OPENS)}"
    sheet.write_formula(row, at.TARGET, target, styles["exact"], content.target)


def _write_viable(
    sheet: Worksheet, content: Content, row: int, condition: str, is_viable: bool, styles: Styles
) -> None:
    reached, missing = content.words["quarters"]["viable"]
    formula = f"=IF({condition},{as_text(reached)},{as_text(missing)})"
    sheet.write_formula(row, at.VIABLE, formula, styles["text"], reached if is_viable else missing)


def _guard_inputs(sheet: Worksheet, content: Content, styles: Styles) -> None:
    first, last, refused = at.TODAY + 1, at.TODAY + content.quarters, content.words["refused"]
    days = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": MOST_DAYS}
    sheet.data_validation(first, at.GIVEN, last, at.GIVEN, days | refused["days"])
    day = {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "ignore_blank": False}
    sheet.data_validation(at.START, at.OPENS, at.START, at.OPENS, day | refused["start"])
    over = {"type": "cell", "criteria": "<", "value": 0, "format": styles["wrong"]}
    sheet.conditional_format(first, at.LEFT, last, at.LEFT, over)


def _draw(workbook: Workbook, sheet: Worksheet, content: Content) -> None:
    """The index from today on, with the line that it is to reach."""
    words, name = content.words["quarters"], content.words["sheets"]["quarters"]
    chart = workbook.add_chart({"type": "line"})
    rows = (at.TODAY, at.TODAY + content.quarters)

    def cells(column: int) -> list[str | int]:
        return [name, rows[0], column, rows[1], column]

    # Clear of the target's line above the curve, and of the axis below it.
    side = "below" if content.planned.made.index_now >= CLEAR_OF_AXIS else "above"
    index: Mapping[str, Any] = {
        "name": words["curve"][0],
        "categories": cells(at.NAME),
        "values": cells(at.INDEX),
        "line": {"color": GREEN, "width": 2.5},
        "marker": {"type": "circle", "size": 7, "fill": {"color": GREEN}, "border": {"color": GREEN}},
        "data_labels": {"value": True, "position": side, "num_format": "0", "font": _font(INK, bold=True)},
    }
    target: Mapping[str, Any] = {
        "name": words["curve"][1],
        "categories": cells(at.NAME),
        "values": cells(at.TARGET),
        "line": {"color": MARK, "width": 1.75, "dash_type": "dash"},
    }
    chart.add_series(index)
    chart.add_series(target)
    chart.set_title({"name": words["chart"], "name_font": _font(GREEN, bold=True, size=13), "overlay": False})
    chart.set_x_axis({"line": {"color": HAIR}, "num_font": _font(SOFT)})
    chart.set_y_axis(
        {
            "min": 0,
            "max": TOP_INDEX,
            "major_unit": 25,
            "num_format": "0",
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": HAIR, "width": 0.75}},
            "num_font": _font(SOFT),
        }
    )
    chart.set_legend({"position": "bottom", "font": _font(INK)})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size(CHART_SIZE)
    sheet.insert_chart(rows[1] + 2, at.NAME, chart, {"description": words["described"], "object_position": 1})


def _font(color: str, *, bold: bool = False, size: float = 10) -> dict[str, Any]:
    return {"name": "Calibri", "size": size, "bold": bold, "color": color}
