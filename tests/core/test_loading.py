"""A file read again: what a person said is kept, and every fault is named with its place."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import BESIDE, FIELDS, SCHEMA
from app.diagnostic.loading import (
    MOST_FAULTS,
    ORGANIZATION_FIELDS,
    PROOF_FIELDS,
    TAKE_FIELDS,
    Fault,
    FileError,
    read_take,
)
from app.diagnostic.models import SECTORS, SIZES
from app.diagnostic.takes import Contents, Organization, SavedAnswer
from app.results.files.take_json import export
from tests.core.answers import FRAMEWORK, LEVELS, QUESTIONS, UNKNOWN, every
from tests.core.saved_takes import taken

DEEP = 100_000
ANSWERS = (*LEVELS, UNKNOWN)


def read(data: object) -> Contents:
    """What a file with this JSON data holds."""
    return read_take(json.dumps(data).encode())


def faults(data: object) -> tuple[Fault, ...]:
    """What is wrong with such a file."""
    return refused(json.dumps(data).encode()).faults


def refused(content: bytes) -> FileError:
    """How a file is refused."""
    with pytest.raises(FileError) as caught:
        read_take(content)
    return caught.value


def proof(**fields: object) -> dict[str, Any]:
    """A file that says this as the proof of ``owner``."""
    return {"answers": every("declared"), "take": {"proof": {"owner": fields}}}


def organization(**fields: object) -> dict[str, Any]:
    """A file that says this of the organization."""
    return {"answers": every("declared"), "take": {"organization": fields}}


def test_the_answers_alone_are_a_take() -> None:
    assert read({"answers": every("declared")}) == Contents(dict.fromkeys(QUESTIONS, SavedAnswer("declared")))


def test_some_answers_are_the_begin_of_a_take() -> None:
    assert read({"answers": {"policy": "unknown"}}).answers == {"policy": SavedAnswer("unknown")}
    assert read({"answers": {"policy": None}}) == read({"answers": {}}) == Contents()


def test_a_note_needs_no_answer() -> None:
    data = {"answers": {}, "take": {"proof": {"owner": {"note": "Minutes"}}}}
    assert read(data).answers == {"owner": SavedAnswer("", "Minutes", "")}


def test_a_byte_order_mark_is_nothing() -> None:
    assert read_take(b"\xef\xbb\xbf" + json.dumps({"answers": {}}).encode()) == Contents()


def test_a_file_says_nothing_of_when_or_which() -> None:
    data = export(taken())
    data["take"] |= {"number": 12, "started": "1999", "completed": [], "language": "xx"}
    data["result"] = "100 of 100"
    assert read(data) == read(export(taken()))


def test_null_is_as_good_as_nothing() -> None:
    data = {"answers": every("absent"), "$schema": None, "framework": None, "target": None, "evidence": None}
    assert read(data | {"take": None}) == read({"answers": every("absent")})
    assert read(data | {"take": {"organization": None, "proof": None}}) == read({"answers": every("absent")})
    assert read(proof(note=None, link=None)) == read({"answers": every("declared")})
    assert read(organization(name=None, size=None, sector=None)).organization == Organization()


def test_texts_are_cleaned_as_the_forms_clean_them() -> None:
    sent = proof(note=" a\x00b\r\nc\u202ed\ud800 ", link=" https://example.com/\u0007x ")
    assert read(sent).answers["owner"] == SavedAnswer("declared", "ab\ncd", "https://example.com/x")
    assert read(organization(name=" Bakery\n\tand\x00 sons ")).organization == Organization("Bakery and sons")


def test_a_note_counts_as_long_once_it_is_cleaned() -> None:
    assert read(proof(note="\x00" * 5000 + "x" * 2000)).answers["owner"].note == "x" * 2000


KINDS: list[tuple[object, str]] = [
    ([], "array"),
    ("x", "text"),
    (12, "number"),
    (1.5, "number"),
    (True, "boolean"),
    (None, "null"),
]


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_a_file_of_another_kind_is_named(value: object, kind: str) -> None:
    assert faults(value) == (Fault("kind", "", kind, ("object",)),)


@pytest.mark.parametrize(("value", "kind"), KINDS)
def test_answers_of_another_kind_are_named(value: object, kind: str) -> None:
    assert faults({"answers": value}) == (Fault("kind", "answers", kind, ("object",)),)


@pytest.mark.parametrize(("value", "kind"), [(value, kind) for value, kind in KINDS if value is not None])
def test_a_part_of_another_kind_is_named_with_its_place(value: object, kind: str) -> None:
    good = {"answers": every("declared")}
    assert faults(good | {"take": value}) == (Fault("kind", "take", kind, ("object",)),)
    for name in ("organization", "proof"):
        assert faults(good | {"take": {name: value}}) == (Fault("kind", f"take.{name}", kind, ("object",)),)
    assert faults(good | {"take": {"proof": {"owner": value}}}) == (
        Fault("kind", "take.proof.owner", kind, ("object",)),
    )
    if kind != "text":
        for field in ("note", "link"):
            assert faults(proof(**{field: value})) == (
                Fault("kind", f"take.proof.owner.{field}", kind, ("text",)),
            )
        for field in ("name", "size", "sector"):
            assert faults(organization(**{field: value})) == (
                Fault("kind", f"take.organization.{field}", kind, ("text",)),
            )
        for field in ("$schema", "framework", "target"):
            assert faults(good | {field: value}) == (Fault("kind", field, kind, ("text",)),)
        assert faults({"answers": {"owner": value}}) == (Fault("kind", "answers.owner", kind, ("text",)),)
    if kind != "array":
        assert faults(good | {"evidence": value}) == (Fault("kind", "evidence", kind, ("array",)),)


GOOD = {"answers": every("declared")}
WRONG: dict[str, tuple[object, Fault]] = {
    "no answers": ({}, Fault("missing", "answers")),
    "a field too many": (GOOD | {"key": "x"}, Fault("field", "", "key", (*FIELDS, *BESIDE))),
    "a completed take": (
        GOOD | {"completed_at": "x"},
        Fault("field", "", "completed_at", (*FIELDS, *BESIDE)),
    ),
    "a field of take too many": (
        GOOD | {"take": {"id": "x"}},
        Fault("field", "take", "id", TAKE_FIELDS),
    ),
    "a field of the organization too many": (
        organization(url="x"),
        Fault("field", "take.organization", "url", ORGANIZATION_FIELDS),
    ),
    "a field of a proof too many": (
        proof(file="x"),
        Fault("field", "take.proof.owner", "file", PROOF_FIELDS),
    ),
    "another format": (
        GOOD | {"$schema": "urn:ai-index:take:2"},
        Fault("format", "$schema", "urn:ai-index:take:2", (SCHEMA,)),
    ),
    "another version": (
        GOOD | {"framework": "ai-id@9.9"},
        Fault("framework", "framework", "ai-id@9.9", (FRAMEWORK.name,)),
    ),
    "no such question": (
        {"answers": {"budget": "declared"}},
        Fault("question", "answers", "budget", QUESTIONS),
    ),
    "a proof of no question": (
        GOOD | {"take": {"proof": {"budget": {"note": "x"}}}},
        Fault("question", "take.proof", "budget", QUESTIONS),
    ),
    "no such level": (
        {"answers": {"owner": "Declared"}},
        Fault("level", "answers.owner", "Declared", ANSWERS),
    ),
    "an empty level": ({"answers": {"owner": ""}}, Fault("level", "answers.owner", "", ANSWERS)),
    "a target that is no level": (
        GOOD | {"target": "unknown"},
        Fault("level", "target", "unknown", LEVELS),
    ),
    "a long note": (proof(note="x" * 2001), Fault("long", "take.proof.owner.note", "2001", (2000,))),
    "a long link": (
        proof(link="https://example.com/" + "x" * 2000),
        Fault("long", "take.proof.owner.link", "2020", (2000,)),
    ),
    "a link that is a script": (
        proof(link="javascript:alert(1)"),
        Fault("link", "take.proof.owner.link", "javascript:alert(1)"),
    ),
    "a long name": (organization(name="x" * 121), Fault("long", "take.organization.name", "121", (120,))),
    "no such size": (organization(size="huge"), Fault("choice", "take.organization.size", "huge", SIZES)),
    "no such sector": (
        organization(sector="mining"),
        Fault("choice", "take.organization.sector", "mining", SECTORS),
    ),
    "evidence of no question": (
        GOOD | {"evidence": ["budget"]},
        Fault("question", "evidence", "budget", QUESTIONS),
    ),
    "evidence that is no name": (GOOD | {"evidence": [[]]}, Fault("kind", "evidence", "array", ("text",))),
    "evidence without proof": (GOOD | {"evidence": ["policy"]}, Fault("unproven", "evidence", "policy")),
}


@pytest.mark.parametrize(("data", "fault"), WRONG.values(), ids=WRONG)
def test_a_fault_is_named_with_its_place_and_what_is_allowed(data: object, fault: Fault) -> None:
    assert faults(data) == (fault,)


BROKEN: dict[str, tuple[bytes, Fault]] = {
    "nothing": (b"", Fault("empty")),
    "blanks": (b" \r\n", Fault("empty")),
    "a byte order mark alone": (b"\xef\xbb\xbf", Fault("empty")),
    "a workbook": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xff\xfe", Fault("binary")),
    "a picture": (b"\x89PNG\r\n\x1a\n", Fault("binary")),
    "UTF-16": ('{"answers": {}}'.encode("utf-16"), Fault("binary")),
    "half a pair in UTF-8": (b'{"answers": {"\xed\xa0\x80": 1}}', Fault("binary")),
    "the table": (b'"Id","Question"\r\n', Fault("json", allowed=(1, 5))),
    "JSON that ends early": (b'{\n"answers": {', Fault("json", allowed=(2, 13))),
    "two takes": (b'{"answers": {}}\n{}', Fault("json", allowed=(2, 1))),
    "null bytes": (b"\x00" * 100, Fault("json", allowed=(1, 1))),
    "NaN": (b'{"answers": NaN}', Fault("constant", "NaN")),
    "infinity": (b'{"result": -Infinity}', Fault("constant", "-Infinity")),
    "a name twice": (b'{"answers": {}, "answers": {}}', Fault("twice", "answers")),
    "a name twice, deep in what nobody reads": (b'{"result": [{"a": 1, "a": 2}]}', Fault("twice", "a")),
    "deep arrays": (b"[" * DEEP, Fault("deep")),
    "deep objects": (b'{"a":' * DEEP, Fault("deep")),
    "deep and closed": (b'{"result":' + b"[" * DEEP + b"]" * DEEP + b"}", Fault("deep")),
}


@pytest.mark.parametrize(("content", "fault"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_told_apart(content: bytes, fault: Fault) -> None:
    assert refused(content).faults == (fault,)


def test_a_number_of_any_length_is_a_number() -> None:
    assert refused(b'{"answers": ' + b"9" * 400_000 + b"}").faults[0].got == "number"
    assert read_take(b'{"answers": {}, "result": 1e999999}') == Contents()


def test_every_fault_is_named_and_not_only_the_first() -> None:
    data = {"answers": {"owner": "perfect", "budget": "declared"}, "target": "best", "name": "x"}
    assert [(fault.kind, fault.place) for fault in faults(data)] == [
        ("field", ""),
        ("question", "answers"),
        ("level", "answers.owner"),
        ("level", "target"),
    ]


def test_a_file_of_nothing_but_faults_is_not_read_to_its_end() -> None:
    error = refused(json.dumps({"answers": {f"q{number}": "x" for number in range(50_000)}}).encode())
    assert len(error.faults) == MOST_FAULTS
    assert error.has_more
    assert not refused(b'{"answers": {"q": 1}}').has_more


@pytest.mark.parametrize("text", ["x" * 100_000, "\x00\u202e\ud800 a\n" * 1000, "<script>" * 100])
def test_what_a_fault_repeats_is_short_and_can_be_seen(text: str) -> None:
    for data in (GOOD | {text: 1}, {"answers": {text: "declared"}}, {"answers": {"owner": text}}):
        got = faults(data)[0].got
        assert len(got) <= 61
        assert got.isprintable()


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text()
    | st.sampled_from([*QUESTIONS, *ANSWERS]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*QUESTIONS, *FIELDS, *BESIDE, *TAKE_FIELDS, *PROOF_FIELDS]) | st.text(), inner
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_whatever_data_comes_is_refused_or_is_a_take(data: object) -> None:
    with suppress(FileError):
        assert {answer.level for answer in read(data).answers.values()} <= {"", *ANSWERS}


@given(st.binary())
def test_whatever_bytes_come_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(FileError):
        read_take(content)
