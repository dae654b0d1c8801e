"""What the curve's page and figures say: today and the end of each quarter, under each strategy."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.planning.calendar import quarter_end
from app.planning.choices import Choices
from app.roadmap.views import StepView, quarters_of, target_index
from app.site import words_of
from questions.texts import Texts
from scoring.roadmap import Plan


@dataclass(frozen=True, slots=True)
class Work:
    """Person-days that are worked in a quarter: ``days`` in all, ``later`` of them on steps that are finished
    only after it."""

    days: float
    later: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the curve: today (quarter 0), or the end of a quarter.

    ``indices`` and ``viable`` are by strategy: the index then, and whether the minimum viable AIMS is reached
    in that quarter. ``gain``, ``work`` and ``steps`` are the plan's own.
    """

    quarter: int
    ends_on: datetime.date | None
    indices: Mapping[str, float]
    viable: Mapping[str, bool]
    gain: float
    work: Work
    steps: tuple[StepView, ...]


def explored_context(
    take: TakeState, choices: Choices, plans: Mapping[str, Plan], language: Language
) -> dict[str, Any]:
    """All that the page says and the figures show; the plan's own strategy stands first."""
    pack, words = words_of(take.framework, language)
    own = plans[choices.strategy]
    strategies = [choices.strategy, *(each for each in plans if each != choices.strategy)]
    viable = {each: made.viable_in for each, made in plans.items() if not made.is_viable_now}
    marks = marks_of(words, choices, plans, viable)
    return {
        "words": words,
        "choices": choices,
        "plan": own,
        "marks": marks,
        "strategies": strategies,
        "target": target_index(pack.framework, own),
        "viable": next((mark for mark in marks if mark.viable[choices.strategy]), None),
    }


def marks_of(
    words: Texts, choices: Choices, plans: Mapping[str, Plan], viable: Mapping[str, int | None]
) -> list[Mark]:
    """Today and the end of each quarter, for plans of the same days under several strategies; ``viable`` has
    the quarters in which they reach the minimum viable AIMS."""
    own = plans[choices.strategy]
    today = {strategy: made.index_now for strategy, made in plans.items()}
    marks = [Mark(0, None, today, dict.fromkeys(plans, False), 0, Work(0, 0), ())]
    for at, view in enumerate(quarters_of(words, choices, own)):
        number = view.quarter.quarter
        marks.append(
            Mark(
                quarter=number,
                ends_on=quarter_end(choices.starts_on, number),
                indices={strategy: made.quarters[at].index for strategy, made in plans.items()},
                viable={strategy: number == viable.get(strategy) for strategy in plans},
                gain=view.gain,
                work=work_in(own, number),
                steps=view.steps,
            )
        )
    return marks


def work_in(made: Plan, quarter: int) -> Work:
    """The person-days that are worked in a quarter, from 1, when the steps follow each other as planned."""
    capacity = made.wishes.capacity_days
    opens, closes = (quarter - 1) * capacity, quarter * capacity
    worked = [
        (
            max(
                min(step.starts * capacity + step.effort_days, closes) - max(step.starts * capacity, opens), 0
            ),
            step,
        )
        for step in made.steps
    ]
    return Work(
        days=round(sum(days for days, _ in worked), 2),
        later=round(sum(days for days, step in worked if step.quarter > quarter), 2),
    )
