"""Cases as programs send them: JSON in, results out, every fault named with its place."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from questions.models import Framework
from questions.packs import CURRENT, UnknownVersionError, load
from questions.quoting import quoted
from scoring.index import AnswersError, Result, score

MOST_CASES = 10_000
LARGEST_INPUT = 32 * 1024 * 1024
FIELDS = ("framework", "answers", "target", "evidence")
# What a saved take says beside its case: scoring passes it over, whatever it is.
SCHEMA = "urn:ai-index:take:1"
BESIDE = ("$schema", "take", "result")
SPACE = " \t\n\r"

Name = TypeVar("Name", str, None)
T = TypeVar("T")


class CaseError(ValueError):
    """A case that cannot be scored; the message names the place, the fault and what is allowed. ``case`` is
    the number of the case in its array."""

    case: int | None = None


class NotJsonError(CaseError):
    """A text that is not the JSON it should be, whatever it says."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, checked for its shape: answers by question, and the choices around them."""

    framework: str
    answers: dict[str, str]
    target: str | None
    evidence: tuple[str, ...] | None


def score_text(text: str, most: int = MOST_CASES) -> Result | list[Result]:
    """Score a JSON text that holds one case or an array of cases, ``most`` of them. Raises ``CaseError``."""
    return each_case(text, score_case, most)


def each_case(text: str, work: Callable[[object], T], most: int = MOST_CASES) -> T | list[T]:
    """What ``work`` makes of the case in a JSON text, or of each case in an array, ``most`` of them.

    Raises ``CaseError``, also for one that ``work`` raises, with the case's number in an array.
    """
    if len(text) > LARGEST_INPUT:
        raise too_long()
    start = _past_space(text, 0)
    if text.startswith("[", start):
        return _each_of_array(text, start, work, most)
    data, end = _value(text, start)
    _check_end(text, end)
    if not isinstance(data, dict):
        raise CaseError(f"the input is {kind_of(data)}; allowed: one case (an object) or an array of cases")
    return work(data)


def too_long() -> CaseError:
    """What is said of an input that is longer than anybody's cases."""
    return CaseError(f"the input is too long; allowed: at most {LARGEST_INPUT} characters")


def score_case(data: object) -> Result:
    """Score one case as it was parsed from JSON. Raises ``CaseError``."""
    case = _case(data)
    try:
        framework = load(case.framework).framework
        return score(framework, case.answers, case.target, case.evidence)
    except (AnswersError, UnknownVersionError) as error:
        raise CaseError(error.args[0]) from None


def as_data(result: Result) -> dict[str, Any]:
    """The result as JSON data, in framework order, whole numbers without a decimal point."""
    data: dict[str, Any] = {
        "framework": result.framework,
        "target": result.target,
        "index": exact(result.index),
        "index_rounded": result.shown,
        "band": result.band,
        "held_back_by": list(result.held_back_by),
        "index_if_unknowns_were_best": exact(result.index_if_unknowns_were_best),
    }
    if result.index_evidenced is not None:
        data["index_evidenced"] = exact(result.index_evidenced)
    return data | {
        "properties": [
            {
                "id": p.id,
                "weight": p.weight,
                "score": exact(p.score),
                "level": p.level,
                "points": exact(p.points),
                "gap_points": exact(p.gap_points),
                "unknown": list(p.unknown),
            }
            for p in result.properties
        ],
        "components": [{"id": c.id, "level": c.level, "unknown": list(c.unknown)} for c in result.components],
        "minimum_viable": [
            {"id": t.id, "question": t.question, "answer": t.answer, "earned": t.earned}
            for t in result.minimum_viable
        ],
        "unknown": list(result.unknown),
    }


def exact(number: float) -> int | float:
    """A whole number as an integer, any other as it is."""
    return int(number) if number == int(number) else number


