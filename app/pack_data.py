"""A framework version as programs read it."""

from typing import Any

from questions.models import Pack
from questions.rules import canonical


def as_data(pack: Pack) -> dict[str, Any]:
    """The pack as JSON data: its facts, and every text in each language."""
    return {
        "framework": pack.framework.name,
        "digest": pack.digest,
        "weights": dict(pack.framework.weights),
        "facts": canonical(pack.framework),
        "texts": {language: canonical(texts) for language, texts in pack.texts.items()},
    }
