"""How the workbook looks: the site's ink, hairlines and one green, in a font that every office has."""

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.languages import Language

INK, SOFT, GREEN, HAIR, HEAD, INPUT = "#0F1F1A", "#4A5C54", "#0B5C45", "#B4C3BB", "#E6EEE9", "#F2F7F4"
# The site's colour for what is aimed at and for what is wrong, where a condition says so.
MARK = "#B93A0A"
WRONG = {"font_color": MARK, "bold": True, "bg_color": "#FBEBE3"}
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK}
RULED = {"bottom": 1, "bottom_color": HAIR, "text_wrap": True}
LINE, AIR, TALLEST = 15, 5, 409
# A column of one takes this many letters of a text.
LETTERS = 1.15
TITLE_HEIGHT, ROW_HEIGHT = 30, LINE + AIR

Styles = Mapping[str, Format]

_HEAD = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": GREEN, "text_wrap": True}
_TOTAL = {"bold": True, "top": 1, "top_color": GREEN, "bottom": 1, "bottom_color": GREEN}
_SMALL = {"font_size": 10}
_RIGHT, _MIDDLE = {"align": "right"}, {"align": "center"}
_EXACT = {"num_format": "0.000"}
_DATE = {"num_format": "yyyy-mm-dd"}
_INPUT = {"bg_color": INPUT, "left": 1, "left_color": GREEN}
_PER_CENT = {"en": '{}"%"', "fr": '{}"\u00a0%"'}
_QUOTED = {"quote_prefix": True}
_INNER = {"align": "left", "indent": 1}
_SUMMARY = {"font_color": SOFT} | _RIGHT
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "font_color": GREEN},
    "about": {"font_color": SOFT},
    "section": {"font_size": 13, "bold": True, "font_color": GREEN},
    "name": {"bold": True},
    "name_quoted": {"bold": True} | _QUOTED,
    "summary": _SUMMARY,
    "summary_number": _SUMMARY | {"bold": True, "font_color": INK},
    "summary_exact": _SUMMARY | {"bold": True, "font_color": INK} | _EXACT,
    "head": _HEAD,
    "head_inner": _HEAD | _INNER,
    "head_number": _HEAD | _RIGHT,
    "head_date": _HEAD | _MIDDLE,
    "text": RULED | _INNER,
    "text_quoted": RULED | _INNER | _QUOTED,
    "own": RULED | _INNER | _SMALL,
    "own_quoted": RULED | _INNER | _SMALL | _QUOTED,
    "term": RULED,
    "strong": RULED | {"bold": True},
    "number": RULED | _RIGHT,
    "half": RULED | _RIGHT | {"num_format": "0.0"},
    "exact": RULED | _RIGHT | _EXACT,
    "date": RULED | _MIDDLE | _DATE,
    "input": RULED | _INNER | _INPUT,
    "input_quoted": RULED | _INNER | _INPUT | _QUOTED,
    "input_number": RULED | _RIGHT | _INPUT,
    "input_date": RULED | _MIDDLE | _INPUT | _DATE,
    "total": _TOTAL,
    "total_exact": _TOTAL | _RIGHT | _EXACT,
}


def styles_of(workbook: Workbook, language: Language, *, valign: str) -> Styles:
    """Each style by its name, with texts at that height in their cells (``top`` or ``vcenter``)."""
    per_cent = _PER_CENT[language]
    weights = {
        "weight": RULED | _RIGHT | {"num_format": per_cent.format("0")},
        "half_weight": RULED | _RIGHT | {"num_format": per_cent.format("0.0")},
        "total_weight": _TOTAL | _RIGHT | {"num_format": per_cent.format("0")},
    }
    return {
        name: workbook.add_format(FONT | {"valign": valign} | style)
        for name, style in (_STYLES | weights).items()
    }


def height(*cells: tuple[str, float]) -> float:
    """The points that a row needs for these texts in columns of these widths: LibreOffice does not find it
    out when it opens a workbook."""
    lines = max(sum(_lines(line, width) for line in text.split("\n")) for text, width in cells)
    return min(LINE * lines + AIR, TALLEST)


def _lines(line: str, width: float) -> int:
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    return max(1, math.ceil(wide / (width * LETTERS)))
