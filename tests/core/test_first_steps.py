"""What to do first: the steps up that are worth the most."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.first_steps import first_steps
from scoring.index import score
from tests.core.answers import FRAMEWORK, LEVELS, QUESTIONS, UNKNOWN, every, takes

RANKS = FRAMEWORK.level_ranks
EVERY_STEP = len(QUESTIONS)
targets = st.sampled_from(LEVELS)


@given(takes, targets)
def test_a_step_is_worth_exactly_what_the_index_gains_by_it(take: dict[str, str], target: str) -> None:
    result = score(FRAMEWORK, take, target)
    for step in first_steps(FRAMEWORK, result, EVERY_STEP):
        better = score(FRAMEWORK, take | {step.question: step.to_level})
        gained = Fraction(better.index) - Fraction(result.index)
        assert Fraction(step.points) == gained > 0


@given(takes)
def test_a_step_is_one_level_up_and_starts_from_the_answer(take: dict[str, str]) -> None:
    for step in first_steps(FRAMEWORK, score(FRAMEWORK, take), EVERY_STEP):
        assert step.from_level == take[step.question]
        assert RANKS[step.to_level] == RANKS.get(step.from_level, 0) + 1


@given(takes)
def test_every_question_below_the_top_has_one_step(take: dict[str, str]) -> None:
    steps = first_steps(FRAMEWORK, score(FRAMEWORK, take), EVERY_STEP)
    assert sorted(step.question for step in steps) == sorted(q for q in QUESTIONS if take[q] != "measured")


@given(takes, targets)
def test_steps_up_to_the_target_come_before_those_beyond_it(take: dict[str, str], target: str) -> None:
    steps = first_steps(FRAMEWORK, score(FRAMEWORK, take, target), EVERY_STEP)
    beyond = [RANKS[step.to_level] > RANKS[target] for step in steps]
    assert beyond == sorted(beyond)


@given(takes, targets)
def test_among_steps_to_the_target_the_largest_gain_comes_first(take: dict[str, str], target: str) -> None:
    steps = first_steps(FRAMEWORK, score(FRAMEWORK, take, target), EVERY_STEP)
    for is_beyond in (False, True):
        gains = [s.points for s in steps if (RANKS[s.to_level] > RANKS[target]) is is_beyond]
        assert gains == sorted(gains, reverse=True)


@given(takes, st.integers(0, EVERY_STEP))
def test_fewer_steps_are_the_first_of_more(take: dict[str, str], count: int) -> None:
    result = score(FRAMEWORK, take)
    assert first_steps(FRAMEWORK, result, count) == first_steps(FRAMEWORK, result, EVERY_STEP)[:count]


def test_three_steps_are_given_unless_more_are_asked_for() -> None:
    assert len(first_steps(FRAMEWORK, score(FRAMEWORK, every("absent")))) == 3


def test_there_is_nothing_left_to_do_at_the_top() -> None:
    assert first_steps(FRAMEWORK, score(FRAMEWORK, every("measured"))) == ()
    one = first_steps(FRAMEWORK, score(FRAMEWORK, every("measured", threats="operational")))
    assert [(step.question, step.to_level) for step in one] == [("threats", "measured")]


def test_among_equal_gains_the_minimum_viable_aims_comes_before_a_lower_start() -> None:
    take = every("operational", decision_trail="absent", owner="declared")
    steps = first_steps(FRAMEWORK, score(FRAMEWORK, take))
    assert [(step.question, step.for_minimum_viable) for step in steps[:2]] == [
        ("owner", True),
        ("decision-trail", False),
    ]


def test_a_tick_that_is_earned_gives_its_question_no_precedence() -> None:
    take = every("operational", owner="documented", decision_trail="declared")
    steps = first_steps(FRAMEWORK, score(FRAMEWORK, take))
    assert [(step.question, step.for_minimum_viable) for step in steps[:2]] == [
        ("decision-trail", False),
        ("owner", False),
    ]


def test_among_equals_the_lower_start_comes_first_then_the_order_of_the_framework() -> None:
    take = every("operational", threats="documented", incidents="absent")
    assert [s.question for s in first_steps(FRAMEWORK, score(FRAMEWORK, take), 2)] == ["incidents", "threats"]
    take = every("operational", threats="absent", incidents="absent")
    assert [s.question for s in first_steps(FRAMEWORK, score(FRAMEWORK, take), 2)] == ["threats", "incidents"]


def test_an_unknown_is_a_step_of_its_own_to_declared() -> None:
    step = first_steps(FRAMEWORK, score(FRAMEWORK, every("measured", owner=UNKNOWN)))[0]
    assert (step.question, step.from_level, step.to_level) == ("owner", UNKNOWN, "declared")
