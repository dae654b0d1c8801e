"""A completed take as CSV: a row for each answer, for whoever counts further."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Literal

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.results.files.cells import guarded
from app.site import Site, words_of
from scoring.index import UNKNOWN

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
# What Excel separates by where it speaks the language: a comma is French's decimal sign.
SEPARATORS = {"en": ",", "fr": ";"}
# Without it Excel reads UTF-8 as something else, and French breaks.
MARK = "\ufeff"


def csv_file(site: Site, take: TakeState, language: Language) -> bytes:
    """The file of a completed take: what people wrote is guarded against being taken for a formula."""
    pack, words = words_of(take.framework, language)
    scores, levels = pack.framework.level_scores, take.levels
    columns = json.loads(site.pages.text(language, "files/columns.html", {}))
    names = {level: text.name for level, text in words.levels.items()} | {UNKNOWN: columns["unknown"]}
    rows = [columns["names"]]
    for question in pack.framework.questions:
        answer = take.answer(question.id)
        rows.append(
            (
                question.id,
                words.questions[question.id].heading,
                words.properties[question.property].name,
                words.components[question.component].name,
                names[levels[question.id]],
                scores.get(levels[question.id], 0),
                guarded(answer.note),
                guarded(answer.link),
            )
        )
    return table(rows, SEPARATORS[language], csv.QUOTE_ALL)


def table(rows: Iterable[Sequence[object]], separator: str, quoting: Literal[0, 1]) -> bytes:
    """The rows as a CSV file, whose cells have quotes all (``csv.QUOTE_ALL``) or where they need them."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, quoting=quoting).writerows(rows)
    return (MARK + file.getvalue()).encode()
