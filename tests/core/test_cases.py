"""Cases as programs send them: scored exactly, or refused with the place, the fault and what is allowed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import BESIDE, CaseError, as_data, exact, score_case, score_text
from scoring.index import score
from tests.core.answers import FRAMEWORK, LEVELS, QUESTIONS, UNKNOWN, every, proofs, takes

GOOD: dict[str, Any] = {"answers": every("declared")}
ALL_QUESTIONS = ", ".join(QUESTIONS)
ALL_LEVELS = ", ".join([*LEVELS, UNKNOWN])
LONG = "x" * 1_000_000
DEEP = 100_000


def case(**fields: object) -> dict[str, Any]:
    return GOOD | fields


def answered(**answers: object) -> dict[str, Any]:
    """The good case with some answers changed."""
    return {"answers": GOOD["answers"] | answers}


def refusal(text: str) -> str:
    """What is said of a text that cannot be scored: one short line."""
    with pytest.raises(CaseError) as error:
        score_text(text)
    said = str(error.value)
    assert len(said) < 1000
    assert said.isprintable()
    return said


@given(takes, st.none() | st.sampled_from(LEVELS), st.none() | proofs)
def test_a_case_is_scored_as_its_answers_are(
    take: dict[str, str], target: str | None, evidence: set[str] | None
) -> None:
    proven = None if evidence is None else sorted(evidence)
    text = json.dumps({"framework": "ai-id@1.0", "answers": take, "target": target, "evidence": proven})
    assert score_text(text) == score(FRAMEWORK, take, target, proven)


def test_framework_target_and_evidence_may_be_left_out_or_empty() -> None:
    bare = score_case(GOOD)
    assert bare == score_case(case(framework="ai-id@1.0", target="operational"))
    assert bare == score_case(case(framework=None, target=None, evidence=None))
    assert bare.index_evidenced is None
    assert score_case(case(evidence=[])).index_evidenced == 25


def test_an_array_of_cases_gives_an_array_of_results_in_its_order() -> None:
    texts = [json.dumps({"answers": every(level)}) for level in LEVELS]
    results = score_text(" [\n" + " ,\t\r\n".join(texts) + " ]\n")
    assert isinstance(results, list)
    assert [result.index for result in results] == [0, 25, 50, 75, 100]


def test_an_array_of_one_gives_an_array() -> None:
    assert score_text(json.dumps([GOOD])) == [score_case(GOOD)]


def test_blanks_around_a_case_are_nothing() -> None:
    assert score_text(f"\r\n\t {json.dumps(GOOD)} \n") == score_case(GOOD)


def test_the_data_of_a_result_has_its_promised_shape() -> None:
    data = as_data(score_case(case(evidence=["owner"])))
    assert list(data) == [
        "framework",
        "target",
        "index",
        "index_rounded",
        "band",
        "held_back_by",
        "index_if_unknowns_were_best",
        "index_evidenced",
        "properties",
        "components",
        "minimum_viable",
        "unknown",
    ]
    assert data["properties"][0] == {
        "id": "accountable",
        "weight": 20,
        "score": 25,
        "level": "declared",
        "points": 5,
        "gap_points": 10,
        "unknown": [],
    }
    assert data["components"][0] == {"id": "policy", "level": "declared", "unknown": []}
    assert data["minimum_viable"][0] == {
        "id": "one-page-policy",
        "question": "policy",
        "answer": "declared",
        "earned": False,
    }
    assert [p["id"] for p in data["properties"]] == [p.id for p in FRAMEWORK.properties]
    assert [c["id"] for c in data["components"]] == list(FRAMEWORK.components)


def test_what_a_saved_take_says_beside_its_case_is_passed_over() -> None:
    assert BESIDE == ("$schema", "take", "result")
    for field in BESIDE:
        for value in (None, 12, "x", [LONG], {"answers": every("measured")}):
            assert score_case(case(**{field: value})) == score_case(GOOD)


def test_there_is_no_evidenced_index_in_the_data_where_none_was_given() -> None:
    assert "index_evidenced" not in as_data(score_case(GOOD))
    assert as_data(score_case(case(evidence=[])))["index_evidenced"] == 25


def test_what_is_unknown_is_told_everywhere_that_it_counts() -> None:
    data = as_data(score_case(answered(policy=UNKNOWN)))
    assert data["unknown"] == ["policy"]
    assert [p["id"] for p in data["properties"] if p["unknown"] == ["policy"]] == ["governed"]
    assert [c["id"] for c in data["components"] if c["unknown"] == ["policy"]] == ["policy"]


@given(takes, proofs)
def test_the_data_of_a_result_survives_json_exactly(take: dict[str, str], evidence: set[str]) -> None:
    result = score(FRAMEWORK, take, evidence=evidence)
    data = json.loads(json.dumps(as_data(result)))
    assert data == as_data(result)
    assert (data["index"], data["index_evidenced"]) == (result.index, result.index_evidenced)


@pytest.mark.parametrize(("number", "shown"), [(50.0, "50"), (0.0, "0"), (49.625, "49.625"), (100, "100")])
def test_a_whole_number_is_written_without_a_point(number: float, shown: str) -> None:
    assert json.dumps(exact(number)) == shown


WRONG_TYPES: list[tuple[str, str]] = [
    ("null", "null"),
    ("true", "true or false"),
    ("false", "true or false"),
    ("12", "a number"),
    ("1.5", "a number"),
    ("1e999", "a number"),
    ("-" + "9" * 5000, "a number"),
    ('"owner"', "a text"),
]
MORE_TYPES = [*WRONG_TYPES, ("[]", "an array"), ("{}", "an object")]


@pytest.mark.parametrize(("value", "kind"), WRONG_TYPES)
def test_an_input_of_another_kind_is_named(value: str, kind: str) -> None:
    assert refusal(value) == f"the input is {kind}; allowed: one case (an object) or an array of cases"


@pytest.mark.parametrize(("value", "kind"), [pair for pair in MORE_TYPES if pair[0] != "{}"])
def test_a_case_of_another_kind_is_named_with_its_place(value: str, kind: str) -> None:
    assert refusal(f"[{json.dumps(GOOD)}, {value}]") == (
        f"case 2: a case is {kind}; allowed: an object with framework, answers, target, evidence"
    )


@pytest.mark.parametrize(("value", "kind"), [pair for pair in MORE_TYPES if pair[0] != "{}"])
def test_answers_of_another_kind_are_named(value: str, kind: str) -> None:
    assert refusal(f'{{"answers": {value}}}') == (
        f"answers is {kind}; allowed: an object with a level for each question"
    )


@pytest.mark.parametrize(("value", "kind"), [pair for pair in MORE_TYPES if pair[1] != "a text"])
def test_an_answer_of_another_kind_is_named(value: str, kind: str) -> None:
    text = json.dumps(answered(owner="HERE")).replace('"HERE"', value)
    assert refusal(text) == f"answers: 'owner' is {kind}; allowed: a level's name"


@pytest.mark.parametrize("field", ["framework", "target"])
@pytest.mark.parametrize(
    ("value", "kind"), [pair for pair in MORE_TYPES if pair[1] not in {"a text", "null"}]
)
def test_a_name_of_another_kind_is_named(field: str, value: str, kind: str) -> None:
    text = json.dumps(case(**{field: "HERE"})).replace('"HERE"', value)
    assert refusal(text) == f"{field} is {kind}; allowed: a name"


@pytest.mark.parametrize("value", ["12", "true", '"owner"', "{}", "[12]", '["owner", null]', "[[]]"])
def test_evidence_of_another_kind_is_refused(value: str) -> None:
    text = json.dumps(case(evidence="HERE")).replace('"HERE"', value)
    assert refusal(text) == "evidence is no array of names; allowed: an array of questions' names"


WITHOUT_OWNER = {"answers": {q: "declared" for q in QUESTIONS if q != "owner"}}
DOUBLED = json.dumps(GOOD).replace('"owner"', '"owner": "measured", "owner"', 1)
ALLOWED = "allowed: one case (an object) or an array of cases"
REFUSED: dict[str, tuple[str, str]] = {
    "a missing question": (
        json.dumps(WITHOUT_OWNER),
        "answers: owner missing; all 12 questions are needed",
    ),
    "no answer at all": ('{"answers": {}}', f"answers: {ALL_QUESTIONS} missing; all 12 questions are needed"),
    "no answers": ("{}", "answers is missing; allowed: an object with a level for each question"),
    "an extra question": (
        json.dumps(answered(budget="declared")),
        f"answers: 'budget' is not a question; allowed: {ALL_QUESTIONS}",
    ),
    "a misspelt question": (
        json.dumps(WITHOUT_OWNER["answers"] | {"ownr": "declared"}).join(('{"answers": ', "}")),
        f"answers: 'ownr' is not a question; allowed: {ALL_QUESTIONS}",
    ),
    "a doubled question": (DOUBLED, "'owner' is there twice; allowed: each name once"),
    "a doubled field": (
        json.dumps(GOOD)[:-1] + ', "answers": {}}',
        "'answers' is there twice; allowed: each name once",
    ),
    "a field that does not exist": (
        json.dumps(case(name="Bakery")),
        "'name' is not a field; allowed: framework, answers, target, evidence",
    ),
    "a level that does not exist": (
        json.dumps(answered(owner="Documented")),
        f"answers.owner: 'Documented' is not a level; allowed: {ALL_LEVELS}",
    ),
    "an empty level": (
        json.dumps(answered(owner="")),
        f"answers.owner: '' is not a level; allowed: {ALL_LEVELS}",
    ),
    "an unknown version": (
        json.dumps(case(framework="ai-id@9.9")),
        "framework 'ai-id@9.9' is unknown; allowed: ai-id@1.0",
    ),
    "an empty version": (json.dumps(case(framework="")), "framework '' is unknown; allowed: ai-id@1.0"),
    "a target that does not exist": (
        json.dumps(case(target="perfect")),
        f"target: 'perfect' is not a level; allowed: {', '.join(LEVELS)}",
    ),
    "a target that is no level": (
        json.dumps(case(target="unknown")),
        f"target: 'unknown' is not a level; allowed: {', '.join(LEVELS)}",
    ),
    "evidence for a question that does not exist": (
        json.dumps(case(evidence=["owner", "budget"])),
        f"evidence: 'budget' is not a question; allowed: {ALL_QUESTIONS}",
    ),
    "a name with a line break": (
        json.dumps(answered(**{"a\nb": "declared"})),
        f"answers: 'a\\nb' is not a question; allowed: {ALL_QUESTIONS}",
    ),
    "half a character": (
        json.dumps(answered(owner="\ud800")),
        f"answers.owner: '\\ud800' is not a level; allowed: {ALL_LEVELS}",
    ),
    "nothing": ("", f"not JSON: Expecting value at line 1 column 1; {ALLOWED}"),
    "blanks": (" \n ", f"not JSON: Expecting value at line 2 column 2; {ALLOWED}"),
    "a text without quotes": (
        "owner: documented",
        f"not JSON: Expecting value at line 1 column 1; {ALLOWED}",
    ),
    "a case that does not end": (
        '{"answers": {',
        f"not JSON: Expecting property name enclosed in double quotes at line 1 column 14; {ALLOWED}",
    ),
    "a text that does not end": (
        '{"answers',
        f"not JSON: Unterminated string starting at line 1 column 2; {ALLOWED}",
    ),
    "something after the case": (
        json.dumps(GOOD) + "\n{}",
        f"not JSON: Extra data at line 2 column 1; {ALLOWED}",
    ),
    "something after the array": (
        json.dumps([GOOD]) + "\n]",
        f"not JSON: Extra data at line 2 column 1; {ALLOWED}",
    ),
    "NaN": (
        json.dumps(answered(owner=float("nan"))),
        "not JSON: NaN is no JSON value; allowed: a level's name",
    ),
    "infinity": (
        json.dumps(answered(owner=float("-inf"))),
        "not JSON: -Infinity is no JSON value; allowed: a level's name",
    ),
    "an empty array": ("[ ]", "the array is empty; allowed: one case (an object) or more"),
    "an array that does not end": (
        "[" + json.dumps(GOOD),
        f"not JSON: Expecting ',' or ']' at line 1 column {len(json.dumps(GOOD)) + 2}; {ALLOWED}",
    ),
    "deep arrays": (
        '{"answers": ' + "[" * DEEP,
        "not a case: nested too deeply; allowed: an object or an array",
    ),
    "deep objects": (
        '{"a": ' * DEEP,
        "not a case: nested too deeply; allowed: an object or an array of objects",
    ),
    "deep and closed": (
        '{"answers": ' + "[" * DEEP + "]" * DEEP + "}",
        "not a case: nested too deeply; allowed: an object or an array of objects",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_case_that_cannot_be_scored_is_named_with_what_is_allowed(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


IN_AN_ARRAY = [name for name, (text, _) in REFUSED.items() if text.startswith("{") and "after" not in name]


@pytest.mark.parametrize("name", IN_AN_ARRAY)
def test_in_an_array_every_fault_has_its_place(name: str) -> None:
    text, message = REFUSED[name]
    fault = message.split(" at line ")[0]
    assert refusal(f"[{json.dumps(GOOD)}, {json.dumps(GOOD)}, {text}, 1]").startswith(f"case 3: {fault}")


def test_a_fault_of_the_text_in_an_array_has_line_and_column_too() -> None:
    assert refusal(f"[{json.dumps(GOOD)},\n{{]").startswith(
        "case 2: not JSON: Expecting property name enclosed in double quotes at line 2 column 2"
    )


def test_a_hundred_thousand_arrays_in_each_other_are_one_case_nested_too_deeply() -> None:
    assert refusal("[" * DEEP).startswith("case 1: not a case: nested too deeply")


@pytest.mark.parametrize(
    "data",
    [
        LONG,
        {LONG: 1},
        {"answers": LONG},
        {"answers": {LONG: "declared"}},
        {"answers": {LONG: 12}},
        answered(**{LONG: "declared"}),
        answered(owner=LONG),
        answered(owner="\U0010ffff" * 1_000),
        answered(owner="\x00" * 1_000),
        case(framework=LONG),
        case(target=LONG),
        case(evidence=[LONG]),
        case(evidence=["owner"] * 1_000 + [LONG]),
    ],
    ids=range(13),
)
def test_a_long_value_is_never_repeated_whole(data: object) -> None:
    assert "allowed: " in refusal(json.dumps(data))
    assert refusal(json.dumps([GOOD, data])).startswith("case 2: ")


def test_a_doubled_name_is_not_repeated_whole_either() -> None:
    assert "is there twice" in refusal(f'{{"{LONG}": 1, "{LONG}": 2}}')


def test_an_array_holds_at_most_ten_thousand_cases() -> None:
    one = json.dumps(GOOD)
    many = score_text("[" + ",".join([one] * 10_000) + "]")
    assert isinstance(many, list)
    assert len(many) == 10_000
    assert refusal("[" + ",".join([one] * 10_001) + "]") == (
        "the array has more than 10000 cases; allowed: at most 10000"
    )


def test_a_text_longer_than_is_read_is_refused() -> None:
    assert refusal(" " * (32 * 1024 * 1024 + 1)) == (
        "the input is too long; allowed: at most 33554432 characters"
    )


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text()
    | st.sampled_from([*QUESTIONS, *LEVELS]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*QUESTIONS, "answers", "target", "evidence"]) | st.text(), inner)
    ),
    max_leaves=20,
)


@given(anything)
def test_whatever_data_comes_is_refused_in_one_short_line(data: object) -> None:
    assert refusal(json.dumps(data))


@given(st.text(alphabet='[]{}",:0123456789.eE+-truefalsn \n\\u\ud800'))
def test_whatever_text_comes_is_refused_in_one_short_line(text: str) -> None:
    assert refusal(text)
