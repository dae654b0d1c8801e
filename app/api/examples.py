"""The examples of the OpenAPI, which the tests send and check."""

from typing import Any

from app.cases import SCHEMA, as_data, score_case
from questions.packs import CURRENT, load

_FRAMEWORK = load(CURRENT).framework

KEY = "q7Yw1hXo3m5T9sKfJd2bVg"
PAGE = f"https://index.example.org/en/takes/{KEY}"
STARTED, COMPLETED = "2026-03-09T14:30:00Z", "2026-03-09T14:36:00Z"
_ANSWERED = (
    *("operational", "documented", "documented", "documented", "absent", "documented"),
    *("documented", "declared", "operational", "documented", "declared", "unknown"),
)
LEVELS = dict(zip(_FRAMEWORK.question_ids, _ANSWERED, strict=True))
NOTE, LINK = "The board minutes of March name the owner.", "https://intranet.example.org/minutes/3"
CASE: dict[str, Any] = {"answers": LEVELS, "evidence": ["owner"]}
RESULT = as_data(score_case(CASE))

ANSWER_SENT = {"level": "operational", "note": NOTE, "link": LINK}
ANSWER = ANSWER_SENT | {"revision": 1}
ORGANIZATION = {"name": "Northwind Cooperative", "size": "medium", "sector": "retail"}
UNSAID = {"name": "", "size": None, "sector": None}
TARGET = {"level": _FRAMEWORK.default_target}
ANSWERS_SENT: dict[str, Any] = {"owner": ANSWER_SENT} | {
    q: {"level": level} for q, level in LEVELS.items() if q != "owner"
}
TAKE_SENT: dict[str, Any] = {
    "language": "fr",
    "answers": ANSWERS_SENT,
    "organization": ORGANIZATION,
    "target": "measured",
}
EXPORT: dict[str, Any] = {
    "$schema": SCHEMA,
    "framework": CURRENT,
    "answers": LEVELS,
    "target": None,
    "evidence": ["owner"],
    "take": {
        "number": "7K2M-Q4XD",
        "language": "en",
        "started": STARTED,
        "completed": COMPLETED,
        "organization": ORGANIZATION,
        "proof": {"owner": {"note": NOTE, "link": LINK}},
    },
    "result": RESULT,
}
EMPTY_TAKE: dict[str, Any] = {
    "framework": CURRENT,
    "language": "en",
    "started_at": STARTED,
    "completed_at": None,
    "target": _FRAMEWORK.default_target,
    "organization": UNSAID,
    "answers": {},
    "missing": list(_FRAMEWORK.question_ids),
}
TAKE = EMPTY_TAKE | {"answers": {"owner": ANSWER}, "missing": list(_FRAMEWORK.question_ids[1:])}
COMPLETED_TAKE = EMPTY_TAKE | {
    "completed_at": COMPLETED,
    "organization": ORGANIZATION,
    "missing": [],
    "answers": {
        question: ANSWER if question == "owner" else {"level": level, "note": "", "link": "", "revision": 1}
        for question, level in LEVELS.items()
    },
}
STARTED_TAKE = {"key": KEY, "page": PAGE, "take": EMPTY_TAKE}
SHARE = {
    "page": "https://index.example.org/en/shared/W1n0dYb8Q6uZr4kCx5tMeA",
    "shows_notes": False,
    "shows_roadmap": False,
    "made_at": COMPLETED,
}
