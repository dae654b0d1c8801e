"""The roadmap as the page shows it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.planning.calendar import first_day, last_day, quarter_end, quarter_start
from app.planning.choices import Choices, StepChoice
from app.roadmap.curve import Curve, curve
from app.site import words_of
from questions.models import Framework
from questions.texts import StepText, Texts
from scoring.index import score
from scoring.more_days import MoreDays
from scoring.roadmap import Plan, PlannedStep, Quarter
from scoring.wishes import reached

# Numbers of quarters that stand better three abreast than four.
THREE_ABREAST = {3, 5, 6, 9}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as a card: the planned step, its words, its days, and what the person chose for it."""

    planned: PlannedStep
    text: StepText
    starts_on: datetime.date
    ends_on: datetime.date
    choice: StepChoice
    reasons: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class QuarterView:
    """One quarter as a column."""

    quarter: Quarter
    starts_on: datetime.date
    ends_on: datetime.date
    steps: tuple[StepView, ...]
    gain: float


def roadmap_context(
    take: TakeState,
    choices: Choices,
    made: Plan,
    language: Language,
) -> dict[str, Any]:
    """What the roadmap's page shows to whoever reads it."""
    pack, words = words_of(take.framework, language)
    framework = pack.framework
    quarters = tuple(quarters_of(words, choices, made))
    columns = _busy(quarters)
    return {
        "take": take,
        "words": words,
        "framework": framework,
        "choices": choices,
        "plan": made,
        "quarters": quarters,
        "columns": columns,
        "idle": quarters[len(columns) :],
        "most_columns": 3 if len(columns) in THREE_ABREAST else 4,
        "curve": _curve(framework, made),
        "viable_on": _viable_on(choices, made),
        "waiting": [each for each in made.unscheduled if each.why == "capacity"],
        "left_out": [each for each in made.unscheduled if each.why != "capacity"],
        "titles": {
            key: words.questions[each.question].steps[each.to_level].title
            for key, each in framework.steps.items()
        },
        "placed": {each.step.id: each.quarter for each in made.steps},
        "done": [(key, each) for key, each in choices.steps.items() if each.is_done],
    }


def _busy(quarters: tuple[QuarterView, ...]) -> tuple[QuarterView, ...]:
    """The quarters up to the last one in which something is finished; all, where only one comes after it."""
    last = max((each.quarter.quarter for each in quarters if each.steps), default=0)
    return quarters[:last] if len(quarters) - last > 1 else quarters


def comparison_context(
    take: TakeState,
    choices: Choices,
    plans: Mapping[str, Plan],
    more_days: Sequence[MoreDays],
    language: Language,
) -> dict[str, Any]:
    """The same days under each strategy, side by side; and what one more day would bring in each quarter."""
    pack, words = words_of(take.framework, language)
    columns = [
        {
            "strategy": strategy,
            "plan": made,
            "curve": _curve(pack.framework, made),
            "first": quarters_of(words, choices, made)[0],
            "viable_on": _viable_on(choices, made),
        }
        for strategy, made in plans.items()
    ]
    return {
        "words": words,
        "framework": pack.framework,
        "choices": choices,
        "columns": columns,
        "more_days": [(each, quarter_end(choices.starts_on, each.quarter)) for each in more_days],
    }


def _viable_on(choices: Choices, made: Plan) -> datetime.date | None:
    """The end of the first quarter by which the minimum viable AIMS stands."""
    return quarter_end(choices.starts_on, made.viable_in) if made.viable_in else None


def quarters_of(words: Texts, choices: Choices, made: Plan) -> list[QuarterView]:
    """The quarters of a plan, each with its steps."""
    found, before = [], made.index_now
    for quarter in made.quarters:
        steps = tuple(_step(words, choices, each) for each in made.steps if each.quarter == quarter.quarter)
        opens = quarter_start(choices.starts_on, quarter.quarter - 1)
        closes = quarter_end(choices.starts_on, quarter.quarter)
        found.append(QuarterView(quarter, opens, closes, steps, quarter.index - before))
        before = quarter.index
    return found


def _step(words: Texts, choices: Choices, each: PlannedStep) -> StepView:
    begins = first_day(choices.starts_on, each.starts)
    return StepView(
        planned=each,
        text=words.questions[each.step.question].steps[each.step.to_level],
        starts_on=begins,
        ends_on=max(begins, last_day(choices.starts_on, each.ends)),
        choice=choices.step(each.step.id),
        reasons={reason.kind: reason.about for reason in each.reasons},
    )


def target_index(framework: Framework, made: Plan) -> float:
    """The index once every answer stands at its target, or above it where it does already."""
    ranks, levels = framework.level_ranks, [level.id for level in framework.levels]
    stands = reached(framework, made.wishes)
    aimed = {
        question.id: levels[max(stands[question.id], ranks[made.targets[question.property]])]
        for question in framework.questions
    }
    return score(framework, aimed).index


def _curve(framework: Framework, made: Plan) -> Curve:
    """The curve, with the index of the targets as its line to reach."""
    indices = [made.index_now, *(each.index for each in made.quarters)]
    return curve(indices, target_index(framework, made))
