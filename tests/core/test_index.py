"""The index and everything beside it: each rule of framework version ``ai-id@1.0``."""

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.index import AnswersError, Result, rounded, score
from tests.core.answers import (
    FRAMEWORK,
    LEVELS,
    QUESTIONS,
    UNKNOWN,
    every,
    from_ranks,
    known_takes,
    proofs,
    takes,
)

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden_scores.json").read_text(encoding="utf-8")
)
BANDS = [band.id for band in FRAMEWORK.bands]
BEST = LEVELS[-1]


def got(result: Result, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the result says on everything that a golden case names."""
    said: dict[str, Any] = {key: getattr(result, key) for key in wanted}
    said["properties"] = [
        {"id": p.id, "weight": p.weight, "score": p.score, "level": p.level, "gap_points": p.gap_points}
        for p in result.properties
    ]
    said["components"] = [{"id": c.id, "level": c.level} for c in result.components]
    return said


@pytest.mark.parametrize("case", GOLDEN, ids=range(len(GOLDEN)))
def test_a_worked_case_of_an_independent_implementation_comes_out_exactly(case: dict[str, Any]) -> None:
    result = score(FRAMEWORK, case["answers"], case.get("target"), case.get("evidence"))
    assert got(result, case["expect"]) == case["expect"]


def test_the_worked_cases_reach_every_band_target_and_kind_of_answer() -> None:
    assert {case["expect"]["band"] for case in GOLDEN} == set(BANDS)
    assert {case.get("target") for case in GOLDEN} > {None}
    assert {level for case in GOLDEN for level in case["answers"].values()} == {*LEVELS, UNKNOWN}
    assert any("evidence" in case for case in GOLDEN)
    assert any("evidence" not in case for case in GOLDEN)


@given(known_takes, st.sampled_from(QUESTIONS), st.sampled_from(LEVELS), proofs)
def test_a_better_answer_never_lowers_anything(
    take: dict[str, str], question: str, level: str, evidence: set[str]
) -> None:
    worse, better = sorted((take[question], level), key=LEVELS.index)
    before = score(FRAMEWORK, take | {question: worse}, evidence=evidence)
    after = score(FRAMEWORK, take | {question: better}, evidence=evidence)

    assert after.index >= before.index
    assert after.shown >= before.shown
    assert after.index_evidenced is not None
    assert before.index_evidenced is not None
    assert after.index_evidenced >= before.index_evidenced
    assert BANDS.index(after.band) >= BANDS.index(before.band)
    for old, new in zip(before.properties, after.properties, strict=True):
        assert new.score >= old.score
        assert new.points >= old.points
        assert new.gap_points <= old.gap_points
        assert LEVELS.index(new.level) >= LEVELS.index(old.level)
    for past, present in zip(before.components, after.components, strict=True):
        assert LEVELS.index(present.level) >= LEVELS.index(past.level)
    assert all(b.earned <= a.earned for b, a in zip(before.minimum_viable, after.minimum_viable, strict=True))


@given(takes, st.sampled_from(QUESTIONS), st.sampled_from(LEVELS))
def test_learning_an_unknown_never_leaves_the_range_that_was_shown(
    take: dict[str, str], question: str, level: str
) -> None:
    before = score(FRAMEWORK, take | {question: UNKNOWN})
    after = score(FRAMEWORK, take | {question: level})
    assert before.index <= after.index
    assert after.index_if_unknowns_were_best <= before.index_if_unknowns_were_best


@given(takes, proofs)
def test_every_number_lies_between_nothing_and_everything(take: dict[str, str], evidence: set[str]) -> None:
    result = score(FRAMEWORK, take, evidence=evidence)
    assert result.index_evidenced is not None
    assert 0 <= result.index_evidenced <= result.index <= result.index_if_unknowns_were_best <= 100
    assert 0 <= result.shown <= 100
    for p in result.properties:
        assert 0 <= p.score <= 100
        assert 0 <= p.points <= p.weight
        assert 0 <= p.gap_points <= p.weight


@given(takes, st.randoms(use_true_random=False), proofs)
def test_the_order_of_the_answers_changes_nothing(
    take: dict[str, str], shuffle: random.Random, evidence: set[str]
) -> None:
    mixed = list(take.items())
    shuffle.shuffle(mixed)
    proven = list(evidence)
    assert score(FRAMEWORK, dict(mixed), evidence=proven[::-1]) == score(FRAMEWORK, take, evidence=proven)


@given(takes)
def test_a_result_is_in_the_order_of_the_framework(take: dict[str, str]) -> None:
    result = score(FRAMEWORK, dict(reversed(take.items())))
    assert [p.id for p in result.properties] == [p.id for p in FRAMEWORK.properties]
    assert [c.id for c in result.components] == list(FRAMEWORK.components)
    assert [t.id for t in result.minimum_viable] == [t.id for t in FRAMEWORK.minimum_viable]
    assert [question for question, _ in result.answers] == list(QUESTIONS)
    assert result.framework == "ai-id@1.0"


@given(takes)
def test_the_shown_sum_adds_up_exactly(take: dict[str, str]) -> None:
    result = score(FRAMEWORK, take)
    for p in result.properties:
        assert Fraction(p.points) == Fraction(p.weight) * Fraction(p.score) / 100
    assert sum(Fraction(p.points) for p in result.properties) == Fraction(result.index)


@given(takes, proofs)
def test_every_index_is_an_exact_multiple_of_an_eighth(take: dict[str, str], evidence: set[str]) -> None:
    result = score(FRAMEWORK, take, evidence=evidence)
    assert result.index_evidenced is not None
    for number in (result.index, result.index_if_unknowns_were_best, result.index_evidenced):
        assert (number * 8).is_integer()
    assert all((p.points * 8).is_integer() and (p.gap_points * 8).is_integer() for p in result.properties)


@given(takes)
def test_a_property_scores_the_mean_of_its_answers_and_stands_on_the_lower(take: dict[str, str]) -> None:
    scores = FRAMEWORK.level_scores
    for p in score(FRAMEWORK, take).properties:
        answers = [take[question] for question in FRAMEWORK.by_property[p.id]]
        points = [0 if answer == UNKNOWN else scores[answer] for answer in answers]
        assert Fraction(p.score) == Fraction(sum(points), 2)
        assert scores[p.level] == min(points)


@given(takes)
def test_a_component_stands_on_the_lower_of_its_answers(take: dict[str, str]) -> None:
    scores = FRAMEWORK.level_scores
    for c in score(FRAMEWORK, take).components:
        answers = [take[question] for question in FRAMEWORK.by_component[c.id]]
        assert scores[c.level] == min(scores.get(answer, 0) for answer in answers)


@given(takes, st.sampled_from(LEVELS))
def test_the_gap_is_what_the_missing_steps_are_worth(take: dict[str, str], target: str) -> None:
    for p in score(FRAMEWORK, take, target).properties:
        ranks = [FRAMEWORK.level_ranks.get(take[q], 0) for q in FRAMEWORK.by_property[p.id]]
        missing = sum(max(0, LEVELS.index(target) - rank) for rank in ranks)
        assert Fraction(p.gap_points) == Fraction(p.weight * missing, 8)


def test_the_target_is_operational_unless_another_is_chosen() -> None:
    take = every("documented")
    assert score(FRAMEWORK, take) == score(FRAMEWORK, take, "operational")
    assert score(FRAMEWORK, take, "measured").target == "measured"
    assert sum(p.gap_points for p in score(FRAMEWORK, take, "measured").properties) == 50
    assert sum(p.gap_points for p in score(FRAMEWORK, take, "absent").properties) == 0


def test_an_unknown_scores_nothing_and_is_reported_as_unknown() -> None:
    result = score(FRAMEWORK, every("measured", owner=UNKNOWN))
    accountable, roles = result.properties[0], result.components[1]
    assert (accountable.id, accountable.score, accountable.level) == ("accountable", 50, "absent")
    assert (roles.id, roles.level) == ("roles", "absent")
    assert result.unknown == accountable.unknown == roles.unknown == ("owner",)
    assert dict(result.answers)["owner"] == UNKNOWN
    assert result.index == 90
    assert result.index_if_unknowns_were_best == 100
    named = next(tick for tick in result.minimum_viable if tick.question == "owner")
    assert (named.answer, named.earned) == (UNKNOWN, False)


@given(takes)
def test_only_what_nobody_knows_is_reported_as_unknown(take: dict[str, str]) -> None:
    result = score(FRAMEWORK, take)
    unknown = {question for question, answer in take.items() if answer == UNKNOWN}
    assert set(result.unknown) == unknown
    assert {question for p in result.properties for question in p.unknown} == unknown
    assert {question for c in result.components for question in c.unknown} == unknown
    best = score(FRAMEWORK, take | dict.fromkeys(unknown, BEST))
    assert result.index_if_unknowns_were_best == best.index


@given(takes, proofs)
def test_what_nothing_proves_counts_as_declared_in_the_evidenced_index(
    take: dict[str, str], evidence: set[str]
) -> None:
    above = {q for q in QUESTIONS if take[q] in LEVELS[2:] and q not in evidence}
    lowered = take | dict.fromkeys(above, "declared")
    assert score(FRAMEWORK, take, evidence=evidence).index_evidenced == score(FRAMEWORK, lowered).index


@given(takes)
def test_there_is_no_evidenced_index_where_nothing_is_said_about_proof(take: dict[str, str]) -> None:
    result = score(FRAMEWORK, take)
    assert result.index_evidenced is None
    assert score(FRAMEWORK, take, evidence=QUESTIONS).index_evidenced == result.index


@pytest.mark.parametrize(
    ("level", "index", "band"),
    [
        ("absent", 0, "exposed"),
        ("declared", 25, "taking-shape"),
        ("documented", 50, "taking-hold"),
        ("operational", 75, "defensible"),
        ("measured", 100, "defensible"),
    ],
)
def test_a_band_begins_exactly_at_its_threshold(level: str, index: int, band: str) -> None:
    result = score(FRAMEWORK, every(level))
    assert (result.index, result.band, result.held_back_by) == (index, band, ())


@pytest.mark.parametrize(
    ("ranks", "index", "shown", "band"),
    [
        (((2, 2), (0, 0), (4, 3), (0, 0), (0, 0), (0, 0)), 24.875, 25, "exposed"),
        (((4, 4), (4, 4), (4, 1), (0, 0), (0, 0), (0, 0)), 49.625, 50, "taking-shape"),
        (((4, 4), (4, 4), (2, 2), (3, 2), (2, 2), (3, 3)), 74.875, 75, "taking-hold"),
    ],
)
def test_a_band_is_compared_before_rounding(
    ranks: tuple[tuple[int, int], ...], index: float, shown: int, band: str
) -> None:
    take = from_ranks(dict(zip(FRAMEWORK.by_property, ranks, strict=True)))
    result = score(FRAMEWORK, take)
    assert (result.index, result.shown, result.band, result.held_back_by) == (index, shown, band, ())


def test_no_practice_is_defensible_while_a_property_is_not_documented() -> None:
    result = score(FRAMEWORK, every("measured", threats="declared", evaluation=UNKNOWN))
    assert result.index == 86.625
    assert result.band == "taking-hold"
    assert result.held_back_by == ("secure", "reproducible")


def test_a_documented_property_holds_nothing_back() -> None:
    result = score(FRAMEWORK, every("measured", threats="documented"))
    assert (result.band, result.held_back_by) == ("defensible", ())


@given(takes)
def test_the_band_follows_from_the_index_and_the_lowest_property(take: dict[str, str]) -> None:
    result = score(FRAMEWORK, take)
    by_number = BANDS[sum(result.index >= least for least in (25, 50, 75))]
    low = tuple(p.id for p in result.properties if p.level in {"absent", "declared"})
    holds_back = by_number == "defensible" and bool(low)
    assert result.band == ("taking-hold" if holds_back else by_number)
    assert result.held_back_by == (low if holds_back else ())


@pytest.mark.parametrize(
    ("number", "whole"),
    [(0, 0), (0.375, 0), (0.5, 1), (1.5, 2), (2.5, 3), (49.5, 50), (50.5, 51), (99.875, 100), (100, 100)],
)
def test_the_index_is_shown_rounded_half_up(number: float, whole: int) -> None:
    assert rounded(number) == whole


@given(takes)
def test_what_is_shown_is_the_index_rounded_half_up(take: dict[str, str]) -> None:
    result = score(FRAMEWORK, take)
    assert -Fraction(1, 2) <= Fraction(result.index) - result.shown < Fraction(1, 2)


@pytest.mark.parametrize(
    ("tick", "question", "level", "lower"),
    [
        ("one-page-policy", "policy", "documented", "declared"),
        ("named-person", "owner", "documented", "declared"),
        ("inventory", "inventory", "operational", "documented"),
        ("quarterly-review", "evaluation", "documented", "declared"),
    ],
)
def test_a_tick_of_the_minimum_viable_aims_is_earned_at_its_level(
    tick: str, question: str, level: str, lower: str
) -> None:
    def earned(answer: str) -> bool:
        ticks = score(FRAMEWORK, every("absent") | {question: answer}).minimum_viable
        return next(t.earned for t in ticks if t.id == tick)

    assert earned(level)
    assert earned("measured")
    assert not earned(lower)
    assert not earned(UNKNOWN)


def test_a_result_cannot_be_changed() -> None:
    result = score(FRAMEWORK, every("declared"))
    with pytest.raises(AttributeError):
        result.index = 100  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result.properties[0].score = 100  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result.minimum_viable[0].earned = True  # type: ignore[misc]


ALL_QUESTIONS = ", ".join(QUESTIONS)
ALL_LEVELS = ", ".join(LEVELS)


@pytest.mark.parametrize(
    ("take", "target", "evidence", "message"),
    [
        (
            every("declared") | {"ownr": "declared"},
            None,
            None,
            rf"^answers: 'ownr' is not a question; allowed: {ALL_QUESTIONS}$",
        ),
        (
            {q: "declared" for q in QUESTIONS if q not in {"owner", "policy"}},
            None,
            None,
            r"^answers: owner, policy missing; all 12 questions are needed$",
        ),
        (
            every("declared", policy="perfect"),
            None,
            None,
            rf"^answers\.policy: 'perfect' is not a level; allowed: {ALL_LEVELS}, unknown$",
        ),
        (
            every("declared"),
            "unknown",
            None,
            rf"^target: 'unknown' is not a level; allowed: {ALL_LEVELS}$",
        ),
        (
            every("declared"),
            None,
            ["owner", "paper"],
            rf"^evidence: 'paper' is not a question; allowed: {ALL_QUESTIONS}$",
        ),
    ],
)
def test_answers_that_cannot_be_scored_are_named_with_what_is_allowed(
    take: dict[str, str], target: str | None, evidence: list[str] | None, message: str
) -> None:
    with pytest.raises(AnswersError, match=message):
        score(FRAMEWORK, take, target, evidence)


@given(st.text(min_size=61).map(lambda text: text * 20))
def test_a_long_value_is_never_repeated_whole(long: str) -> None:
    for take, target in (
        (every("declared") | {long: "declared"}, None),
        (every("declared", owner=long), None),
        (every("declared"), long),
    ):
        with pytest.raises(AnswersError) as error:
            score(FRAMEWORK, take, target)
        assert len(str(error.value)) < 1000
        assert "\n" not in str(error.value)
