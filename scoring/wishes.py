"""What a plan is asked for, checked: every fault names its field, what was wrong and what is allowed."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from questions.models import SIZES, Framework
from questions.quoting import quoted
from scoring.index import UNKNOWN, check

STRATEGIES = ("foundation", "weakest-first", "fastest")
DEFAULT_STRATEGY = "foundation"
DEFAULT_QUARTERS, MOST_QUARTERS = 4, 12
MOST_DAYS = 10_000
# Efforts and capacities are counted in whole hundredths of a day, so that sums are exact.
A_DAY = 100


class WishError(ValueError):
    """A plan that cannot be made: which wish is at fault, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks of a plan.

    ``target`` is a level's id for all properties, or one for each (the framework's default for those that are
    not named). ``capacity_days`` are person-days a quarter. ``efforts`` replaces the framework's person-days
    for single steps, by step id; ``pinned`` says in which quarter (from 1) a step is to be done; ``done``
    steps count as reached; ``left_out`` steps are not planned, nor what requires them.
    """

    answers: Mapping[str, str]
    size: str
    capacity_days: float
    quarters: int = DEFAULT_QUARTERS
    target: str | Mapping[str, str] | None = None
    strategy: str = DEFAULT_STRATEGY
    efforts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    done: Collection[str] = ()
    left_out: Collection[str] = ()


def check_wishes(framework: Framework, wishes: Wishes) -> None:
    """Raise ``WishError`` or ``AnswersError`` unless every wish is one that a plan can be made for."""
    check(framework, wishes.answers, framework.default_target, None)
    _one_of("size", wishes.size, SIZES)
    _one_of("strategy", wishes.strategy, STRATEGIES)
    _days("capacity_days", wishes.capacity_days)
    if not 1 <= wishes.quarters <= MOST_QUARTERS:
        raise WishError(f"quarters: {wishes.quarters}; allowed: a whole number from 1 to {MOST_QUARTERS}")
    for name in ("efforts", "pinned", "done", "left_out"):
        _steps(framework, name, getattr(wishes, name))
    for step, days in wishes.efforts.items():
        _days(f"efforts: {quoted(step)}", days)
    for step, quarter in wishes.pinned.items():
        if not 1 <= quarter <= wishes.quarters:
            allowed = f"a quarter from 1 to {wishes.quarters}"
            raise WishError(f"pinned: {quoted(step)} is in quarter {quarter}; allowed: {allowed}")
    targets(framework, wishes.target)


def targets(framework: Framework, target: str | Mapping[str, str] | None) -> dict[str, str]:
    """The target level of each property. Raises ``WishError``."""
    if target is None or isinstance(target, str):
        return dict.fromkeys(framework.weights, _level(framework, "target", target))
    for name in target:
        _one_of("target", name, framework.weights)
    return {key: _level(framework, f"target.{key}", target.get(key)) for key in framework.weights}


def hundredths(days: float) -> int:
    """Person-days as whole hundredths of a day."""
    return round(days * A_DAY)


def reached(framework: Framework, wishes: Wishes) -> dict[str, int]:
    """The rank that each question stands at: its answer's (0 where unknown), or that of a step done."""
    ranks = framework.level_ranks
    stands = {q: 0 if (a := wishes.answers[q]) == UNKNOWN else ranks[a] for q in framework.question_ids}
    for each in wishes.done:
        step = framework.steps[each]
        stands[step.question] = max(stands[step.question], ranks[step.to_level])
    return stands


def _level(framework: Framework, name: str, level: str | None) -> str:
    if level is None:
        return framework.default_target
    _one_of(name, level, framework.level_scores)
    return level


def _one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    names = list(allowed)
    if value not in names:
        raise WishError(f"{name}: {quoted(value)} is none; allowed: {', '.join(names)}")


def _days(name: str, days: float) -> None:
    allowed = f"person-days from 0 to {MOST_DAYS}, to two decimals"
    if not math.isfinite(days) or not 0 <= days <= MOST_DAYS:
        raise WishError(f"{name}: {days}; allowed: {allowed}")
    if abs(days * A_DAY - hundredths(days)) > 1e-6:
        raise WishError(f"{name}: {days}; allowed: {allowed}")


def _steps(framework: Framework, name: str, steps: Iterable[str]) -> None:
    for step in steps:
        if step not in framework.steps:
            allowed = f"a question and the level that it leads to, such as {next(iter(framework.steps))}"
            raise WishError(f"{name}: {quoted(step)} is not a step; allowed: {allowed}")
