"""What to do first: the first steps of the plan, then what waits for days, then what leads higher."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from scoring.first_steps import BEYOND, PLANNED, WAITS, FirstSteps, first_steps
from scoring.index import score
from scoring.roadmap import plan
from scoring.wishes import STRATEGIES, Wishes
from tests.core.answers import FRAMEWORK, LEVELS, UNKNOWN, every, takes

RANKS = FRAMEWORK.level_ranks
ALL = len(FRAMEWORK.steps)
capacities = st.sampled_from([0.0, 0.5, 1.5, 5.0, 20.0])
wishes = st.builds(
    Wishes,
    answers=takes,
    size=st.sampled_from(["small", "medium", "large"]),
    capacity_days=capacities,
    target=st.sampled_from(LEVELS),
    strategy=st.sampled_from(STRATEGIES),
    done=st.lists(st.sampled_from(list(FRAMEWORK.steps)), max_size=4),
    left_out=st.lists(st.sampled_from(list(FRAMEWORK.steps)), max_size=4),
)


def asked(answers: Mapping[str, str], days: float = 5.0, **more: object) -> FirstSteps:
    """The first steps of a small organization."""
    return first_steps(FRAMEWORK, Wishes(answers, "small", days, **more))  # type: ignore[arg-type]


def ids(found: FirstSteps) -> list[str]:
    """The ids of the steps, in their order."""
    return [f"{step.question}:{step.to_level}" for step in found.steps]


@given(wishes)
def test_they_are_the_first_of_the_plan_in_its_order(asked_for: Wishes) -> None:
    planned = [each.step.id for each in plan(FRAMEWORK, asked_for).steps]
    found = first_steps(FRAMEWORK, asked_for)
    assert ids(found)[: len(planned)] == planned[:3]
    assert [step.why == PLANNED for step in found.steps] == [n < len(planned) for n in range(len(ids(found)))]


@given(wishes)
def test_after_the_plan_comes_what_waits_and_after_that_what_leads_higher(asked_for: Wishes) -> None:
    found = first_steps(FRAMEWORK, asked_for, ALL)
    kinds = [step.why for step in found.steps]
    assert kinds == sorted(kinds, key=[PLANNED, WAITS, BEYOND].index)
    waiting = {each.step.id for each in plan(FRAMEWORK, asked_for).unscheduled if each.why == "capacity"}
    assert {key for key, kind in zip(ids(found), kinds, strict=True) if kind == WAITS} == waiting
    for step in (step for step in found.steps if step.why == BEYOND):
        aim = found.targets[FRAMEWORK.question(step.question).property]
        assert RANKS[step.to_level] > RANKS[aim]


@given(wishes)
def test_none_stands_before_what_it_requires_twice_done_or_left_out(asked_for: Wishes) -> None:
    found = ids(first_steps(FRAMEWORK, asked_for, ALL))
    assert len(found) == len(set(found))
    place = dict(zip(found, count(), strict=False))
    for key in found:
        required = [place[each] for each in FRAMEWORK.steps[key].requires if each in place]
        assert all(each < place[key] for each in required)
    assert not {*found} & {*asked_for.done, *asked_for.left_out}


@given(wishes)
def test_fewer_than_three_are_given_only_where_nothing_is_left(asked_for: Wishes) -> None:
    few, many = first_steps(FRAMEWORK, asked_for), first_steps(FRAMEWORK, asked_for, ALL)
    assert few.steps == many.steps[:3]
    asked_for_all = Wishes(
        asked_for.answers,
        asked_for.size,
        10_000,
        target="measured",
        done=asked_for.done,
        left_out=asked_for.left_out,
    )
    assert {*ids(many)} == {each.step.id for each in plan(FRAMEWORK, asked_for_all).steps}


@given(takes)
def test_a_step_is_worth_exactly_what_the_index_gains_by_it(take: dict[str, str]) -> None:
    reached, before = dict(take), Fraction(score(FRAMEWORK, take).index)
    for step in first_steps(FRAMEWORK, Wishes(take, "small", 5.0), ALL).steps:
        assert step.from_level == reached[step.question]
        assert RANKS[step.to_level] == RANKS.get(step.from_level, 0) + 1
        reached[step.question] = step.to_level
        after = Fraction(score(FRAMEWORK, reached).index)
        assert Fraction(step.points) == after - before > 0
        before = after


def test_there_is_nothing_left_to_do_at_the_top() -> None:
    assert asked(every("measured")).steps == ()
    assert ids(asked(every("measured", threats="operational"))) == ["threats:measured"]


def test_where_nothing_fits_those_that_wait_stand_in_the_order_of_the_plan() -> None:
    answers = every("documented", owner="absent", threats="absent")
    found, with_days = asked(answers, 0), asked(answers, 10_000)
    assert [step.why for step in found.steps] == [WAITS] * 3
    assert ids(found) == ids(with_days)


def test_where_two_fit_the_third_is_said_to_wait() -> None:
    answers = every("operational", threats="declared", incidents="declared")
    found = asked(answers, 0.5)
    assert [step.why for step in found.steps] == [PLANNED, PLANNED, WAITS]


def test_what_is_left_to_the_target_comes_before_what_leads_above_it() -> None:
    found = asked(every("operational", threats="documented"), 20)
    assert ids(found)[0] == "threats:operational"
    assert [step.why for step in found.steps] == [PLANNED, BEYOND, BEYOND]
    assert {step.to_level for step in found.steps[1:]} == {"measured"}


def test_a_target_far_below_is_raised_until_there_are_steps() -> None:
    found = asked(every("operational"), target="absent")
    assert [step.why for step in found.steps] == [BEYOND] * 3
    assert {step.to_level for step in found.steps} == {"measured"}
    assert set(found.targets.values()) == {"absent"}


def test_a_property_that_aims_higher_is_raised_no_further_than_the_top() -> None:
    answers = every("operational", owner="measured", decision_trail="measured")
    found = asked(answers, target={"accountable": "measured", "governed": "absent"})
    assert len(found.steps) == 3
    assert {step.to_level for step in found.steps} == {"measured"}


def test_an_unknown_is_left_by_a_step_of_its_own() -> None:
    (step, *_) = asked(every("measured", owner=UNKNOWN)).steps
    assert (step.question, step.from_level, step.to_level) == ("owner", UNKNOWN, "declared")
    assert step.for_minimum_viable


def test_what_is_done_counts_as_reached() -> None:
    (step, *_) = asked(every("measured", owner=UNKNOWN), done=["owner:declared"]).steps
    assert (step.from_level, step.to_level) == ("declared", "documented")


def test_what_is_left_out_leaves_nothing_of_its_question() -> None:
    assert asked(every("measured", threats="absent"), left_out=["threats:declared"]).steps == ()
    assert asked(every("measured", threats="operational"), done=["threats:measured"]).steps == ()


def test_what_was_chosen_for_single_steps_is_what_the_plan_goes_by() -> None:
    answers = every("absent")
    usual = ids(asked(answers))
    assert "threats:declared" not in usual
    assert ids(asked(answers, 0.5, quarters=1, pinned={"threats:declared": 1}))[0] == "threats:declared"
    assert usual[0] not in ids(asked(answers, efforts={usual[0]: 50}))


def test_another_strategy_begins_with_other_steps() -> None:
    assert len({tuple(ids(asked(every("absent"), strategy=each))) for each in STRATEGIES}) > 1
