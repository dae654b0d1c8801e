"""How easily the options and the steps read: the mean school grade, by textstat."""

from collections.abc import Iterator
from statistics import fmean
from typing import NamedTuple

from questions.texts import Texts

HIGHEST_GRADE = 9


class Grades(NamedTuple):
    """Mean Flesch–Kincaid grades, in years of school: of the options, and of what the steps say to do."""

    options: float
    steps: float


def mean_grades(texts: Texts) -> Grades | None:
    """How easily one language's words read; ``None`` where textstat cannot count its syllables.

    Raises ``ModuleNotFoundError`` where textstat is not installed (``pip install ai-index[authoring]``).
    """
    from textstat import textstat

    textstat.set_lang(texts.language)
    try:
        return Grades(*(fmean(map(textstat.flesch_kincaid_grade, kind)) for kind in _kinds(texts)))
    except KeyError:
        return None


def _kinds(texts: Texts) -> Iterator[list[str]]:
    questions = texts.questions.values()
    yield [option.text for question in questions for option in question.options.values()]
    yield [step.what for question in questions for step in question.steps.values()]
