"""A pack loads whole and frozen, or says what is wrong with it."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from questions.models import SIZES, Framework
from questions.packs import (
    CURRENT,
    UnknownVersionError,
    folder_of,
    load,
    locked_digest,
    read_pack,
    versions,
    write_lock,
)
from questions.rules import canonical
from tests.core.pack_copies import copied, edited, replaced

PACK = load()
FRAMEWORK = PACK.framework


def shape(value: object) -> object:
    """The fields of a value without its words: what must be the same in every language."""
    if isinstance(value, Mapping):
        return {key: shape(inner) for key, inner in value.items()}
    return "" if isinstance(value, str) else value


def containers(value: object) -> list[object]:
    """The value and every model, mapping and sequence below it."""
    if isinstance(value, BaseModel):
        inner: list[object] = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, Mapping):
        inner = list(value.values())
    elif isinstance(value, list | tuple | set):
        inner = list(value)
    else:
        return []
    return [value, *(found for one in inner for found in containers(one))]


@pytest.mark.parametrize("name", versions())
def test_every_published_version_is_what_its_lock_says(name: str) -> None:
    assert locked_digest(folder_of(name)) == load(name).digest


def test_the_current_version_is_published() -> None:
    assert CURRENT in versions()
    assert load() is load(CURRENT)
    assert FRAMEWORK.name == "ai-id@1.0"


def test_a_version_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(
        UnknownVersionError, match=r"^framework 'ai-id@9\.9' is unknown; allowed: ai-id@1\.0$"
    ):
        load("ai-id@9.9")


@pytest.mark.parametrize("name", ["", "ai-id", "../ai-id@1.0", "ai-id@1.0/", "x" * 1_000_000])
def test_no_name_reaches_outside_the_published_versions(name: str) -> None:
    with pytest.raises(UnknownVersionError) as error:
        load(name)
    assert len(str(error.value)) < 200


def test_a_pack_cannot_be_changed_after_loading() -> None:
    with pytest.raises(ValidationError):
        FRAMEWORK.version = "2.0"  # type: ignore[misc]
    for value in containers(PACK):
        if isinstance(value, BaseModel):
            with pytest.raises(ValidationError):
                setattr(value, next(iter(type(value).model_fields)), "changed")
        else:
            assert not hasattr(value, "__setitem__"), value
            assert not isinstance(value, set)


def test_what_follows_from_a_pack_cannot_be_changed_either() -> None:
    for derived in (
        FRAMEWORK.weights,
        FRAMEWORK.level_scores,
        FRAMEWORK.level_of,
        FRAMEWORK.level_ranks,
        FRAMEWORK.by_property,
        FRAMEWORK.by_component,
        FRAMEWORK.question_ids,
        FRAMEWORK.steps,
    ):
        assert not hasattr(derived, "__setitem__")


def test_english_and_french_say_the_same_things() -> None:
    assert PACK.languages == ("en", "fr")
    shapes = [shape(canonical(PACK.texts[language])) for language in PACK.languages]
    for each in shapes:
        assert isinstance(each, dict)
        del each["prefixes"]
    assert shapes[0] == shapes[1]


def test_two_questions_for_each_property_and_each_component() -> None:
    assert len(FRAMEWORK.questions) == 12
    assert {len(questions) for questions in FRAMEWORK.by_property.values()} == {2}
    assert {len(questions) for questions in FRAMEWORK.by_component.values()} == {2}
    assert len(FRAMEWORK.by_property) == len(FRAMEWORK.by_component) == 6


def test_a_question_and_a_reference_are_found_by_their_ids() -> None:
    for question in FRAMEWORK.questions:
        assert FRAMEWORK.question(question.id) is question
        for reference_id in question.references:
            assert FRAMEWORK.reference(reference_id).id == reference_id
    with pytest.raises(KeyError):
        FRAMEWORK.question("nothing")
    with pytest.raises(KeyError):
        FRAMEWORK.reference("law-25/999")


def test_a_level_is_its_score_and_its_place_on_the_ladder() -> None:
    assert dict(FRAMEWORK.level_scores) == {
        "absent": 0,
        "declared": 25,
        "documented": 50,
        "operational": 75,
        "measured": 100,
    }
    assert [FRAMEWORK.level_of[score] for score in (0, 25, 50, 75, 100)] == list(FRAMEWORK.level_ranks)


def test_each_question_has_a_step_to_each_level_above_the_lowest() -> None:
    levels = list(FRAMEWORK.level_ranks)[1:]
    assert list(FRAMEWORK.steps) == [f"{q}:{level}" for q in FRAMEWORK.question_ids for level in levels]
    assert len(FRAMEWORK.steps) == 48
    assert [(step.id, f"{step.question}:{step.to_level}") for step in FRAMEWORK.steps.values()] == [
        (key, key) for key in FRAMEWORK.steps
    ]


def test_a_step_needs_the_one_below_it_and_then_those_of_other_questions() -> None:
    for step in FRAMEWORK.steps.values():
        rank = FRAMEWORK.level_ranks[step.to_level]
        below = [f"{step.question}:{FRAMEWORK.levels[rank - 1].id}"] if rank > 1 else []
        assert list(step.requires[: len(below)]) == below
        others = step.requires[len(below) :]
        assert others == FRAMEWORK.question(step.question).steps[step.to_level].requires
        assert all(FRAMEWORK.steps[other].question != step.question for other in others)


def test_effort_is_counted_in_half_days_and_never_falls_as_size_grows() -> None:
    for step in FRAMEWORK.steps.values():
        days = [getattr(step.effort, size) for size in SIZES]
        assert days == sorted(days)
        assert all(2 * each == int(2 * each) > 0 for each in days)


@pytest.mark.parametrize(
    ("size", "least", "most"), [("small", 25, 45), ("medium", 100, 250), ("large", 300, 900)]
)
def test_the_way_from_nothing_to_operational_costs_what_is_plausible(
    size: str, least: float, most: float
) -> None:
    ranks = FRAMEWORK.level_ranks
    steps = [step for step in FRAMEWORK.steps.values() if ranks[step.to_level] <= ranks["operational"]]
    assert least <= sum(getattr(step.effort, size) for step in steps) <= most


def test_a_law_is_cited_as_each_language_cites_it() -> None:
    in_charge, article = FRAMEWORK.reference("law-25/3.1"), FRAMEWORK.reference("eu-ai-act/50")
    assert PACK.texts["en"].number(in_charge) == "s. 3.1"
    assert PACK.texts["fr"].number(in_charge) == "art. 3.1"
    assert PACK.texts["en"].number(article) == "Art. 50"
    assert PACK.texts["fr"].number(FRAMEWORK.reference("iso-42001/5.2")) == "5.2"


def test_the_weights_are_those_that_the_matrix_gives() -> None:
    assert dict(FRAMEWORK.weights) == {
        "accountable": 20,
        "governed": 19,
        "secure": 17,
        "sovereign": 15,
        "supervised": 15,
        "reproducible": 14,
    }


def facts() -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(
        (folder_of(CURRENT) / "framework.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return data


def with_matrix(matrix: list[list[str]], stress: dict[str, int] | None = None) -> Framework:
    """The framework with other ratings: a row for each property, a column for each reference framework."""
    data = facts()
    data["emphasis"] = stress or data["emphasis"]
    for row, ratings in zip(data["properties"], matrix, strict=True):
        row["emphasis"] = dict(zip(row["emphasis"], ratings, strict=True))
    return Framework.model_validate(data)


def test_changing_one_rating_changes_the_weights() -> None:
    matrix = [list(row["emphasis"].values()) for row in facts()["properties"]]
    assert with_matrix(matrix).weights == FRAMEWORK.weights
    matrix[5][3] = "high"
    assert dict(with_matrix(matrix).weights) == {
        "accountable": 20,
        "governed": 18,
        "secure": 16,
        "sovereign": 15,
        "supervised": 15,
        "reproducible": 16,
    }


def test_equal_remainders_are_rounded_up_first_come_first() -> None:
    weights = with_matrix([["low"] * 4] * 6).weights
    assert list(weights.values()) == [17, 17, 17, 17, 16, 16]


ratings = st.lists(
    st.lists(st.sampled_from(["high", "medium", "low"]), min_size=4, max_size=4), min_size=6, max_size=6
)
stresses = st.fixed_dictionaries(dict.fromkeys(["high", "medium", "low"], st.integers(1, 1000)))


@given(ratings, stresses)
def test_any_matrix_gives_whole_weights_that_add_up_to_a_hundred(
    matrix: list[list[str]], stress: dict[str, int]
) -> None:
    weights = list(with_matrix(matrix, stress).weights.values())
    sums = [sum(stress[rating] for rating in row) for row in matrix]
    assert sum(weights) == 100
    for weight, emphasis in zip(weights, sums, strict=True):
        assert abs(weight - Fraction(100 * emphasis, sum(sums))) < 1
    by_emphasis = [weight for _, weight in sorted(zip(sums, weights, strict=True))]
    assert by_emphasis == sorted(weights)


def test_a_copy_of_the_pack_loads_as_the_pack(tmp_path: Path) -> None:
    assert read_pack(copied(tmp_path)) == PACK


def test_the_digest_holds_the_content_and_not_its_layout(tmp_path: Path) -> None:
    copied(tmp_path)
    edited(tmp_path / "fr.yaml", lambda data: data.update(levels=data.pop("levels")))
    replaced(tmp_path / "framework.yaml", "id: ai-id", "# Nobody reads this.\n\nid:   'ai-id'")
    assert read_pack(tmp_path).digest == PACK.digest


@pytest.mark.parametrize("language", PACK.languages)
def test_one_changed_word_changes_the_digest(tmp_path: Path, language: str) -> None:
    copied(tmp_path)
    why = PACK.texts[language].questions["owner"].why
    edited(tmp_path / f"{language}.yaml", lambda data: data["questions"]["owner"].update(why=why + " More."))
    assert read_pack(tmp_path).digest != PACK.digest


def test_one_changed_fact_changes_the_digest(tmp_path: Path) -> None:
    copied(tmp_path)
    edited(tmp_path / "framework.yaml", lambda data: data.update(default_target="measured"))
    assert read_pack(tmp_path).digest != PACK.digest


def test_the_digest_is_the_sha_256_of_the_content() -> None:
    assert PACK.digest.startswith("sha256:")
    assert len(bytes.fromhex(PACK.digest.removeprefix("sha256:"))) == 32


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert locked_digest(tmp_path) is None
    write_lock(tmp_path, PACK)
    assert locked_digest(tmp_path) == PACK.digest


def test_a_lock_that_something_else_wrote_is_no_digest(tmp_path: Path) -> None:
    (tmp_path / "pack.lock").write_bytes(b"\xff\xfe")
    assert locked_digest(tmp_path) not in {None, PACK.digest}


def test_the_whole_pack_is_plain_json() -> None:
    data = json.loads(json.dumps({"facts": canonical(FRAMEWORK), "en": canonical(PACK.texts["en"])}))
    assert data["facts"]["bands"][0]["from"] == 0
    assert data["en"]["language"] == "en"
