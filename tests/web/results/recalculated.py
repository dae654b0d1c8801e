"""A workbook recalculated by a formula library, as a spreadsheet would do it."""

import io
from typing import Any

import formulas
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Cells = dict[str, Any]


def recalculated(content: bytes, path: str) -> Cells:
    """The value of every cell of the second sheet by its name, from nothing but what is typed in and the
    formulas; the workbook stands at ``path`` meanwhile."""
    book = load_workbook(io.BytesIO(content))
    name = book.worksheets[1].title
    book.save(path)
    found = formulas.ExcelModel().loads(path).finish().calculate()
    cells: Cells = {}
    for key, ranges in found.items():
        sheet, _, cell = str(key).rpartition("!")
        if sheet.endswith(f"]{name.upper()}'") and ":" not in cell:
            value = ranges.value[0, 0]
            cells[cell] = value.item() if hasattr(value, "item") else value
    return cells


def changed(content: bytes, cells: dict[str, str | None]) -> bytes:
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
