"""The sheet that says how to read the others: the weights that their formulas read, and the rest in words."""

from xlsxwriter.worksheet import Worksheet

from app.results.files.xlsx_method import WIDTHS, write_table
from app.results.files.xlsx_places import ABOUT, HEAD, TERM, TITLE
from app.results.files.xlsx_styles import ROW_HEIGHT, TITLE_HEIGHT, Styles
from app.roadmap.workbook.places import Content


def write_reading(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the whole sheet."""
    words = content.words["reading"]
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row(TITLE, TITLE_HEIGHT)
    sheet.write_string(TITLE, TERM, words["title"], styles["title"])
    sheet.write_string(ABOUT, TERM, words["about"], styles["about"])
    weights = [
        (content.texts.properties[key].name, weight, content.texts.properties[key].measures)
        for key, weight in content.framework.weights.items()
    ]
    row = write_table(sheet, HEAD, words["weights"], weights, styles)
    for head, facts in words["tables"]:
        row = write_table(sheet, row + 1, head, [(name, "", text) for name, text in facts], styles)
    sheet.set_landscape()
