"""What stands between a result and a target: each gap with its points, steps and reasons, ranked."""

from collections.abc import Mapping
from typing import NamedTuple

from questions.models import Framework
from scoring.index import UNKNOWN
from scoring.problem import STEPS_IN_A_WEIGHT
from scoring.wishes import targets

# To learn an answer that nobody knows is a first move of its own; in person-days.
ASKING_DAYS = 0.5


class Gap(NamedTuple):
    """How far one question stands below its target.

    ``points`` of the index are what its ``steps`` (ids, lowest first) are worth. ``is_unknown``: ask first;
    ``is_declared``: said but not written; ``blocks``: the ticks of the minimum viable AIMS that it keeps from
    being earned.
    """

    question: str
    property: str
    component: str
    from_level: str
    to_level: str
    points: float
    steps: tuple[str, ...]
    is_unknown: bool
    is_declared: bool
    blocks: tuple[str, ...]


def gaps(
    framework: Framework, answers: Mapping[str, str], target: str | Mapping[str, str] | None = None
) -> tuple[Gap, ...]:
    """The gaps between ``answers`` and ``target`` (one level, or one for each property), the most urgent
    first: what blocks the minimum viable AIMS, then what is worth the most points, then the lower start, then
    framework order. Raises ``scoring.wishes.WishError``.
    """
    aims = targets(framework, target)
    found = (
        _gap(framework, q, answers[q], aims[framework.question(q).property]) for q in framework.question_ids
    )
    order, ranks = framework.question_ids.index, framework.level_ranks

    def urgency(gap: Gap) -> tuple[bool, float, int, int]:
        return not gap.blocks, -gap.points, ranks.get(gap.from_level, 0), order(gap.question)

    return tuple(sorted((gap for gap in found if gap is not None), key=urgency))


def _gap(framework: Framework, question: str, answer: str, target: str) -> Gap | None:
    ranks, levels = framework.level_ranks, framework.levels
    rank = 0 if answer == UNKNOWN else ranks[answer]
    if rank >= ranks[target]:
        return None
    facts = framework.question(question)
    steps = tuple(f"{question}:{level.id}" for level in levels[rank + 1 : ranks[target] + 1])
    return Gap(
        question=question,
        property=facts.property,
        component=facts.component,
        from_level=answer,
        to_level=target,
        points=len(steps) * framework.weights[facts.property] / STEPS_IN_A_WEIGHT,
        steps=steps,
        is_unknown=answer == UNKNOWN,
        is_declared=answer == framework.unproven_counts_as,
        blocks=tuple(
            tick.id
            for tick in framework.minimum_viable
            if tick.question == question and rank < ranks[tick.level]
        ),
    )
