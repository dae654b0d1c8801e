"""Answers to conclusions: properties, components, index, range, band, ticks.

Every rule is one of framework.md's, kept in docs/method.md with a worked example. Points are whole
multiples of 1/200 until the one division that makes each shown number, so that no number is ever off
by a rounding of the machine.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from questions.models import Framework
from questions.quoting import quoted

UNKNOWN = "unknown"
BEST = 100
# A property's score is the mean of two answers and its weight is in per cent: 2 × 100.
SCALE = 200

# The parts of a result are named tuples: each take makes sixteen, and a frozen dataclass takes three
# times as long to make.


class AnswersError(ValueError):
    """Answers that cannot be scored: what is wrong, and what is allowed."""


class PropertyResult(NamedTuple):
    """A property's weight (per cent), score (0–100), level, points of the index, and gap to the target."""

    id: str
    weight: int
    score: float
    level: str
    points: float
    gap_points: float
    unknown: tuple[str, ...]


class ComponentResult(NamedTuple):
    """A component and its level, the lower of its two questions' levels."""

    id: str
    level: str
    unknown: tuple[str, ...]


class Tick(NamedTuple):
    """One tick of the minimum viable AIMS: earned or not, and the answer that says so."""

    id: str
    question: str
    answer: str
    earned: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What twelve answers amount to under one framework version.

    ``index``, its range and ``index_evidenced`` are exact multiples of 0.125 from 0 to 100; ``shown`` is
    the index rounded half up. ``held_back_by`` names the properties that keep the band below what the
    number alone would say.
    """

    framework: str
    target: str
    answers: tuple[tuple[str, str], ...]
    index: float
    shown: int
    band: str
    held_back_by: tuple[str, ...]
    index_if_unknowns_were_best: float
    index_evidenced: float | None
    properties: tuple[PropertyResult, ...]
    components: tuple[ComponentResult, ...]
    minimum_viable: tuple[Tick, ...]
    unknown: tuple[str, ...]


def score(
    framework: Framework,
    answers: Mapping[str, str],
    target: str | None = None,
    evidence: Collection[str] | None = None,
) -> Result:
    """Score one take.

    ``answers`` maps each question's id to a level's id or ``unknown``; ``target`` is a level's id (the
    framework's default where ``None``); ``evidence`` the questions for which proof is noted (``None``:
    nothing is said about proof, and there is no evidenced index).

    Raises ``AnswersError`` naming the question or level at fault and what is allowed.
    """
    target = framework.default_target if target is None else target
    check(framework, answers, target, evidence)
    scores = framework.level_scores
    got = {question: scores.get(answers[question], 0) for question in framework.question_ids}
    unknown = tuple(q for q in framework.question_ids if answers[q] == UNKNOWN)
    properties = tuple(
        _property(framework, key, weight, got, scores[target], unknown)
        for key, weight in framework.weights.items()
    )
    total = _total(framework, got)
    band, held_back_by = _band(framework, total, properties)
    best = total if not unknown else _total(framework, got | dict.fromkeys(unknown, BEST))
    return Result(
        framework=framework.name,
        target=target,
        answers=tuple((q, answers[q]) for q in framework.question_ids),
        index=total / SCALE,
        shown=rounded(total / SCALE),
        band=band,
        held_back_by=held_back_by,
        index_if_unknowns_were_best=best / SCALE,
        index_evidenced=None if evidence is None else _evidenced(framework, got, evidence),
        properties=properties,
        components=tuple(_component(framework, key, got, unknown) for key in framework.components),
        minimum_viable=tuple(
            Tick(t.id, t.question, answers[t.question], got[t.question] >= scores[t.level])
            for t in framework.minimum_viable
        ),
        unknown=unknown,
    )


def check(
    framework: Framework, answers: Mapping[str, str], target: str, evidence: Collection[str] | None
) -> None:
    """Raise ``AnswersError`` unless every question has one answer that exists, and nothing else has."""
    questions, levels = framework.question_ids, framework.level_scores
    strange = next((question for question in answers if question not in questions), None)
    if strange is not None:
        raise AnswersError(f"answers: {quoted(strange)} is not a question; allowed: {', '.join(questions)}")
    if len(answers) < len(questions):
        missing = ", ".join(question for question in questions if question not in answers)
        raise AnswersError(f"answers: {missing} missing; all {len(questions)} questions are needed")
    for question, level in answers.items():
        if level not in levels and level != UNKNOWN:
            allowed = ", ".join([*levels, UNKNOWN])
            raise AnswersError(f"answers.{question}: {quoted(level)} is not a level; allowed: {allowed}")
    if target not in levels:
        raise AnswersError(f"target: {quoted(target)} is not a level; allowed: {', '.join(levels)}")
    for question in evidence or ():
        if question not in questions:
            allowed = ", ".join(questions)
            raise AnswersError(f"evidence: {quoted(question)} is not a question; allowed: {allowed}")


def rounded(number: float) -> int:
    """The nearest whole number, half up."""
    return math.floor(number + 0.5)


def _total(framework: Framework, got: Mapping[str, int]) -> int:
    """The index in 1/200 points: the sum over properties of weight × (first score + second score)."""
    weights = framework.weights
    return sum(
        weights[key] * (got[first] + got[second]) for key, (first, second) in framework.by_property.items()
    )


def _evidenced(framework: Framework, got: Mapping[str, int], evidence: Collection[str]) -> float:
    most = framework.level_scores[framework.unproven_counts_as]
    proven = {q: s if q in evidence else min(s, most) for q, s in got.items()}
    return _total(framework, proven) / SCALE


def _property(
    framework: Framework,
    key: str,
    weight: int,
    got: Mapping[str, int],
    target: int,
    unknown: tuple[str, ...],
) -> PropertyResult:
    pair = framework.by_property[key]
    one, other = got[pair[0]], got[pair[1]]
    gap = max(0, target - one) + max(0, target - other)
    return PropertyResult(
        id=key,
        weight=weight,
        score=(one + other) / 2,
        level=framework.level_of[min(one, other)],
        points=weight * (one + other) / SCALE,
        gap_points=weight * gap / SCALE,
        unknown=_among(unknown, pair),
    )


def _component(
    framework: Framework, key: str, got: Mapping[str, int], unknown: tuple[str, ...]
) -> ComponentResult:
    pair = framework.by_component[key]
    level = framework.level_of[min(got[pair[0]], got[pair[1]])]
    return ComponentResult(key, level, _among(unknown, pair))


def _among(unknown: tuple[str, ...], pair: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(q for q in pair if q in unknown) if unknown else ()


def _band(
    framework: Framework, total: int, properties: tuple[PropertyResult, ...]
) -> tuple[str, tuple[str, ...]]:
    band = next(b for b in reversed(framework.bands) if total >= b.from_ * SCALE)
    if band.every_property_at_least is None or band.otherwise is None:
        return band.id, ()
    ranks = framework.level_ranks
    least = ranks[band.every_property_at_least]
    below = tuple(p.id for p in properties if ranks[p.level] < least)
    return (band.otherwise, below) if below else (band.id, ())
