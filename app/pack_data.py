"""A framework version as programs read it."""

from typing import Any

from questions.models import Step
from questions.packs import Pack
from questions.rules import canonical


def as_data(pack: Pack) -> dict[str, Any]:
    """The pack as JSON data: its facts, its steps in order, and every text in each language."""
    return {
        "framework": pack.framework.name,
        "digest": pack.digest,
        "weights": dict(pack.framework.weights),
        "facts": canonical(pack.framework),
        "steps": [_step(step) for step in pack.framework.steps.values()],
        "texts": {language: canonical(texts) for language, texts in pack.texts.items()},
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "question": step.question,
        "to_level": step.to_level,
        "effort_days": canonical(step.effort),
        "requires": list(step.requires),
    }
