"""The second table of the sum: answer by answer, counted in three ways."""

from xlsxwriter.worksheet import Worksheet

from app.results.files import xlsx_places as at
from app.results.files.xlsx_places import Content, column_of, here
from app.results.files.xlsx_styles import Styles
from scoring.index import BEST

COUNTED = (at.EACH_SCORE, at.EACH_BEST, at.EACH_NOTED)


def write_each(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the table, with its title."""
    words, head = content.words["sum"], min(content.places.each.values()) - 1
    sheet.write_string(head - 2, at.EACH_NAME, words["each"], styles["section"])
    sheet.write_string(head - 1, at.EACH_NAME, words["each_about"], styles["about"])
    for column, name in enumerate(words["each_head"]):
        sheet.write_string(head, column, name, styles["head_number" if column else "head"])
    for question in content.framework.question_ids:
        _write_answer(sheet, content, question, styles)
    _write_total(sheet, content, styles)


def _write_answer(sheet: Worksheet, content: Content, question: str, styles: Styles) -> None:
    places, number = content.places, styles["number"]
    row, key = places.each[question], content.framework.question(question).property
    weight, score = content.framework.weights[key] / 2, content.scores[question]
    own = here(row, at.EACH_SCORE)
    half = f"={here(places.properties[key], at.WEIGHT)}/2"
    sheet.write_string(row, at.EACH_NAME, content.texts.questions[question].short, styles["strong"])
    sheet.write_formula(row, at.EACH_WEIGHT, half, styles["half_weight"], weight)
    sheet.write_formula(row, at.EACH_SCORE, f"={places.answer(question, at.SCORE)}", number, score)
    points = f"={here(row, at.EACH_WEIGHT)}*{own}/100"
    sheet.write_formula(row, at.EACH_POINTS, points, styles["exact"], weight * score / 100)
    level, unknown = places.answer(question, at.LEVEL), places.of_method(places.unknown, at.TERM)
    best = f"=IF({level}={unknown},{BEST},{own})"
    sheet.write_formula(row, at.EACH_BEST, best, number, content.at_best(question))
    most = places.of_method(places.levels[content.framework.unproven_counts_as], at.VALUE)
    noted = f"=IF(COUNTA({places.proof(question)})=0,MIN({own},{most}),{own})"
    sheet.write_formula(row, at.EACH_NOTED, noted, number, content.as_noted(question))


def _write_total(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """The index, from the weight of each answer: as answered, with unknowns at the top, by what is noted."""
    row, rows, strong = content.places.each_total, content.places.each, styles["total_exact"]
    weights = column_of(rows, at.EACH_WEIGHT)
    sheet.write_string(row, at.EACH_NAME, content.words["sum"]["total"], styles["total"])
    sheet.write_formula(row, at.EACH_WEIGHT, f"=SUM({weights})", styles["total_weight"], BEST)
    points = f"=SUM({column_of(rows, at.EACH_POINTS)})"
    sheet.write_formula(row, at.EACH_POINTS, points, strong, content.result.index)
    for column, counts_as in zip(
        COUNTED, (content.scores.__getitem__, content.at_best, content.as_noted), strict=True
    ):
        mean = f"=SUMPRODUCT({weights},{column_of(rows, column)})/100"
        sheet.write_formula(row, column, mean, strong, content.weighed(counts_as))
