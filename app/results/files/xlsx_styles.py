"""How the workbook looks: the site's ink, hairlines and one green, in a font that every office has."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK, SOFT, GREEN, HAIR, HEAD, INPUT = "#0F1F1A", "#4A5C54", "#0B5C45", "#B4C3BB", "#E6EEE9", "#F2F7F4"
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
RULED = {"bottom": 1, "bottom_color": HAIR, "text_wrap": True}

Styles = Mapping[str, Format]

_HEAD = {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": GREEN, "text_wrap": True}
_TOTAL = {"bold": True, "top": 1, "top_color": GREEN, "bottom": 1, "bottom_color": GREEN}
_RIGHT = {"align": "right"}
_PER_CENT = {"num_format": '0.## "%"'}
_QUOTED = {"quote_prefix": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 18, "bold": True, "font_color": GREEN, "valign": "vcenter"},
    "about": {"font_color": SOFT},
    "section": {"font_size": 13, "bold": True, "font_color": GREEN},
    "name": {"bold": True},
    "name_quoted": {"bold": True} | _QUOTED,
    "head": _HEAD,
    "head_number": _HEAD | _RIGHT,
    "text": RULED,
    "quoted": RULED | _QUOTED,
    "strong": RULED | {"bold": True},
    "number": RULED | _RIGHT,
    "right": RULED | _RIGHT,
    "weight": RULED | _RIGHT | _PER_CENT,
    "input": RULED | {"bg_color": INPUT, "left": 1, "left_color": GREEN},
    "total": _TOTAL,
    "total_number": _TOTAL | _RIGHT,
    "total_weight": _TOTAL | _RIGHT | _PER_CENT,
}


def styles_of(workbook: Workbook) -> Styles:
    """Each style by its name."""
    return {name: workbook.add_format(FONT | style) for name, style in _STYLES.items()}
