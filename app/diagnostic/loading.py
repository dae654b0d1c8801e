"""A saved take read again: every field checked as the forms check it, every fault named with its place."""

import json
from dataclasses import dataclass
from typing import Any

from app.cases import BESIDE, FIELDS, SCHEMA
from app.diagnostic.forms import answer_form, one_line, organization_form
from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH, SECTORS, SIZES
from app.diagnostic.takes import Contents, Organization, SavedAnswer
from questions.models import Framework
from questions.packs import CURRENT, load
from scoring.index import UNKNOWN

MOST_FAULTS = 20
SHOWN = 60
TAKE_FIELDS = ("number", "language", "started", "completed", "organization", "proof")
ORGANIZATION_FIELDS = ("name", "size", "sector")
PROOF_FIELDS = ("note", "link")
KINDS = {dict: "object", list: "array", str: "text", bool: "boolean", type(None): "null"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file: ``kind`` names it, ``place`` is the field, ``got`` what stands
    there, and ``allowed`` what may: names, or the greatest length."""

    kind: str
    place: str = ""
    got: str = ""
    allowed: tuple[str | int, ...] = ()


class FileError(ValueError):
    """A file that is not a take, with what is wrong; ``has_more`` where there is more than is told."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults[:MOST_FAULTS]
        self.has_more = len(faults) > MOST_FAULTS


def read_take(content: bytes) -> Contents:
    """What the take in a file holds: an export, or a case, of which answers may be missing.

    Nothing of it says when the take was made, or which one it was. Raises ``FileError``.
    """
    return _Reader(load(CURRENT).framework).read(_json(content))


def _json(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError(Fault("binary")) from None
    if not text.strip():
        raise FileError(Fault("empty"))
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise FileError(Fault("json", allowed=(error.lineno, error.colno))) from None
    except RecursionError:
        raise FileError(Fault("deep")) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise FileError(Fault("twice", shown(name)))
        found[name] = value
    return found


def _no_constant(name: str) -> object:
    raise FileError(Fault("constant", name))


# No number that is read counts for anything, so a whole one may be read as a float, however long it is.
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_int=float)


def shown(text: str) -> str:
    """A text of the file as it can be repeated: cut, on one line, without what cannot be seen."""
    line = one_line(text[: 2 * SHOWN])
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


class _Reader:
    """Reads one file, and notes what is wrong with it."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._faults: list[Fault] = []

    def read(self, data: object) -> Contents:
        whole = self._object("", data, (*FIELDS, *BESIDE))
        if isinstance(data, dict) and "answers" not in data:
            self._wrong("missing", "answers")
        self._name("$schema", whole.get("$schema"), (SCHEMA,), "format")
        self._name("framework", whole.get("framework"), (self._framework.name,), "framework")
        take = self._object("take", whole.get("take"), TAKE_FIELDS)
        contents = Contents(
            self._answers(whole.get("answers", {}), take.get("proof")),
            self._organization(take.get("organization")),
            self._name("target", whole.get("target"), tuple(self._framework.level_scores), "level"),
        )
        self._check_evidence(whole.get("evidence"), contents)
        if self._faults:
            raise FileError(*self._faults)
        return contents

    def _wrong(self, kind: str, place: str, got: str = "", allowed: tuple[str | int, ...] = ()) -> None:
        self._faults.append(Fault(kind, shown(place), shown(got), allowed))
        if len(self._faults) > MOST_FAULTS:
            raise FileError(*self._faults)

    def _long(self, place: str, text: str, most: int) -> None:
        self._wrong("long", place, str(len(text)), (most,))

    def _answers(self, levels: object, proofs: object) -> dict[str, SavedAnswer]:
        questions = self._framework.question_ids
        levels = self._object("answers", levels, questions, "question", may_be_null=False)
        proofs = self._object("take.proof", proofs, questions, "question")
        found = {}
        for question in questions:
            if question in levels or question in proofs:
                answer = self._answer(question, levels.get(question), proofs.get(question))
                if answer != SavedAnswer():
                    found[question] = answer
        return found

    def _answer(self, question: str, level: object, proof: object) -> SavedAnswer:
        levels = (*self._framework.level_scores, UNKNOWN)
        place = f"take.proof.{question}"
        texts = self._object(place, proof, PROOF_FIELDS)
        fields = {name: self._text(f"{place}.{name}", texts.get(name)) for name in PROOF_FIELDS}
        form = answer_form(self._framework, fields)
        if "note" in form.errors:
            self._long(f"{place}.note", form.answer.note, NOTE_LENGTH)
        if form.errors.get("link") == "long":
            self._long(f"{place}.link", form.answer.link, LINK_LENGTH)
        elif "link" in form.errors:
            self._wrong("link", f"{place}.link", form.answer.link)
        chosen = self._name(f"answers.{question}", level, levels, "level")
        return SavedAnswer(chosen, form.answer.note, form.answer.link)

    def _organization(self, data: object) -> Organization:
        place = "take.organization"
        parts = self._object(place, data, ORGANIZATION_FIELDS)
        fields = {name: self._text(f"{place}.{name}", parts.get(name)) for name in ORGANIZATION_FIELDS}
        organization, errors = organization_form(fields)
        if "name" in errors:
            self._long(f"{place}.name", organization.name, NAME_LENGTH)
        for name, allowed in (("size", SIZES), ("sector", SECTORS)):
            if name in errors:
                self._wrong("choice", f"{place}.{name}", fields[name], allowed)
        return organization

    def _check_evidence(self, evidence: object, contents: Contents) -> None:
        """A take counts as evidence what is noted, and nothing else."""
        if evidence is None:
            return
        if not isinstance(evidence, list):
            self._wrong("kind", "evidence", _kind(evidence), ("array",))
            return
        questions = self._framework.question_ids
        for question in evidence:
            if not isinstance(question, str):
                self._wrong("kind", "evidence", _kind(question), ("text",))
            elif question not in questions:
                self._wrong("question", "evidence", question, questions)
            elif not contents.answers.get(question, SavedAnswer()).is_proven:
                self._wrong("unproven", "evidence", question)

    def _object(
        self,
        place: str,
        data: object,
        allowed: tuple[str, ...],
        called: str = "field",
        *,
        may_be_null: bool = True,
    ) -> dict[str, Any]:
        """The fields of an object that may have those names; none where it is null or no object."""
        if data is None and place and may_be_null:
            return {}
        if not isinstance(data, dict):
            self._wrong("kind", place, _kind(data), ("object",))
            return {}
        for name in data:
            if name not in allowed:
                self._wrong(called, place, name, allowed)
        return data

    def _text(self, place: str, value: object) -> str:
        """A text, empty where it is null or none."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong("kind", place, _kind(value), ("text",))
            return ""
        return value

    def _name(self, place: str, value: object, allowed: tuple[str, ...], called: str) -> str:
        """One of those names, empty where it is null or none of them."""
        if value is None or value in allowed:
            return str(value or "")
        if isinstance(value, str):
            self._wrong(called, place, value, allowed)
        else:
            self._wrong("kind", place, _kind(value), ("text",))
        return ""


def _kind(value: object) -> str:
    return KINDS.get(type(value), "number")
