"""What one more day would bring is what the plan with that day brings."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.more_days import worth_of_more_days
from scoring.roadmap import plan
from scoring.wishes import Wishes
from tests.core.answers import FRAMEWORK, every, takes

LONG = 60.0


@settings(max_examples=25)
@given(takes, st.integers(0, 30), st.integers(1, 4))
def test_a_day_more_in_the_last_quarter_is_worth_what_a_plan_with_it_reaches(
    answers: dict[str, str], halves: int, quarters: int
) -> None:
    asked = Wishes(answers, "small", halves / 2, quarters, strategy="fastest")
    base = plan(FRAMEWORK, asked, LONG)
    found = worth_of_more_days(FRAMEWORK, base)
    assert [each.quarter for each in found] == list(range(1, quarters + 1))
    planned = {each.step.id for each in base.steps}
    for each in found:
        assert not planned & set(each.added)
        assert set(each.sooner) <= planned
    if quarters == 1:
        richer = plan(FRAMEWORK, Wishes(answers, "small", halves / 2 + 1, 1, strategy="fastest"), LONG)
        assert found[0].points == richer.index_end - base.index_end
        assert set(found[0].added) >= {each.step.id for each in richer.steps} - planned


def test_where_everything_fits_a_day_more_brings_nothing() -> None:
    found = worth_of_more_days(FRAMEWORK, plan(FRAMEWORK, Wishes(every("absent"), "small", 500.0, 1)))
    assert found[0][2:] == (0, (), ())


def test_where_nothing_fits_a_day_more_brings_the_first_steps() -> None:
    (found,) = worth_of_more_days(FRAMEWORK, plan(FRAMEWORK, Wishes(every("absent"), "small", 0.0, 1)))
    assert found.points > 0
    assert sum(FRAMEWORK.steps[step].effort.small for step in found.added) <= 1
