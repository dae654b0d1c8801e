"""A workbook recalculated by a formula library, as a spreadsheet would do it."""

import io
from collections.abc import Mapping
from typing import Any

import formulas
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Cells = dict[str, Any]


def recalculated(content: bytes, path: str) -> Cells:
    """The value of every cell of the second sheet by its name, as ``all_recalculated``."""
    return all_recalculated(content, path)[1]


def all_recalculated(content: bytes, path: str) -> list[Cells]:
    """Sheet by sheet the value of every cell by its name, from nothing but what is typed in and the formulas;
    the workbook stands at ``path`` meanwhile."""
    book = load_workbook(io.BytesIO(content))
    book.save(path)
    sheets: dict[str, Cells] = {f"]{sheet.title.upper()}'": {} for sheet in book.worksheets}
    for key, ranges in formulas.ExcelModel().loads(path).finish().calculate().items():
        place, _, cell = str(key).rpartition("!")
        cells = sheets.get(f"]{place.rpartition(']')[2]}")
        if cells is not None and ":" not in cell:
            value = ranges.value[0, 0]
            cells[cell] = value.item() if hasattr(value, "item") else value
    return list(sheets.values())


def changed(content: bytes, cells: Mapping[str, str | float | None]) -> bytes:
    """The workbook with these cells of its first sheet typed anew."""
    book = load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook as a file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def values_of(sheet: Worksheet) -> Cells:
    """Every cell of a sheet that holds something, by its name."""
    return {
        cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