def _each_of_array(text: str, start: int, work: Callable[[object], T], most: int) -> list[T]:
    """Take the array that begins at ``start`` case by case, so that every fault has its case's number."""
    results: list[T] = []
    at, more = _past_space(text, start + 1), True
    if text.startswith("]", at):
        raise CaseError("the array is empty; allowed: one case (an object) or more")
    while more:
        if len(results) == most:
            raise CaseError(f"the array has more than {most} cases; allowed: at most {most}")
        try:
            data, at = _value(text, at)
            results.append(work(data))
        except CaseError as error:
            placed = type(error)(f"case {len(results) + 1}: {error}")
            placed.case = len(results) + 1
            raise placed from None
        at, more = _past_mark(text, at)
    _check_end(text, at)
    return results


def _value(text: str, at: int) -> tuple[object, int]:
    """The JSON value that begins at ``at``, and where it ends."""
    try:
        return DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _not_json(error) from None
    except RecursionError:
        raise NotJsonError(
            "not a case: nested too deeply; allowed: an object or an array of objects"
        ) from None


def _past_mark(text: str, at: int) -> tuple[int, bool]:
    """Where the next case begins or the array has ended, and whether there is a next case."""
    at = _past_space(text, at)
    mark = text[at : at + 1]
    if mark not in {",", "]"}:
        raise _not_json(json.JSONDecodeError("Expecting ',' or ']'", text, at))
    return _past_space(text, at + 1), mark == ","


def _past_space(text: str, at: int) -> int:
    return next((place for place in range(at, len(text)) if text[place] not in SPACE), len(text))


def _check_end(text: str, at: int) -> None:
    at = _past_space(text, at)
    if at < len(text):
        raise _not_json(json.JSONDecodeError("Extra data", text, at))


def _not_json(error: json.JSONDecodeError) -> CaseError:
    problem = error.msg.removesuffix(" at")
    place = f"line {error.lineno} column {error.colno}"
    return NotJsonError(f"not JSON: {problem} at {place}; allowed: one case (an object) or an array of cases")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise NotJsonError(f"{quoted(key)} is there twice; allowed: each name once")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise NotJsonError(f"not JSON: {name} is no JSON value; allowed: a level's name")


# No number is allowed anywhere in a case, so a whole one is read as a float, however long it is.
DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant, parse_int=float)


def _case(data: object) -> Case:
    if not isinstance(data, dict):
        raise CaseError(f"a case is {kind_of(data)}; allowed: an object with {', '.join(FIELDS)}")
    for field in data:
        if field not in FIELDS and field not in BESIDE:
            raise CaseError(f"{quoted(field)} is not a field; allowed: {', '.join(FIELDS)}")
    if "answers" not in data:
        raise CaseError("answers is missing; allowed: an object with a level for each question")
    answers = data["answers"]
    if not isinstance(answers, dict):
        raise CaseError(f"answers is {kind_of(answers)}; allowed: an object with a level for each question")
    for question, level in answers.items():
        if not isinstance(level, str):
            raise CaseError(f"answers: {quoted(question)} is {kind_of(level)}; allowed: a level's name")
    evidence = data.get("evidence")
    if evidence is not None and not (
        isinstance(evidence, list) and all(isinstance(item, str) for item in evidence)
    ):
        raise CaseError("evidence is no array of names; allowed: an array of questions' names")
    return Case(
        name_in(data, "framework", CURRENT),
        answers,
        name_in(data, "target", None),
        None if evidence is None else tuple(evidence),
    )


def name_in(data: Mapping[str, Any], field: str, default: Name) -> str | Name:
    """The name in a field, ``default`` where there is none. Raises ``CaseError``."""
    value = data.get(field)
    if value is None:
        return default
    if not isinstance(value, str):
        raise CaseError(f"{field} is {kind_of(value)}; allowed: a name")
    return value


def framework_named(name: object) -> Framework:
    """The framework version of that name, the current one for ``None``. Raises ``CaseError``."""
    if name is not None and not isinstance(name, str):
        raise CaseError(f"framework is {kind_of(name)}; allowed: a name")
    try:
        return load(CURRENT if name is None else name).framework
    except UnknownVersionError as error:
        raise CaseError(error.args[0]) from None


def kind_of(value: object) -> str:
    """What a JSON value is, in words."""
    names = {dict: "an object", list: "an array", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
