"""Takes to test with: every question answered, by hand or at random."""

from collections.abc import Mapping

from hypothesis import strategies as st

from questions.models import Framework
from questions.packs import load

FRAMEWORK: Framework = load("ai-id@1.0").framework
QUESTIONS = FRAMEWORK.question_ids
LEVELS = tuple(FRAMEWORK.level_scores)
UNKNOWN = "unknown"

levels = st.sampled_from(LEVELS)
takes = st.fixed_dictionaries({question: st.sampled_from([*LEVELS, UNKNOWN]) for question in QUESTIONS})
known_takes = st.fixed_dictionaries(dict.fromkeys(QUESTIONS, levels))
proofs = st.sets(st.sampled_from(QUESTIONS))


def every(level: str, **others: str) -> dict[str, str]:
    """Every question answered with ``level``, but for ``others`` (``data_rules`` is ``data-rules``)."""
    return dict.fromkeys(QUESTIONS, level) | {key.replace("_", "-"): value for key, value in others.items()}


def from_ranks(ranks: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """The take in which the two questions of each property stand on these rungs, 0 to 4."""
    return {
        question: LEVELS[rank]
        for key, questions in FRAMEWORK.by_property.items()
        for question, rank in zip(questions, ranks[key], strict=True)
    }
