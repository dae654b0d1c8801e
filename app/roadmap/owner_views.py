"""What the roadmap's page shows to its owner beside the plan: the fields, what is wrong with them, what the
choices cost, and what has just been done."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from app.diagnostic.takes import TakeState
from app.languages import Language, typed
from app.planning.calendar import quarter_end
from app.planning.choices import Choices
from app.roadmap.forms import Fields, Rejection, choices_fields, step_fields
from questions.models import SIZES
from questions.packs import load
from scoring.costs import Cost, PlanCosts
from scoring.roadmap import Plan
from scoring.wishes import MOST_QUARTERS, STRATEGIES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has just been kept: the choices for ``step``, or those for the whole roadmap where it is empty."""

    step: str = ""


def owner_context(
    take: TakeState,
    choices: Choices,
    made: Plan,
    costs: PlanCosts,
    language: Language,
    rejection: Rejection | None = None,
    outcome: Outcome | None = None,
) -> dict[str, Any]:
    """What stands on the page for its owner alone."""
    framework, as_typed = load(take.framework).framework, partial(typed, language=language)
    steps = {each.step.id for each in made.steps} | {each.step.id for each in made.unscheduled}
    steps |= {key for key, each in choices.steps.items() if each.is_done}

    def sent_for(step: str) -> dict[str, str]:
        return dict(rejection.sent) if rejection and rejection.step == step else {}

    standing = {"target": take.target or framework.default_target}
    fields = Fields(standing | choices_fields(framework, choices, as_typed), sent_for(""))
    return {
        "shared": None,
        "sizes": SIZES,
        "strategies": STRATEGIES,
        "most_quarters": MOST_QUARTERS,
        "rejection": rejection,
        "outcome": outcome,
        "fields": fields,
        "has_targets": any(fields[f"target-{key}"] for key in framework.weights),
        "step_fields": {step: Fields(step_fields(choices, step, as_typed), sent_for(step)) for step in steps},
        "losses": costs.losses,
        "costs": [_dated(choices, each) for each in costs.choices],
        "free": next((each.free for each in costs.choices if each.kind == "pinned"), {}),
    }


def _dated(choices: Choices, cost: Cost) -> dict[str, Any]:
    days = {
        name: None if quarter is None else quarter_end(choices.starts_on, quarter)
        for name, quarter in (("viable_on", cost.viable), ("viable_without_on", cost.viable_without))
    }
    return cost._asdict() | days
