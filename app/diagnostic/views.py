"""The question pages and the review, as values that templates can draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from app.diagnostic.models import LINK_LENGTH, NAME_LENGTH, NOTE_LENGTH, SECTORS, SIZES
from app.diagnostic.service import Saved
from app.diagnostic.takes import Organization, SavedAnswer, TakeState
from app.languages import Language
from app.site import Site, words_of
from app.web import Page, hole
from questions.models import Framework
from questions.packs import CURRENT
from scoring.index import UNKNOWN

CACHED_PAGES = 1024
NOTE, LINK = hole("note"), hole("link")


@dataclass(frozen=True, slots=True)
class QuestionView:
    """All that a question page shows; two equal views are the same page."""

    framework: str
    language: Language
    question: str
    answer: SavedAnswer
    answered: frozenset[str]
    is_fragment: bool
    errors: tuple[tuple[str, str], ...] = ()
    replaced: SavedAnswer | None = None


def question_page(site: Site, view: QuestionView) -> Page:
    """The page of ``view``: from memory where it was drawn before, with the person's own words put in after,
    so that nobody's words stay in memory."""
    if view.errors or view.replaced:
        return _draw(site, view)
    answer = view.answer
    if not answer.is_proven:
        return _drawn_before(site, view)
    holed = replace(answer, note=NOTE if answer.note else "", link=LINK if answer.link else "")
    page = _drawn_before(site, replace(view, answer=holed))
    return page.filled({NOTE: answer.note, LINK: answer.link})


@lru_cache(maxsize=CACHED_PAGES)
def _drawn_before(site: Site, view: QuestionView) -> Page:
    return _draw(site, view)


def _draw(site: Site, view: QuestionView) -> Page:
    template = "_question.html" if view.is_fragment else "question.html"
    return site.pages.render(view.language, f"pages/diagnostic/{template}", _context(view))


def saved_page(
    site: Site, language: Language, saved: Saved, errors: tuple[tuple[str, str], ...] = ()
) -> Page:
    """What is said after saving without leaving the page, and the new revision for its form."""
    draw = _draw_saved if saved.replaced else _saved_before
    return draw(site, language, saved, errors)


def _draw_saved(site: Site, language: Language, saved: Saved, errors: tuple[tuple[str, str], ...]) -> Page:
    context = {
        "saved": saved,
        "errors": dict(errors),
        "words": words_of(CURRENT, language)[1],
        "unknown": UNKNOWN,
        "note_length": NOTE_LENGTH,
        "link_length": LINK_LENGTH,
    }
    return site.pages.render(language, "pages/diagnostic/_saved.html", context)


_saved_before = lru_cache(maxsize=CACHED_PAGES)(_draw_saved)


def _context(view: QuestionView) -> dict[str, Any]:
    pack, words = words_of(view.framework, view.language)
    framework = pack.framework
    ids = framework.question_ids
    place = ids.index(view.question)
    return {
        "view": view,
        "words": words,
        "question": framework.question(view.question),
        "text": words.questions[view.question],
        "number": place + 1,
        "total": len(ids),
        "previous": ids[place - 1] if place else None,
        "ruler": ruler(framework, view.question, view.answered),
        "levels": [level.id for level in framework.levels],
        "unknown": UNKNOWN,
        "errors": dict(view.errors),
        "note_length": NOTE_LENGTH,
        "link_length": LINK_LENGTH,
    }


def ruler(framework: Framework, here: str | None, answered: frozenset[str]) -> list[dict[str, Any]]:
    """The twelve marks in pairs, a pair for each property."""
    return [
        {
            "property": key,
            "is_here": here in questions,
            "marks": [
                {
                    "question": question,
                    "number": framework.question_ids.index(question) + 1,
                    "is_here": question == here,
                    "is_answered": question in answered,
                }
                for question in questions
            ],
        }
        for key, questions in framework.by_property.items()
    ]


def next_place(framework: Framework, question: str) -> str:
    """Where Continue leads from ``question``: the next question's address, or the review's."""
    ids = framework.question_ids
    place = ids.index(question) + 1
    return f"questions/{ids[place]}" if place < len(ids) else "review"


def first_open(framework: Framework, take: TakeState) -> str:
    """Where an unfinished take goes on: its first question without an answer, or the review."""
    levels = take.levels
    return next((f"questions/{q}" for q in framework.question_ids if q not in levels), "review")


def review_context(
    take: TakeState,
    language: Language,
    organization: Organization | None = None,
    errors: Mapping[str, str] | None = None,
    is_refused: bool = False,
) -> dict[str, Any]:
    """What the review shows: the answers, what is missing, and the organization."""
    pack, words = words_of(take.framework, language)
    framework = pack.framework
    levels = take.levels
    return {
        "take": take,
        "words": words,
        "framework": framework,
        "levels": levels,
        "unknown": UNKNOWN,
        "missing": [question for question in framework.question_ids if question not in levels],
        "ruler": ruler(framework, None, frozenset(levels)),
        "organization": organization or take.organization,
        "errors": dict(errors or {}),
        "is_refused": is_refused,
        "sizes": SIZES,
        "sectors": SECTORS,
        "name_length": NAME_LENGTH,
    }


def with_kept_text(view: QuestionView, typed: SavedAnswer) -> QuestionView:
    """The view with what the person typed, even where it could not be saved."""
    level = typed.level or view.answer.level
    return replace(view, answer=replace(typed, level=level, revision=view.answer.revision))
