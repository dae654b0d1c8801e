"""The sheet of the method: the tables that the formulas read, and the rules in plain words."""

from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from app.results.files import xlsx_places as at
from app.results.files.xlsx_places import Content
from app.results.files.xlsx_styles import ROW_HEIGHT, TITLE_HEIGHT, Styles, height

WIDTHS = (30, 11, 105)
_HEADS = ("head", "head_number", "head_inner")
Row = tuple[str, int | str, str]


def write_method(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the whole sheet."""
    words, places = content.words["method"], content.places
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row(at.TITLE, TITLE_HEIGHT)
    sheet.write_string(at.TITLE, at.TERM, words["title"], styles["title"])
    sheet.write_string(at.ABOUT, at.TERM, words["about"], styles["about"])
    write_table(sheet, at.HEAD, words["levels"], _levels(content), styles)
    row = write_table(sheet, min(places.bands.values()) - 1, words["bands"], _bands(content), styles)
    for head, rows in (
        (words["weights"], _weights(content)),
        (words["rules"], [(name, "", _sentence(*rule)) for name, *rule in words["rule"]]),
        (words["sources"], _sources(content)),
        (words["result"], [(name, "", value) for name, value in words["facts"]]),
    ):
        row = write_table(sheet, row + 1, head, rows, styles)


def write_table(sheet: Worksheet, row: int, head: Sequence[str], rows: Iterable[Row], styles: Styles) -> int:
    """Write a table from ``row`` on, in columns of ``WIDTHS``; the row after it."""
    for column, name in enumerate(head):
        sheet.write_string(row, column, name, styles[_HEADS[column]])
    for term, value, text in rows:
        row += 1
        sheet.set_row(row, height((term, WIDTHS[at.TERM]), (text, WIDTHS[at.TEXT])))
        sheet.write_string(row, at.TERM, term, styles["strong"])
        if isinstance(value, int):
            sheet.write_number(row, at.VALUE, value, styles["number"])
        else:
            sheet.write_blank(row, at.VALUE, None, styles["text"])
        sheet.write_string(row, at.TEXT, text, styles["text"])
    return row + 1


def _levels(content: Content) -> Iterable[Row]:
    for level in content.framework.levels:
        text = content.texts.levels[level.id]
        yield text.name, level.score, text.proof
    yield content.words["unknown"], 0, content.words["method"]["unknown"]


def _bands(content: Content) -> Iterable[Row]:
    for band in content.framework.bands:
        text = content.texts.bands[band.id]
        yield text.name, band.from_, text.lede


def _weights(content: Content) -> Iterable[Row]:
    for key, weight in content.framework.weights.items():
        text = content.texts.properties[key]
        yield text.name, weight, text.measures


def _sources(content: Content) -> Iterable[Row]:
    for each in content.framework.frameworks:
        yield content.texts.frameworks[each.id].name, "", content.words["method"]["edition"][each.id]


def _sentence(rule: str, more: str) -> str:
    return f"{rule} {more}".strip()
