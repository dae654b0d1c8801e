"""Answers to conclusions: properties, components, index, range, band, ticks.

Every rule is one of framework.md's, kept in docs/method.md with a worked example. Points are whole
multiples of 1/200 until the one division that makes each shown number, so that no number is ever off
by a rounding of the machine.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from questions.models import Framework

UNKNOWN = "unknown"
BEST = 100
# A property's score is the mean of two answers and its weight is in per cent: 2 × 100.
SCALE = 200


class AnswersError(ValueError):
    """Answers that cannot be scored: what is wrong, and what is allowed."""


@dataclass(frozen=True, slots=True)
class PropertyResult:
    """A property's weight (per cent), score (0–100), level, points of the index, and gap to the target."""

    id: str
    weight: int
    score: float
    level: str
    points: float
    gap_points: float
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """A component and its level, the lower of its two questions' levels."""

    id: str
    level: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
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
    properties = tuple(
        _property(framework, key, weight, answers, got, scores[target])
        for key, weight in framework.weights.items()
    )
    total = _total(framework, got)
    band, held_back_by = _band(framework, total, properties)
    unknown = tuple(q for q in framework.question_ids if answers[q] == UNKNOWN)
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
        components=tuple(
            ComponentResult(key, _lowest(framework, qs, got), _unknown(qs, answers))
            for key, qs in framework.by_component.items()
        ),
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
    for question in answers:
        if question not in questions:
            raise AnswersError(
                f"answers: {_said(question)} is not a question; allowed: {', '.join(questions)}"
            )
    missing = [question for question in questions if question not in answers]
    if missing:
        raise AnswersError(
            f"answers: {', '.join(missing)} missing; all {len(questions)} questions are needed"
        )
    for question, level in answers.items():
        if level not in levels and level != UNKNOWN:
            allowed = ", ".join([*levels, UNKNOWN])
            raise AnswersError(f"answers.{question}: {_said(level)} is not a level; allowed: {allowed}")
    if target not in levels:
        raise AnswersError(f"target: {_said(target)} is not a level; allowed: {', '.join(levels)}")
    for question in evidence or ():
        if question not in questions:
            raise AnswersError(
                f"evidence: {_said(question)} is not a question; allowed: {', '.join(questions)}"
            )


def rounded(number: float) -> int:
    """The nearest whole number, half up."""
    return math.floor(number + 0.5)


def _said(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:56] + "…" + text[0]


def _total(framework: Framework, got: Mapping[str, int]) -> int:
    """The index in 1/200 points: the sum over properties of weight × (first score + second score)."""
    questions = framework.by_property
    return sum(weight * sum(got[q] for q in questions[key]) for key, weight in framework.weights.items())


def _evidenced(framework: Framework, got: Mapping[str, int], evidence: Collection[str]) -> float:
    most = framework.level_scores[framework.unproven_counts_as]
    proven = {q: s if q in evidence else min(s, most) for q, s in got.items()}
    return _total(framework, proven) / SCALE


def _property(
    framework: Framework,
    key: str,
    weight: int,
    answers: Mapping[str, str],
    got: Mapping[str, int],
    target: int,
) -> PropertyResult:
    questions = framework.by_property[key]
    total = sum(got[q] for q in questions)
    gap = sum(max(0, target - got[q]) for q in questions)
    return PropertyResult(
        id=key,
        weight=weight,
        score=total / len(questions),
        level=_lowest(framework, questions, got),
        points=weight * total / SCALE,
        gap_points=weight * gap / SCALE,
        unknown=_unknown(questions, answers),
    )


def _lowest(framework: Framework, questions: tuple[str, ...], got: Mapping[str, int]) -> str:
    return framework.level_of[min(got[q] for q in questions)]


def _unknown(questions: tuple[str, ...], answers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(q for q in questions if answers[q] == UNKNOWN)


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
