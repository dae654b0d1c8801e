"""How easily the options read: the mean school grade, by textstat."""

from collections.abc import Iterator
from statistics import fmean

from questions.models import Texts

HIGHEST_GRADE = 9


def mean_grade(texts: Texts) -> float | None:
    """The mean Flesch–Kincaid grade of the options' texts, in years of school.

    ``None`` in a language whose syllables textstat cannot count.
    Raises ``ModuleNotFoundError`` where textstat is not installed (``pip install ai-index[authoring]``).
    """
    from textstat import textstat  # noqa: PLC0415 - authors need it, servers do not

    textstat.set_lang(texts.language)
    try:
        return fmean(textstat.flesch_kincaid_grade(text) for text in _options(texts))
    except KeyError:
        return None


def _options(texts: Texts) -> Iterator[str]:
    for question in texts.questions.values():
        for option in question.options.values():
            yield option.text
