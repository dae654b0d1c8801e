"""The roadmap's forms: as they stand, and as people send them: cleaned, checked, each fault named with its
field."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.diagnostic.forms import one_line
from app.planning.calendar import FIRST_YEAR, LAST_YEAR
from app.planning.choices import Choices, StepChoice
from app.planning.models import OWNER_LENGTH, REASON_LENGTH
from questions.models import SIZES, Framework
from scoring.pins import PinConflict
from scoring.wishes import A_DAY, MOST_DAYS, MOST_QUARTERS, STRATEGIES, hundredths


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
