"""The sheet of answers: a level to choose and its score, with what proves it."""

from xlsxwriter.worksheet import Worksheet

from app.results.files import xlsx_places as at
from app.results.files.cells import starts_formula
from app.results.files.xlsx_places import Content, here
from app.results.files.xlsx_styles import ROW_HEIGHT, TITLE_HEIGHT, Styles, height
from scoring.index import UNKNOWN

WIDTHS = (5, 43, 15, 22, 21, 7, 60, 28)
NAMED = at.HEAD - 1
# How much more of a text in small letters goes into a row, which is lower too.
SMALLER = 1.2


def write_answers(sheet: Worksheet, content: Content, styles: Styles) -> None:
    """Write the whole sheet."""
    words, name = content.words["answers"], content.take.organization.name
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(at.TITLE, TITLE_HEIGHT)
    sheet.write_string(at.TITLE, 0, words["title"], styles["title"])
    sheet.write_string(at.ABOUT, 0, words["about"], styles["about"])
    if name:
        sheet.write_string(NAMED, 0, name, styles["name_quoted" if starts_formula(name) else "name"])
    for column, title in enumerate(words["head"]):
        is_number = column in {at.NUMBER, at.SCORE}
        sheet.write_string(at.HEAD, column, title, styles["head_number" if is_number else "head_inner"])
    for number, question in enumerate(content.framework.question_ids, 1):
        sheet.write_number(content.places.questions[question], at.NUMBER, number, styles["number"])
        _write_answer(sheet, content, question, styles)
    _offer_levels(sheet, content)
    # A note that is a number is a text all the same, and needs no mark of Excel's.
    sheet.ignore_errors({"number_stored_as_text": content.places.own_words})
    sheet.set_row(at.HEAD, ROW_HEIGHT)
    sheet.set_landscape()
    sheet.freeze_panes(at.HEAD + 1, 0)
    sheet.repeat_rows(at.HEAD)


def _write_answer(sheet: Worksheet, content: Content, question: str, styles: Styles) -> None:
    texts, places = content.texts, content.places
    facts, saved = content.framework.question(question), content.take.answer(question)
    row, level = places.questions[question], saved.level
    name = content.words["unknown"] if level == UNKNOWN else texts.levels[level].name
    asked = texts.questions[question].heading
    own = ((saved.note, WIDTHS[at.NOTE]), (saved.link, WIDTHS[at.LINK]))
    smaller = [(text, width * SMALLER) for text, width in own]
    sheet.set_row(row, height((asked, WIDTHS[at.QUESTION]), *smaller))
    sheet.write_string(row, at.QUESTION, asked, styles["text"])
    sheet.write_string(row, at.PROPERTY, texts.properties[facts.property].name, styles["text"])
    sheet.write_string(row, at.COMPONENT, texts.components[facts.component].name, styles["text"])
    sheet.write_string(row, at.LEVEL, name, styles["input"])
    score = f"=VLOOKUP({here(row, at.LEVEL)},{places.of_levels(at.TERM, at.VALUE)},2,FALSE)"
    sheet.write_formula(row, at.SCORE, score, styles["number"], content.scores[question])
    _write_own(sheet, row, at.NOTE, saved.note, styles)
    _write_own(sheet, row, at.LINK, saved.link, styles)


def _write_own(sheet: Worksheet, row: int, column: int, text: str, styles: Styles) -> None:
    """What a person wrote, as the text that it is."""
    if text:
        sheet.write_string(row, column, text, styles["own_quoted" if starts_formula(text) else "own"])
    else:
        sheet.write_blank(row, column, None, styles["own"])


def _offer_levels(sheet: Worksheet, content: Content) -> None:
    rows, refused = list(content.places.questions.values()), content.words["answers"]["refused"]
    offered = {
        "validate": "list",
        "source": f"={content.places.of_levels(at.TERM, at.TERM)}",
        "ignore_blank": False,
        "error_title": refused["title"],
        "error_message": refused["message"],
    }
    sheet.data_validation(rows[0], at.LEVEL, rows[-1], at.LEVEL, offered)
