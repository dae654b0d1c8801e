"""What a person chose for a roadmap: as saved, as sent, and as the planner is asked."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.diagnostic.forms import one_line
from app.diagnostic.takes import TakeState
from app.planning.calendar import FIRST_YEAR, LAST_YEAR
from app.planning.models import OWNER_LENGTH, REASON_LENGTH
from questions.models import SIZES, Framework
from scoring.wishes import (
    A_DAY,
    DEFAULT_QUARTERS,
    DEFAULT_STRATEGY,
    MOST_DAYS,
    MOST_QUARTERS,
    STRATEGIES,
    Wishes,
    hundredths,
)

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


def usual_choices(take: TakeState, today: datetime.date) -> Choices:
    """What a roadmap starts with: the organization's size, its usual days, and the month that comes."""
    size = take.organization.size or SIZES[0]
    month = datetime.date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return Choices(size, USUAL_DAYS[size], month)


def wishes_of(framework: Framework, take: TakeState, choices: Choices) -> Wishes:
    """What the planner is asked for a take with these choices."""
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


def choices_form(
    framework: Framework, standing: Choices, fields: Mapping[str, str]
) -> tuple[Choices, dict[str, str]]:
    """The roadmap's form, over the choices that stand, and its errors by field. A faulty field keeps what
    stood."""
    errors: dict[str, str] = {}
    capacity = _days(fields.get("capacity", ""))
    quarters, start = fields.get("quarters", ""), _day(fields.get("start", ""))
    if fields.get("size") not in SIZES:
        errors["size"] = "unknown"
    if capacity is None:
        errors["capacity"] = "form"
    if not quarters.isascii() or not quarters.isdigit() or not 1 <= int(quarters[:3]) <= MOST_QUARTERS:
        errors["quarters"] = "form"
    if start is None:
        errors["start"] = "form"
    if fields.get("strategy") not in STRATEGIES:
        errors["strategy"] = "unknown"
    targets = {key: level for key in framework.weights if (level := fields.get(f"target-{key}", ""))}
    if any(level not in framework.level_scores for level in targets.values()):
        errors["targets"] = "unknown"
    changed = replace(
        standing,
        size=standing.size if "size" in errors else fields["size"],
        capacity_days=standing.capacity_days if capacity is None else capacity,
        quarters=standing.quarters if "quarters" in errors else int(quarters),
        starts_on=start or standing.starts_on,
        strategy=standing.strategy if "strategy" in errors else fields["strategy"],
        targets=standing.targets if "targets" in errors else targets,
    )
    return changed, errors


def step_form(fields: Mapping[str, str]) -> tuple[StepChoice, dict[str, str]]:
    """The form of one step, and its errors by field."""
    errors: dict[str, str] = {}
    owner, reason = one_line(fields.get("owner", "")), one_line(fields.get("reason", ""))
    effort, quarter = fields.get("effort", "").strip(), fields.get("quarter", "")
    days = _days(effort) if effort else None
    if len(owner) > OWNER_LENGTH:
        errors["owner"] = "long"
    if len(reason) > REASON_LENGTH:
        errors["reason"] = "long"
    if effort and days is None:
        errors["effort"] = "form"
    if quarter and (
        not quarter.isascii() or not quarter.isdigit() or not 1 <= int(quarter[:3]) <= MOST_QUARTERS
    ):
        errors["quarter"] = "form"
    return (
        StepChoice(
            owner=owner,
            effort=days,
            quarter=int(quarter) if quarter and "quarter" not in errors else None,
            is_done=fields.get("state") == "done",
            is_left_out=fields.get("state") == "left-out",
            reason=reason if fields.get("state") == "left-out" else "",
        ),
        errors,
    )


def _days(text: str) -> float | None:
    """Person-days as people write them, with a point or a comma; ``None`` where they are none."""
    try:
        days = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
    if not 0 <= days <= MOST_DAYS or abs(days * A_DAY - hundredths(days)) > 1e-6:
        return None
    return days


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
