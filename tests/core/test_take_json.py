"""A take as JSON: the schema describes it, scoring takes it as it is, and loading gives it back."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from app.cases import BESIDE, FIELDS, SCHEMA, as_data, score_text
from app.diagnostic.loading import ORGANIZATION_FIELDS, PROOF_FIELDS, TAKE_FIELDS, read_take
from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH, SECTORS, SIZES
from app.diagnostic.takes import Organization, TakeState
from app.languages import LANGUAGES
from app.results.files.take_json import export, take_json
from app.results.views import card_number, result_of
from questions.packs import versions
from scoring.index import AnswersError
from tests.core.answers import FRAMEWORK, LEVELS, QUESTIONS, UNKNOWN, every
from tests.core.markdown import ROOT
from tests.core.saved_takes import saved_takes, taken

DESCRIPTION: dict[str, Any] = json.loads((ROOT / "docs" / "take.schema.json").read_text(encoding="utf-8"))
SCHEMA_OF_TAKES = Draft202012Validator(DESCRIPTION)
PARTS = DESCRIPTION["properties"]
NAMED = DESCRIPTION["$defs"]
BAKERY = Organization("Boulangerie Sainte-Geneviève", "small", "retail")
FULL = taken(
    every("measured", policy=UNKNOWN),
    {"owner": ("Minutes of 3 March", "https://example.com/minutes"), "policy": ("Asked around", "")},
    BAKERY,
    "measured",
)


def test_the_description_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(DESCRIPTION)
    assert DESCRIPTION["$id"] == SCHEMA == PARTS["$schema"]["const"]


def test_the_descriptions_names_are_the_frameworks_and_the_forms() -> None:
    properties, components = [p.id for p in FRAMEWORK.properties], list(FRAMEWORK.components)
    result = PARTS["result"]["properties"]
    assert NAMED["question"]["enum"] == list(QUESTIONS) == list(PARTS["answers"]["properties"])
    assert list(PARTS["take"]["properties"]["proof"]["properties"]) == list(QUESTIONS)
    assert NAMED["level"]["enum"] == list(LEVELS)
    assert NAMED["answer"]["enum"] == [*LEVELS, UNKNOWN]
    assert NAMED["property"]["enum"] == properties
    assert result["components"]["items"]["properties"]["id"]["enum"] == components
    assert result["band"]["enum"] == [band.id for band in FRAMEWORK.bands]
    assert result["minimum_viable"]["items"]["properties"]["id"]["enum"] == [
        tick.id for tick in FRAMEWORK.minimum_viable
    ]
    assert PARTS["framework"]["enum"] == result["framework"]["enum"] == list(versions())
    assert PARTS["take"]["properties"]["language"]["enum"] == list(LANGUAGES)
    organization = PARTS["take"]["properties"]["organization"]["properties"]
    assert organization["size"]["enum"] == [*SIZES, None]
    assert organization["sector"]["enum"] == [*SECTORS, None]


def test_the_descriptions_fields_and_limits_are_those_that_are_read() -> None:
    take = PARTS["take"]["properties"]
    assert set(PARTS) == {*FIELDS, *BESIDE}
    assert tuple(take) == TAKE_FIELDS
    assert tuple(take["organization"]["properties"]) == ORGANIZATION_FIELDS
    assert tuple(NAMED["proof"]["properties"]) == PROOF_FIELDS
    assert take["organization"]["properties"]["name"]["maxLength"] == NAME_LENGTH
    assert NAMED["proof"]["properties"]["note"]["maxLength"] == NOTE_LENGTH
    assert NAMED["proof"]["properties"]["link"]["maxLength"] == LINK_LENGTH


@given(saved_takes)
def test_every_export_is_as_described(take: TakeState) -> None:
    data = json.loads(take_json(take))
    assert data == export(take)
    assert [error.message for error in SCHEMA_OF_TAKES.iter_errors(data)] == []


@given(saved_takes)
def test_scoring_takes_an_export_as_it_is_and_gives_its_result(take: TakeState) -> None:
    result = score_text(take_json(take).decode())
    assert not isinstance(result, list)
    assert as_data(result) == export(take)["result"] == as_data(result_of(take))


@given(saved_takes)
def test_loading_an_export_gives_back_all_that_a_person_said(take: TakeState) -> None:
    contents = read_take(take_json(take))
    assert contents.organization == take.organization
    assert contents.target == take.target
    assert contents.answers == {q: replace(a, revision=0) for q, a in take.answers.items()}


def test_an_export_names_the_take_and_opens_nothing() -> None:
    data = export(FULL)
    assert list(data) == ["$schema", *FIELDS, "take", "result"]
    assert data["take"] == {
        "number": card_number(FULL.id),
        "language": "fr",
        "started": "2026-03-09T14:24:15Z",
        "completed": "2026-03-09T14:30:15Z",
        "organization": {"name": "Boulangerie Sainte-Geneviève", "size": "small", "sector": "retail"},
        "proof": {
            "owner": {"note": "Minutes of 3 March", "link": "https://example.com/minutes"},
            "policy": {"note": "Asked around"},
        },
    }
    assert data["evidence"] == ["owner", "policy"]
    assert data["target"] == "measured"


def test_what_was_not_said_is_null() -> None:
    data = export(taken())
    assert data["target"] is None
    assert data["evidence"] is None
    assert data["take"]["organization"] == {"name": None, "size": None, "sector": None}
    assert data["take"]["proof"] == {}


def test_french_stands_in_the_file_as_it_is_written() -> None:
    assert "Geneviève" in take_json(FULL).decode()


def test_a_take_with_an_answer_missing_is_no_export() -> None:
    answers = {question: answer for question, answer in FULL.answers.items() if question != "owner"}
    with pytest.raises(AnswersError, match="owner missing"):
        export(replace(FULL, answers=answers))


def put(*place: str, value: object) -> Callable[[Any], object]:
    """A change: the value at that place."""

    def change(data: Any) -> None:
        for name in place[:-1]:
            data = data[name]
        data[place[-1]] = value

    return change


WRONG: dict[str, Callable[[Any], object]] = {
    "a field too many": put("name", value="Bakery"),
    "another format": put("$schema", value="urn:ai-index:take:2"),
    "another version": put("framework", value="ai-id@9.9"),
    "a question too many": put("answers", "budget", value="absent"),
    "a question missing": lambda data: data["answers"].pop("owner"),
    "no such level": put("answers", "owner", value="perfect"),
    "no answer": put("answers", "owner", value=None),
    "a target that is no level": put("target", value="unknown"),
    "evidence of nothing": put("evidence", value=[]),
    "evidence twice": put("evidence", value=["owner", "owner"]),
    "a key in it": put("take", "key", value="x" * 22),
    "a moment without its zone": put("take", "completed", value="2026-03-09T14:30:15"),
    "no moment": put("take", "completed", value=None),
    "an empty name": put("take", "organization", "name", value=""),
    "a long name": put("take", "organization", "name", value="w" * 121),
    "no such sector": put("take", "organization", "sector", value="mining"),
    "a proof that is empty": put("take", "proof", "owner", value={}),
    "a note that is empty": put("take", "proof", "owner", value={"note": ""}),
    "a long note": put("take", "proof", "owner", value={"note": "w" * 2001}),
    "a link that is a script": put("take", "proof", "owner", value={"link": "javascript:alert(1)"}),
    "an index above 100": put("result", "index", value=100.5),
    "an index as a text": put("result", "index", value="46"),
    "no result": lambda data: data.pop("result"),
    "five properties": lambda data: data["result"]["properties"].pop(),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_is_not_an_export_is_refused_by_the_description(change: Callable[[Any], object]) -> None:
    data = copy.deepcopy(export(FULL))
    assert SCHEMA_OF_TAKES.is_valid(data)
    change(data)
    assert not SCHEMA_OF_TAKES.is_valid(data)
