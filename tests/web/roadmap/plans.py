"""The planner's own plan for what a form says."""

import datetime
import uuid
from collections.abc import Mapping

from app.diagnostic.takes import Organization, SavedAnswer, TakeState
from app.planning.choices import usual_choices, wishes_of
from app.roadmap.forms import choices_form
from questions.packs import CURRENT, load
from scoring.roadmap import Plan, plan

FRAMEWORK = load(CURRENT).framework
DAY = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)


def take_of(answers: Mapping[str, str], name: str = "") -> TakeState:
    """A completed take with these answers."""
    return TakeState(
        id=uuid.UUID(int=1),
        framework=CURRENT,
        language="en",
        started_at=DAY,
        completed_at=DAY,
        organization=Organization(name),
        target="",
        answers={question: SavedAnswer(level) for question, level in answers.items()},
    )


def plan_of(answers: Mapping[str, str], form: Mapping[str, str]) -> Plan:
    """The plan of a take with these answers, for the roadmap's form as it was sent."""
    take = take_of(answers)
    choices, errors = choices_form(FRAMEWORK, usual_choices(take, DAY.date()), form)
    assert not errors
    return plan(FRAMEWORK, wishes_of(take, choices))
