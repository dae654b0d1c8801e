"""What a person chose for a roadmap: as saved, and as the planner is asked."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.diagnostic.takes import TakeState
from questions.models import SIZES
from questions.packs import load
from scoring.wishes import DEFAULT_QUARTERS, DEFAULT_STRATEGY, Wishes

# Person-days a quarter that an organization of each size has at the start: a day or two a month, or a team.
USUAL_DAYS = {"small": 5.0, "medium": 20.0, "large": 75.0}


@dataclass(frozen=True, slots=True)
class StepChoice:
    """The choices for one step; empty ones leave it to the planner."""

    owner: str = ""
    effort: float | None = None
    quarter: int | None = None
    is_done: bool = False
    is_left_out: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices for a whole roadmap. ``targets`` has the properties with a level of their own."""

    size: str
    capacity_days: float
    starts_on: datetime.date
    quarters: int = DEFAULT_QUARTERS
    strategy: str = DEFAULT_STRATEGY
    targets: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, StepChoice] = field(default_factory=dict)

    def step(self, step: str) -> StepChoice:
        """The choices for one step."""
        return self.steps.get(step, StepChoice())

    def with_step(self, step: str, choice: StepChoice) -> "Choices":
        """The same choices, with others for one step."""
        return replace(self, steps={**self.steps, step: choice})

    def without_quarters(self) -> "Choices":
        """The same choices, with no step fixed to a quarter."""
        return replace(self, steps={key: replace(each, quarter=None) for key, each in self.steps.items()})


def usual_choices(take: TakeState, today: datetime.date) -> Choices:
    """What a roadmap starts with: the organization's size, its usual days, and the month that comes."""
    size = take.organization.size or SIZES[0]
    month = datetime.date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return Choices(size, USUAL_DAYS[size], month)


def wishes_of(take: TakeState, choices: Choices) -> Wishes:
    """What the planner is asked for a take with these choices."""
    framework = load(take.framework).framework
    target = take.target or framework.default_target
    steps = {key: each for key, each in choices.steps.items() if key in framework.steps}
    return Wishes(
        answers=take.levels,
        size=choices.size,
        capacity_days=choices.capacity_days,
        quarters=choices.quarters,
        target=dict.fromkeys(framework.weights, target) | dict(choices.targets),
        strategy=choices.strategy,
        efforts={key: each.effort for key, each in steps.items() if each.effort is not None},
        # A quarter that the roadmap no longer has is the last one that it has.
        pinned={
            key: min(each.quarter, choices.quarters)
            for key, each in steps.items()
            if each.quarter is not None and not each.is_done and not each.is_left_out
        },
        done=[key for key, each in steps.items() if each.is_done],
        left_out=[key for key, each in steps.items() if each.is_left_out and not each.is_done],
    )
