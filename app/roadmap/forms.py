"""The roadmap's forms: as they stand, and as people send them: cleaned, checked, each fault named with its
field."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.diagnostic.forms import one_line
from app.planning.calendar import FIRST_YEAR, LAST_YEAR
from app.planning.choices import Choices, StepChoice
from app.planning.models import OWNER_LENGTH, REASON_LENGTH
from questions.models import SIZES, Framework
from scoring.pins import PinConflict
from scoring.wishes import MOST_DAYS, MOST_QUARTERS, STRATEGIES

# What is taken for person-days, once a comma is a point: no more digits after it than are counted.
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A form that could not be kept: its ``errors`` by field, all that was ``sent``, the ``step`` that it was
    for (empty: the whole roadmap), and the fixed quarters that do not hold, where these are at fault."""

    errors: Mapping[str, str]
    sent: Mapping[str, str]
    step: str = ""
    conflict: PinConflict | None = None


def conflicting(conflict: PinConflict, sent: Mapping[str, str], step: str = "") -> Rejection:
    """The rejection of a form with which fixed quarters cannot hold together, told at the field that most
    likely has to change."""
    field = "capacity" if not step else "state" if step in conflict.left_out else "quarter"
    return Rejection({field: "pins"}, sent, step, conflict)


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands in a form's fields, by name; what was sent in vain comes first."""

    standing: Mapping[str, str]
    sent: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.sent.get(name, self.standing[name])


def choices_fields(framework: Framework, choices: Choices, typed: Callable[[float], str]) -> dict[str, str]:
    """What stands in the fields of the roadmap's form; ``typed`` writes a number as people type it."""
    return {
        "size": choices.size,
        "capacity": typed(choices.capacity_days),
        "quarters": str(choices.quarters),
        "start": choices.starts_on.isoformat(),
        "strategy": choices.strategy,
        **{f"target-{key}": choices.targets.get(key, "") for key in framework.weights},
    }


def step_fields(choices: Choices, step: str, typed: Callable[[float], str]) -> dict[str, str]:
    """What stands in the fields of a step's form; ``typed`` writes a number as people type it."""
    choice = choices.step(step)
    return {
        "owner": choice.owner,
        "effort": "" if choice.effort is None else typed(choice.effort),
        # A quarter that the roadmap no longer has is the last one that it has.
        "quarter": "" if choice.quarter is None else str(min(choice.quarter, choices.quarters)),
        "state": "done" if choice.is_done else "left-out" if choice.is_left_out else "",
        "reason": choice.reason,
    }


def choices_form(
    framework: Framework, standing: Choices, fields: Mapping[str, str]
) -> tuple[Choices, dict[str, str]]:
    """The roadmap's form, over the choices that stand, and its errors by field. A faulty field keeps what
    stood. The target for all is the take's own, and only checked here."""
    errors: dict[str, str] = {}
    capacity = _days(fields.get("capacity", ""))
    quarters, start = fields.get("quarters", ""), _day(fields.get("start", ""))
    if fields.get("size") not in SIZES:
        errors["size"] = "unknown"
    if capacity is None:
        errors["capacity"] = "form"
    count = _quarter(quarters)
    if count is None:
        errors["quarters"] = "form"
    if start is None:
        errors["start"] = "form"
    if fields.get("strategy") not in STRATEGIES:
        errors["strategy"] = "unknown"
    if fields.get("target", framework.default_target) not in framework.level_scores:
        errors["target"] = "unknown"
    targets = {key: level for key in framework.weights if (level := fields.get(f"target-{key}", ""))}
    if any(level not in framework.level_scores for level in targets.values()):
        errors["targets"] = "unknown"
    changed = replace(
        standing,
        size=standing.size if "size" in errors else fields["size"],
        capacity_days=standing.capacity_days if capacity is None else capacity,
        quarters=standing.quarters if count is None else count,
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
    days, fixed = _days(effort) if effort else None, _quarter(quarter)
    if len(owner) > OWNER_LENGTH:
        errors["owner"] = "long"
    if len(reason) > REASON_LENGTH:
        errors["reason"] = "long"
    if effort and days is None:
        errors["effort"] = "form"
    if quarter and fixed is None:
        errors["quarter"] = "form"
    return (
        StepChoice(
            owner=owner,
            effort=days,
            quarter=fixed,
            is_done=fields.get("state") == "done",
            is_left_out=fields.get("state") == "left-out",
            reason=reason if fields.get("state") == "left-out" else "",
        ),
        errors,
    )


def _days(text: str) -> float | None:
    """Person-days as people write them, with a point or a comma; ``None`` where they are none."""
    written = "".join(text.split()).replace(",", ".")
    if not _NUMBER.fullmatch(written):
        return None
    days = float(written)
    return days if days <= MOST_DAYS else None


def _quarter(text: str) -> int | None:
    """The number of a quarter, or a number of quarters; ``None`` where it is none that a roadmap may have."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_QUARTERS)) else 0
    return number if 1 <= number <= MOST_QUARTERS else None


def _day(text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
