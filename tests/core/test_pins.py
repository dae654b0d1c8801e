"""Pins that cannot hold together are refused with which they are and why, for programs and as data."""

from typing import Any

import pytest

from questions.packs import CURRENT, load
from scoring.pins import PinConflict, PinError
from scoring.roadmap import plan
from scoring.wishes import Wishes

FRAMEWORK = load(CURRENT).framework
BLANK = dict.fromkeys(FRAMEWORK.question_ids, "absent")


def refused(**more: Any) -> PinConflict:
    """The conflict for which a plan with these wishes is refused."""
    with pytest.raises(PinError) as raised:
        plan(FRAMEWORK, Wishes(answers=BLANK, size="small", **more))
    return raised.value.conflict


def test_a_step_before_one_that_it_requires_is_named_with_both_quarters() -> None:
    found = refused(capacity_days=1000, pinned={"policy:declared": 3, "policy:documented": 2})
    assert found == PinConflict("order", (("policy:documented", 2), ("policy:declared", 3)), 2)


def test_too_many_days_are_named_with_the_quarter_that_lacks_them() -> None:
    efforts = {"owner:declared": 4, "policy:declared": 7}
    pinned = {"policy:declared": 2, "owner:declared": 1}
    found = refused(capacity_days=5, efforts=efforts, pinned=pinned)
    assert found == PinConflict("days", tuple(pinned.items()), 2, needs_days=11, most_days=10)


def test_a_step_without_what_it_requires_names_the_one_that_is_left_out() -> None:
    found = refused(capacity_days=1000, pinned={"policy:documented": 2}, left_out=["policy:declared"])
    assert found == PinConflict(
        "requires-left-out", (("policy:documented", 2),), 2, left_out=("policy:declared",)
    )
