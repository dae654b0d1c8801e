"""What a person's choices cost is the difference to the plan without them."""

from dataclasses import replace
from typing import Any

import pytest

from questions.packs import CURRENT, load
from scoring.costs import Cost, costs
from scoring.roadmap import plan
from scoring.wishes import Wishes

FRAMEWORK = load(CURRENT).framework
BLANK = Wishes(dict.fromkeys(FRAMEWORK.question_ids, "absent"), "small", 6)


def costs_of(**more: Any) -> dict[str, Cost]:
    """What these choices cost, by kind."""
    return {each.kind: each for each in costs(FRAMEWORK, plan(FRAMEWORK, replace(BLANK, **more))).choices}


def test_a_plan_without_choices_costs_nothing() -> None:
    assert costs_of() == {}


def test_a_step_fixed_late_costs_the_points_that_it_brings_too_late() -> None:
    free = plan(FRAMEWORK, BLANK)
    first = free.steps[0]
    fixed = plan(FRAMEWORK, replace(BLANK, pinned={first.step.id: 4}))
    found = costs_of(pinned={first.step.id: 4})["pinned"]
    differences = [a.index - b.index for a, b in zip(fixed.quarters, free.quarters, strict=True)]
    assert found.steps == (first.step.id,)
    assert found.free == {first.step.id: first.quarter}
    assert found.points == pytest.approx(differences[-1])
    assert found.worst_points == pytest.approx(min(differences))
    assert found.worst_points == pytest.approx(differences[found.worst_quarter - 1])
    assert found.worst_points < 0
    assert found.viable_without == next(each.quarter for each in free.quarters if each.is_viable)


def test_a_step_left_out_costs_what_the_days_cannot_bring_otherwise() -> None:
    free = plan(FRAMEWORK, replace(BLANK, capacity_days=1000))
    found = costs_of(capacity_days=1000, left_out=["owner:declared"])["left_out"]
    with_it, others = costs(FRAMEWORK, free).losses["owner:declared"]
    assert others > 0
    assert found.points == pytest.approx(-with_it)
    assert found.viable is None
    assert found.viable_without == 1


def test_an_effort_of_ones_own_costs_or_brings_points() -> None:
    steps = [each.step.id for each in plan(FRAMEWORK, BLANK).steps]
    assert costs_of(efforts=dict.fromkeys(steps, 20.0))["efforts"].points < 0
    assert costs_of(efforts=dict.fromkeys(steps, 0.0))["efforts"].points > 0
    same = {steps[0]: FRAMEWORK.steps[steps[0]].effort.small}
    assert costs_of(efforts=same) == {}


def test_what_is_fixed_left_out_or_changed_beyond_the_target_costs_nothing() -> None:
    assert costs_of(left_out=["owner:measured"], efforts={"owner:measured": 50}) == {}


def test_efforts_that_alone_make_fixed_quarters_possible_are_not_compared() -> None:
    found = costs_of(capacity_days=0.1, efforts={"owner:declared": 0}, pinned={"owner:declared": 1})
    assert set(found) == {"pinned"}


def test_what_leaves_the_plan_with_a_step_is_all_that_requires_it() -> None:
    made = plan(FRAMEWORK, replace(BLANK, capacity_days=1000))
    for step, (points, others) in costs(FRAMEWORK, made).losses.items():
        rest = plan(FRAMEWORK, replace(BLANK, capacity_days=1000, left_out=[step]))
        assert points == pytest.approx(made.index_end - rest.index_end)
        assert others == len(made.steps) - len(rest.steps) - 1
