"""A completed take as JSON: scored by ``ai-index score`` as it is, and loaded again as a new take."""

import datetime
import json
from typing import Any

from app.cases import SCHEMA, as_data
from app.diagnostic.takes import Organization, SavedAnswer, TakeState
from app.results.views import card_number, result_of
from questions.packs import load

MEDIA_TYPE = "application/json"


def take_json(take: TakeState) -> bytes:
    """The file of a completed take. Raises ``scoring.index.AnswersError`` where an answer is missing."""
    return written(export(take))


def written(data: object) -> bytes:
    """JSON data as a file that people can read too."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def export(take: TakeState) -> dict[str, Any]:
    """A completed take as JSON data, as docs/take.schema.json describes it.

    Raises ``scoring.index.AnswersError`` where an answer is missing.
    """
    result, questions = result_of(take), load(take.framework).framework.question_ids
    proof = {question: _proof(take.answer(question)) for question in questions if question in take.evidence}
    return {
        "$schema": SCHEMA,
        "framework": take.framework,
        "answers": dict(result.answers),
        "target": take.target or None,
        "evidence": list(proof) or None,
        "take": {
            "number": card_number(take.id),
            "language": take.language,
            "started": _moment(take.started_at),
            "completed": _moment(take.completed_at),
            "organization": _organization(take.organization),
            "proof": proof,
        },
        "result": as_data(result),
    }


def _proof(answer: SavedAnswer) -> dict[str, str]:
    return {name: text for name, text in (("note", answer.note), ("link", answer.link)) if text}


def _organization(organization: Organization) -> dict[str, str | None]:
    return {
        "name": organization.name or None,
        "size": organization.size or None,
        "sector": organization.sector or None,
    }


def _moment(moment: datetime.datetime | None) -> str | None:
    """A moment as RFC 3339 writes it, in UTC."""
    if moment is None:
        return None
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
