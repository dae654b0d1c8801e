"""What the public pages show."""

from collections.abc import Mapping
from typing import Any

from app.languages import Language
from app.results.views import card_of, headline
from app.settings import Settings
from app.site import words_of
from questions.packs import CURRENT
from scoring.index import UNKNOWN, Result, score

EXAMPLE = {
    "owner": "operational",
    "decision-trail": "documented",
    "policy": "documented",
    "inventory": "documented",
    "threats": "absent",
    "incidents": "documented",
    "data-rules": "documented",
    "dependencies": "declared",
    "oversight": "operational",
    "competence": "documented",
    "configuration": "declared",
    "evaluation": "declared",
}
EXAMPLE_NUMBER = "EXAM-PLE0"


def front_context(language: Language) -> dict[str, Any]:
    """The front page: an example card, the levels, the properties."""
    pack, words = words_of(CURRENT, language)
    result = score(pack.framework, EXAMPLE)
    return {
        "framework": pack.framework,
        "words": words,
        "card": card_of(result, EXAMPLE_NUMBER, None),
    }


def method_context(language: Language, asked: Mapping[str, str]) -> dict[str, Any]:
    """The method page: every rule, and an example of the answers in ``asked`` (a level for each question;
    what is missing or unknown there is taken from the standing example)."""
    pack, words = words_of(CURRENT, language)
    framework = pack.framework
    allowed = {*framework.level_scores, UNKNOWN}
    answers = {
        q: level if (level := asked.get(q, "")) in allowed else EXAMPLE[q] for q in framework.question_ids
    }
    result: Result = score(framework, answers)
    return {
        "framework": framework,
        "words": words,
        "pack": pack,
        "answers": answers,
        "result": result,
        "headline": headline(words, result),
        "unknown": UNKNOWN,
    }


def privacy_context(settings: Settings) -> dict[str, Any]:
    """The privacy page: how long takes are kept, who runs the site."""
    return {
        "retention_days": settings.retention_days,
        "operator": settings.operator,
        "contact": settings.contact,
    }


def accessibility_context(settings: Settings) -> dict[str, Any]:
    """The accessibility statement: whom to tell."""
    return {"contact": settings.contact}
