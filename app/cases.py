"""Cases as programs send them: JSON in, results out, every fault named with its place."""

import json
from dataclasses import dataclass
from typing import Any

from questions.packs import CURRENT, UnknownVersionError, load
from scoring.index import AnswersError, Result, score

MOST_CASES = 10_000
LARGEST_INPUT = 32 * 1024 * 1024
FIELDS = ("framework", "answers", "target", "evidence")


class CaseError(ValueError):
    """A case that cannot be scored; the message names the place, the fault and what is allowed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case, checked for its shape: answers by question, and the choices around them."""

    framework: str
    answers: dict[str, str]
    target: str | None
    evidence: tuple[str, ...] | None


def score_text(text: str) -> Result | list[Result]:
    """Score a JSON text that holds one case or an array of cases. Raises ``CaseError``."""
    data = _parsed(text)
    if isinstance(data, dict):
        return score_case(data)
    if not isinstance(data, list):
        raise CaseError(f"the input is {_kind(data)}; allowed: one case (an object) or an array of cases")
    if len(data) > MOST_CASES:
        raise CaseError(f"the array has {len(data)} cases; allowed: at most {MOST_CASES}")
    results: list[Result] = []
    for place, item in enumerate(data):
        try:
            results.append(score_case(item))
        except CaseError as error:
            raise CaseError(f"case {place + 1} of {len(data)}: {error}") from None
    return results


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


def _parsed(text: str) -> object:
    if len(text) > LARGEST_INPUT:
        raise CaseError(f"the input is too long; allowed: at most {LARGEST_INPUT} characters")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise CaseError(f"not JSON: {error.msg} at line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise CaseError("not a case: nested too deeply; allowed: an object or an array of objects") from None
    except CaseError:
        raise
    except ValueError:
        raise CaseError("not a case: a number is too long; scores and answers are words") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CaseError(f"{_short(key)} is there twice; each name stands once")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise CaseError(f"not JSON: {name} is no JSON value")


def _case(data: object) -> Case:
    if not isinstance(data, dict):
        raise CaseError(f"a case is {_kind(data)}; allowed: an object with {', '.join(FIELDS)}")
    for field in data:
        if field not in FIELDS:
            raise CaseError(f"{_short(field)} is not a field; allowed: {', '.join(FIELDS)}")
    if "answers" not in data:
        raise CaseError("answers is missing; a case needs an object with a level for each question")
    answers = data["answers"]
    if not isinstance(answers, dict):
        raise CaseError(f"answers is {_kind(answers)}; allowed: an object with a level for each question")
    for question, level in answers.items():
        if not isinstance(level, str):
            raise CaseError(f"answers.{_bare(question)} is {_kind(level)}; allowed: a level's name")
    evidence = data.get("evidence")
    if evidence is not None and not (
        isinstance(evidence, list) and all(isinstance(item, str) for item in evidence)
    ):
        raise CaseError("evidence must be an array of questions' names")
    return Case(
        _name(data, "framework") or CURRENT,
        answers,
        _name(data, "target"),
        None if evidence is None else tuple(evidence),
    )


def _name(data: dict[str, Any], field: str) -> str | None:
    value = data.get(field)
    if value is not None and not isinstance(value, str):
        raise CaseError(f"{field} is {_kind(value)}; allowed: a name")
    return value


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _short(text: str) -> str:
    return ascii(text) if len(text) <= 60 else ascii(text[:56]) + "…"


def _bare(text: str) -> str:
    return _short(text)[1:-1]
