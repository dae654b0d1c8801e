"""The sheet of the sum: formulas over the answers, each with the value that it has as the take stands."""

from xlsxwriter.worksheet import Worksheet

from app.results.files import xlsx_places as at
from app.results.files.xlsx_each import write_each
from app.results.files.xlsx_places import Content, column_of, here
from app.results.files.xlsx_styles import ROW_HEIGHT, TITLE_HEIGHT, Styles
from questions.models import Band
from scoring.index import PropertyResult

WIDTHS = (42, 12, 18, 18, 20, 20)
# What is said under the sum, and how it is written.
READINGS = {"shown": "number", "band": "number", "unknown": "number", "best": "exact", "noted": "exact"}


def write_sum(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the whole sheet."""
    words = content.words["sum"]
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row(at.TITLE, TITLE_HEIGHT)
    sheet.write_string(at.TITLE, at.NAME, words["title"], styles["title"])
    sheet.write_string(at.ABOUT, at.NAME, words["about"], styles["about"])
    for column, name in enumerate(words["head"]):
        sheet.write_string(at.HEAD, column, name, styles["head_number" if column else "head"])
    for each in content.result.properties:
        _write_property(sheet, content, each, styles)
    _write_total(sheet, content, styles)
    _write_readings(sheet, content, styles)
    write_each(sheet, content, styles)
    # Each property reads two answers that follow each other, which Excel would mark as a slip.
    sheet.ignore_errors({"formula_differs": column_of(content.places.properties, at.FIRST, at.POINTS)})
    sheet.freeze_panes(at.HEAD + 1, 0)


def _write_property(sheet: Worksheet, content: Content, each: PropertyResult, styles: Styles) -> None:
    places, number, row = content.places, styles["number"], content.places.properties[each.id]
    sheet.write_string(row, at.NAME, content.texts.properties[each.id].name, styles["strong"])
    sheet.write_number(row, at.WEIGHT, each.weight, styles["weight"])
    for column, question in zip((at.FIRST, at.SECOND), content.framework.by_property[each.id], strict=True):
        score = f"={places.answer(question, at.SCORE)}"
        sheet.write_formula(row, column, score, number, content.scores[question])
    mean = f"=({here(row, at.FIRST)}+{here(row, at.SECOND)})/2"
    sheet.write_formula(row, at.MEAN, mean, styles["half"], each.score)
    points = f"={here(row, at.WEIGHT)}*{here(row, at.MEAN)}/100"
    sheet.write_formula(row, at.POINTS, points, styles["exact"], each.points)


def _write_total(sheet: Worksheet, content: Content, styles: Styles) -> None:
    row, rows = content.places.total, content.places.properties
    sheet.write_string(row, at.NAME, content.words["sum"]["total"], styles["total"])
    weight, index = sum(content.framework.weights.values()), content.result.index
    sheet.write_formula(row, at.WEIGHT, f"=SUM({column_of(rows, at.WEIGHT)})", styles["total_weight"], weight)
    sheet.write_formula(row, at.POINTS, f"=SUM({column_of(rows, at.POINTS)})", styles["total_exact"], index)
    for column in (at.FIRST, at.SECOND, at.MEAN):
        sheet.write_blank(row, column, None, styles["total"])


def _write_readings(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """What the page says of the sum: the number shown, the band, the range, what is noted."""
    places, words, result = content.places, content.words["sum"], content.result
    index = here(places.total, at.POINTS)
    unknown = places.of_method(places.unknown, at.TERM)
    noted = here(places.each_total, at.EACH_NOTED)
    proofs = f"COUNTA({places.all_answers(at.NOTE, at.LINK)})"
    evidenced = words["no_proof"] if result.index_evidenced is None else result.index_evidenced
    readings: list[tuple[str, str, str | float]] = [
        ("shown", f"=INT({index}+0.5)", result.shown),
        ("band", f"={_band(content, index)}", content.texts.bands[result.band].name),
        ("unknown", f"=COUNTIF({places.all_answers(at.LEVEL)},{unknown})", len(result.unknown)),
        ("best", f"={here(places.each_total, at.EACH_BEST)}", result.index_if_unknowns_were_best),
        ("noted", f'=IF({proofs}=0,"{words["no_proof"]}",{noted})', evidenced),
    ]
    for row, (name, formula, value) in enumerate(readings, places.readings):
        sheet.write_string(row, at.NAME, words[name], styles["term"])
        for column in range(at.WEIGHT, at.POINTS):
            sheet.write_blank(row, column, None, styles["term"])
        sheet.write_formula(row, at.POINTS, formula, styles[READINGS[name]], value)


def _band(content: Content, index: str) -> str:
    """The band's name: that of the number, but where a band asks something of every property."""
    places = content.places
    found = f"LOOKUP({index},{places.of_bands(at.VALUE)},{places.of_bands(at.TERM)})"
    lowest = f"MIN({places.all_answers(at.SCORE)})"
    for band in content.framework.bands:
        if band.every_property_at_least is not None and band.otherwise is not None:
            least = places.of_method(places.levels[band.every_property_at_least], at.VALUE)
            lower = places.of_method(places.bands[band.otherwise], at.TERM)
            found = f"IF(AND({_falls_in(content, band, index)},{lowest}<{least}),{lower},{found})"
    return found


def _falls_in(content: Content, band: Band, index: str) -> str:
    places = content.places
    row = places.bands[band.id]
    above = f"{index}>={places.of_method(row, at.VALUE)}"
    is_highest = row == max(places.bands.values())
    return above if is_highest else f"{above},{index}<{places.of_method(row + 1, at.VALUE)}"
