"""The roadmap is the best plan that the capacity allows, keeps every rule, and says why."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.models import SIZES
from questions.packs import CURRENT, load
from scoring.gaps import gaps
from scoring.index import UNKNOWN, score
from scoring.roadmap import Plan, plan
from scoring.wishes import STRATEGIES, WishError, Wishes, targets

FRAMEWORK = load(CURRENT).framework
QUESTIONS = FRAMEWORK.question_ids
LEVELS = [level.id for level in FRAMEWORK.levels]
LONG = 60.0  # seconds: never reached, so that no machine is too slow for a proof
BLANK = dict.fromkeys(QUESTIONS, "absent")
TOP = dict.fromkeys(QUESTIONS, "measured")


def made(answers: Mapping[str, str], capacity: float = 10, **more: Any) -> Plan:
    """The plan of a small firm."""
    return plan(FRAMEWORK, Wishes(answers, more.pop("size", "small"), capacity, **more), LONG)


def quarter_of(found: Plan) -> dict[str, int]:
    """The quarter of each step that is planned."""
    return {each.step.id: each.quarter for each in found.steps}


answer_sets = st.fixed_dictionaries({q: st.sampled_from([*LEVELS, UNKNOWN]) for q in QUESTIONS})
wishes = st.builds(
    Wishes,
    answers=answer_sets,
    size=st.sampled_from(SIZES),
    capacity_days=st.integers(0, 120).map(lambda halves: halves / 2),
    quarters=st.integers(1, 4),
    target=st.one_of(
        st.none(),
        st.sampled_from(LEVELS),
        st.dictionaries(st.sampled_from(list(FRAMEWORK.weights)), st.sampled_from(LEVELS)),
    ),
    strategy=st.sampled_from(STRATEGIES),
    left_out=st.lists(st.sampled_from(list(FRAMEWORK.steps)), max_size=2),
    done=st.lists(st.sampled_from(list(FRAMEWORK.steps)), max_size=2),
)


def test_a_minimum_that_is_done_needs_no_step() -> None:
    documented = dict.fromkeys(QUESTIONS, "documented")
    assert not made(documented).is_viable_now
    assert made(documented, done=["inventory:operational"]).is_viable_now
    assert made(TOP).is_viable_now


@settings(max_examples=60, deadline=None)
@given(wishes)
def test_a_plan_keeps_capacity_prerequisites_and_targets(asked: Wishes) -> None:
    found = plan(FRAMEWORK, asked, LONG)
    planned = quarter_of(found)
    ranks = FRAMEWORK.level_ranks
    reached = {q: 0 if a == UNKNOWN else ranks[a] for q, a in asked.answers.items()}
    for key in asked.done:
        step = FRAMEWORK.steps[key]
        reached[step.question] = max(reached[step.question], ranks[step.to_level])
    for count in range(1, asked.quarters + 1):
        days = sum(each.effort_days for each in found.steps if each.quarter <= count)
        assert days <= asked.capacity_days * count + 1e-9
    seen: set[str] = set()
    for each in found.steps:
        assert each.step.id not in asked.left_out
        assert ranks[each.step.to_level] > reached[each.step.question]
        for required in each.step.requires:
            needed = FRAMEWORK.steps[required]
            assert ranks[needed.to_level] <= reached[needed.question] or required in seen
            assert planned.get(required, 1) <= each.quarter
        seen.add(each.step.id)


@settings(max_examples=60, deadline=None)
@given(wishes)
def test_the_index_after_the_plan_is_the_score_of_the_answers_that_it_leads_to(asked: Wishes) -> None:
    found = plan(FRAMEWORK, asked, LONG)
    answers = {q: "absent" if a == UNKNOWN else a for q, a in asked.answers.items()}
    for each in [*(FRAMEWORK.steps[d] for d in asked.done), *(s.step for s in found.steps)]:
        if FRAMEWORK.level_ranks[each.to_level] > FRAMEWORK.level_ranks[answers[each.question]]:
            answers[each.question] = each.to_level
    assert found.index_end == score(FRAMEWORK, answers).index
    assert [q.index for q in found.quarters] == sorted(q.index for q in found.quarters)
    if found.steps:
        assert found.steps[-1].index_after == found.index_end


@settings(max_examples=40, deadline=None)
@given(wishes)
def test_steps_follow_each_other_in_time_and_end_in_their_quarter(asked: Wishes) -> None:
    found = plan(FRAMEWORK, asked, LONG)
    for one, other in zip(found.steps, found.steps[1:], strict=False):
        assert one.starts <= other.starts + 1e-9
        assert one.quarter <= other.quarter
    for each in found.steps:
        assert each.quarter - 1 - 1e-9 <= each.ends <= each.quarter + 1e-9
        assert 0 <= each.starts <= each.ends + 1e-9


@settings(max_examples=30, deadline=None)
@given(wishes, st.integers(0, 40))
def test_more_capacity_is_never_worse(asked: Wishes, more: int) -> None:
    richer = replace(asked, capacity_days=asked.capacity_days + more / 2)
    assert plan(FRAMEWORK, richer, LONG).objective >= plan(FRAMEWORK, asked, LONG).objective


@settings(max_examples=30, deadline=None)
@given(wishes, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(asked: Wishes, chance: Any) -> None:
    pairs = list(asked.answers.items())
    chance.shuffle(pairs)
    again = replace(
        asked, answers=dict(pairs), left_out=list(asked.left_out)[::-1], done=list(asked.done)[::-1]
    )
    one, other = plan(FRAMEWORK, asked, LONG), plan(FRAMEWORK, again, LONG)
    assert one.steps == other.steps
    assert one.objective == other.objective
    assert one.unscheduled == other.unscheduled


def _worth(strategy: str, step: str) -> float:
    facts = FRAMEWORK.steps[step]
    points = FRAMEWORK.weights[FRAMEWORK.question(facts.question).property] / 8
    return points if strategy == "fastest" else points * (5 - FRAMEWORK.level_ranks[facts.to_level])


def _needed(answers: Mapping[str, str], goals: list[str]) -> set[str]:
    """The steps that ``goals`` still need, by following what each requires."""
    found: set[str] = set()
    waiting = list(goals)
    while waiting:
        key = waiting.pop()
        step = FRAMEWORK.steps[key]
        answer = answers[step.question]
        rank = 0 if answer == UNKNOWN else FRAMEWORK.level_ranks[answer]
        if key not in found and FRAMEWORK.level_ranks[step.to_level] > rank:
            found.add(key)
            waiting += step.requires
    return found


def _best_of_all(asked: Wishes) -> tuple[float, ...]:
    """The objective of the best of every plan that there is."""
    aims = targets(FRAMEWORK, asked.target)
    ranks = FRAMEWORK.level_ranks
    goals = [f"{q.id}:{aims[q.property]}" for q in FRAMEWORK.questions if ranks[aims[q.property]]]
    steps = [key for key in FRAMEWORK.steps if key in _needed(asked.answers, goals)]
    ticks = [f"{t.question}:{t.level}" for t in FRAMEWORK.minimum_viable]
    viable = _needed(asked.answers, ticks)
    best: tuple[float, ...] = (0, 0)
    for ends in product(range(1, asked.quarters + 2), repeat=len(steps)):
        end = dict(zip(steps, ends, strict=True))
        if any(end[r] > e for s, e in end.items() for r in FRAMEWORK.steps[s].requires if r in end):
            continue
        spent = [
            sum(getattr(FRAMEWORK.steps[s].effort, asked.size) for s, e in end.items() if e <= quarter)
            for quarter in range(1, asked.quarters + 1)
        ]
        if any(days > asked.capacity_days * (at + 1) for at, days in enumerate(spent)):
            continue
        held = {s: asked.quarters + 1 - e for s, e in end.items()}
        worth = sum(_worth(asked.strategy, s) * times for s, times in held.items())
        first = (
            sum(times for s, times in held.items() if s in viable) if asked.strategy == "foundation" else 0
        )
        best = max(best, (first, worth))
    return best if asked.strategy == "foundation" else best[1:]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True),
    st.sampled_from(["documented", "declared", "operational"]),
    st.integers(1, 3),
    st.integers(0, 16),
    st.sampled_from(STRATEGIES),
)
def test_no_plan_that_there_is_is_better(
    low: list[str], level: str, quarters: int, halves: int, strategy: str
) -> None:
    answers = TOP | dict.fromkeys(low, level)
    asked = Wishes(answers, "small", halves / 2, quarters, "measured", strategy)
    found = plan(FRAMEWORK, asked, LONG)
    assert found.proven
    assert found.objective == _best_of_all(asked)


def test_different_answers_give_different_plans() -> None:
    one = made(BLANK | {"owner": "operational"})
    other = made(BLANK | {"policy": "operational"})
    assert [each.step.id for each in one.steps] != [each.step.id for each in other.steps]


def test_the_foundation_comes_first_and_is_told_with_its_quarter() -> None:
    found = made(BLANK, capacity=8)
    viable = next(each.quarter for each in found.quarters if each.is_viable)
    fastest = made(BLANK, capacity=8, strategy="fastest")
    later = [each.quarter for each in fastest.quarters if each.is_viable]
    assert not later or viable <= later[0]
    assert {r.kind for each in found.steps for r in each.reasons} >= {"points", "minimum-viable", "unlocks"}


def test_what_nobody_knows_is_asked_first() -> None:
    found = made(BLANK | {"threats": UNKNOWN, "oversight": UNKNOWN}, capacity=40)
    assert found.ask_first == ("threats", "oversight")
    first = next(each for each in found.steps if each.step.question == "threats")
    assert first.from_level == UNKNOWN
    assert "ask-first" in {reason.kind for reason in first.reasons}


def test_a_target_for_one_property_plans_its_steps_alone_with_what_they_require() -> None:
    nowhere = dict.fromkeys(FRAMEWORK.weights, "absent")
    found = made(BLANK, capacity=200, target=nowhere | {"accountable": "documented"})
    wanted = _needed(BLANK, ["owner:documented", "decision-trail:documented"])
    assert {each.step.id for each in found.steps} == wanted


def test_a_target_below_today_is_no_step() -> None:
    assert made(TOP, target="declared").steps == ()


def test_a_pinned_step_is_in_its_quarter() -> None:
    found = made(BLANK, capacity=20, pinned={"policy:documented": 3})
    assert quarter_of(found)["policy:documented"] == 3
    assert quarter_of(found)["policy:declared"] <= 3


def test_a_pinned_step_above_the_target_is_planned() -> None:
    found = made(BLANK, capacity=60, target="declared", pinned={"policy:documented": 2})
    assert quarter_of(found)["policy:documented"] == 2


def test_a_step_that_is_done_costs_nothing_and_counts_as_reached() -> None:
    found = made(BLANK, done=["owner:documented"])
    assert found.index_now == score(FRAMEWORK, BLANK | {"owner": "documented"}).index
    assert not {"owner:declared", "owner:documented"} & set(quarter_of(found))


def test_a_step_left_out_takes_with_it_what_requires_it() -> None:
    found = made(BLANK, capacity=500, left_out=["inventory:documented"])
    why = {each.step.id: each.why for each in found.unscheduled}
    assert why["inventory:documented"] == "left-out"
    assert why["inventory:operational"] == "requires-left-out"
    assert not set(why) & set(quarter_of(found))


def test_another_effort_is_what_counts() -> None:
    found = made(BLANK, efforts={"owner:declared": 7.25})
    assert next(s for s in found.steps if s.step.id == "owner:declared").effort_days == 7.25


def test_what_does_not_fit_is_listed_with_what_it_needs() -> None:
    found = made(BLANK, capacity=1, quarters=1)
    assert found.unscheduled
    for each in found.unscheduled:
        assert each.why == "capacity"
        assert each.needs_days >= each.effort_days


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"capacity": -1}, "capacity_days: -1; allowed: person-days from 0"),
        ({"capacity": float("nan")}, "capacity_days: nan; allowed"),
        ({"capacity": 1.005}, "to two decimals"),
        ({"quarters": 0}, "quarters: 0; allowed: a whole number from 1 to 12"),
        ({"quarters": 13}, "quarters: 13; allowed"),
        ({"size": "huge"}, "size: 'huge' is none; allowed: small, medium, large"),
        ({"strategy": "best"}, "strategy: 'best' is none; allowed: foundation"),
        ({"target": "top"}, "target: 'top' is none; allowed: absent"),
        ({"target": {"brave": "declared"}}, "target: 'brave' is none; allowed: accountable"),
        ({"target": {"secure": "top"}}, "target.secure: 'top' is none; allowed: absent"),
        ({"efforts": {"owner:absent": 1}}, "efforts: 'owner:absent' is not a step"),
        ({"efforts": {"owner:declared": -2}}, "efforts: 'owner:declared': -2; allowed"),
        ({"done": ["nobody:declared"]}, "done: 'nobody:declared' is not a step"),
        ({"left_out": ["x"]}, "left_out: 'x' is not a step"),
        (
            {"pinned": {"owner:declared": 5}},
            "pinned: 'owner:declared' is in quarter 5; allowed: a quarter from 1 to 4",
        ),
        (
            {"pinned": {"policy:declared": 3, "policy:documented": 2}},
            "policy:documented in quarter 2 requires policy:declared, which is pinned to quarter 3",
        ),
        ({"pinned": {"policy:declared": 1}, "left_out": ["policy:declared"]}, "policy:declared is left-out"),
        (
            {"capacity": 0.5, "pinned": {"policy:operational": 1}},
            "policy:operational with what they require need",
        ),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_name(more: dict[str, Any], said: str) -> None:
    with pytest.raises(WishError) as raised:
        made(BLANK, **more)
    assert said in str(raised.value)


def test_a_step_is_only_declared_where_the_answer_is_and_not_where_the_plan_declares_it_first() -> None:
    found = made(BLANK | {"owner": "declared"}, 1000)
    declared = [each.step.id for each in found.steps if any(r.kind == "declared-only" for r in each.reasons)]
    assert declared == ["owner:documented"]


def test_gaps_are_ranked_with_their_reasons() -> None:
    found = gaps(FRAMEWORK, BLANK | {"policy": "declared", "threats": UNKNOWN, "owner": "operational"})
    assert found[0].blocks
    assert [bool(gap.blocks) for gap in found] == sorted((bool(gap.blocks) for gap in found), reverse=True)
    by_question = {gap.question: gap for gap in found}
    assert "owner" not in by_question
    assert by_question["threats"].is_unknown
    assert by_question["policy"].is_declared
    assert by_question["policy"].steps == ("policy:documented", "policy:operational")


@settings(max_examples=60, deadline=None)
@given(answer_sets, st.sampled_from(LEVELS))
def test_the_gaps_of_a_property_are_worth_its_gap_in_the_result(answers: dict[str, str], target: str) -> None:
    found = gaps(FRAMEWORK, answers, target)
    for each in score(FRAMEWORK, answers, target).properties:
        assert sum(gap.points for gap in found if gap.property == each.id) == each.gap_points
