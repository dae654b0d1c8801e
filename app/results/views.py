"""A result as the page shows it: the same conclusions everywhere, in a language."""

import base64
import datetime
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.results.rosette import Rosette, rosette
from app.site import words_of
from questions.models import Framework
from questions.packs import load
from questions.texts import Texts
from scoring.first_steps import FirstSteps
from scoring.index import Result, score


@dataclass(frozen=True, slots=True)
class Card:
    """The AI id card: who and when, the index, the six properties, the number that names it."""

    result: Result
    rosette: Rosette
    number: str
    date: datetime.date | None
    organization: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A related clause as it is shown: number, our title, whom it binds, since when."""

    number: str
    title: str
    binds: str
    applies: tuple[tuple[datetime.date, str], ...]
    questions: tuple[str, ...]


def result_of(take: TakeState) -> Result:
    """What the take's answers amount to, under the framework version that it was made with.

    Raises ``scoring.index.AnswersError`` where an answer is missing.
    """
    framework = load(take.framework).framework
    return score(framework, take.levels, take.target or None, take.evidence or None)


def card_of(result: Result, number: str, date: datetime.date | None, organization: str = "") -> Card:
    """The card of a result."""
    return Card(result, rosette(tuple(p.score for p in result.properties)), number, date, organization)


def card_number(take_id: uuid.UUID) -> str:
    """Eight letters and digits that name a take on paper and open nothing."""
    digest = hashlib.blake2b(take_id.bytes, digest_size=5).digest()
    letters = base64.b32encode(digest).decode()
    return f"{letters[:4]}-{letters[4:]}"


def take_card(take: TakeState, result: Result) -> Card:
    """The card of a take with that result."""
    completed = take.completed_at
    date = completed.date() if completed else None
    return card_of(result, card_number(take.id), date, take.organization.name)


def take_context(take: TakeState, language: Language) -> dict[str, Any]:
    """What a result amounts to, with its card and the words for it."""
    pack, words = words_of(take.framework, language)
    result = result_of(take)
    return {
        "result": result,
        "card": take_card(take, result),
        "words": words,
        "framework": pack.framework,
    }


def result_context(take: TakeState, language: Language, first: FirstSteps) -> dict[str, Any]:
    """All that the result page shows; ``first`` is what the take's roadmap does first."""
    context = take_context(take, language)
    framework, words, result = context["framework"], context["words"], context["result"]
    return context | {
        "headline": headline(words, result),
        "bands": {p.id: band_of(framework, p.score) for p in result.properties},
        "first": first,
        "proven": take.evidence,
        "proofs": {q: take.answer(q) for q in framework.question_ids if q in take.evidence},
        "clauses": clauses(take.framework, language),
        "wrong_target": False,
        "mail": None,
    }


def headline(words: Texts, result: Result) -> tuple[str, str, str]:
    """The band's sentence in three parts: before, the name that is stressed, after."""
    before, stressed, after = words.bands[result.band].headline.split("*")
    return before, stressed, after


def band_of(framework: Framework, number: float) -> str:
    """The band that a number alone falls in."""
    return next(band.id for band in reversed(framework.bands) if number >= band.from_)


@cache
def clauses(version: str, language: Language) -> Mapping[str, list[Clause]]:
    """The related clauses by reference framework, each with the questions that it belongs to."""
    pack, words = words_of(version, language)
    framework = pack.framework
    found: dict[str, list[Clause]] = {f.id: [] for f in framework.frameworks}
    for reference in framework.references:
        found[reference.framework].append(
            Clause(
                number=words.number(reference),
                title=words.references[reference.id],
                binds=words.binds[reference.binds],
                applies=tuple((a.from_, words.applies[a.to]) for a in reference.applies),
                questions=tuple(q.id for q in framework.questions if reference.id in q.references),
            )
        )
    return found
