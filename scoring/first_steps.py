"""What to do first: the single steps up that are worth the most."""

from dataclasses import dataclass

from questions.models import Framework
from scoring.index import UNKNOWN, Result


@dataclass(frozen=True, slots=True)
class Step:
    """One step up on one question, and the points of the index that it is worth.

    ``from_level`` may be ``unknown``; ``for_minimum_viable`` says that the step leads to a tick of the
    minimum viable AIMS that is not earned yet.
    """

    question: str
    from_level: str
    to_level: str
    points: float
    for_minimum_viable: bool


def first_steps(framework: Framework, result: Result, count: int = 3) -> tuple[Step, ...]:
    """The ``count`` steps with the largest gain for one level up, fewer where the ladder ends.

    Steps below the result's target come before those above it. Among steps of equal gain: first what the
    minimum viable AIMS still needs, then the lower start, then framework order.
    """
    ranks = framework.level_ranks
    target = ranks[result.target]
    steps = [_step(framework, result, question, answer) for question, answer in result.answers]
    order = framework.question_ids.index

    def urgency(step: Step) -> tuple[bool, float, bool, int, int]:
        rank = ranks[step.to_level]
        return rank > target, -step.points, not step.for_minimum_viable, rank, order(step.question)

    return tuple(sorted((step for step in steps if step is not None), key=urgency)[:count])


def _step(framework: Framework, result: Result, question: str, answer: str) -> Step | None:
    ranks = framework.level_ranks
    rank = 0 if answer == UNKNOWN else ranks[answer]
    if rank + 1 == len(framework.levels):
        return None
    weight = framework.weights[framework.question(question).property]
    ticks = [t for t in result.minimum_viable if t.question == question and not t.earned]
    return Step(question, answer, framework.levels[rank + 1].id, weight / 8, bool(ticks))
