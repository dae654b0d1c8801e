"""The report: a result as three to five designed pages, in a tagged PDF."""

import datetime
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from app.diagnostic.takes import TakeState
from app.fonts import printable
from app.languages import Language
from app.planning.first import first_steps_of
from app.press import Order
from app.results.paper import Paper
from app.results.views import Clause, clauses, result_context
from app.site import Site, words_of
from app.web import Pages
from questions.packs import load
from scoring.first_steps import FirstSteps

FILE_NAMES = {"en": "ai-index", "fr": "indice-ia"}


async def report_pdf(
    site: Site,
    take: TakeState,
    language: Language,
    paper: Paper,
    *,
    with_notes: bool,
    as_chosen: bool = True,
) -> bytes:
    """The report of a completed take as a PDF/UA file; ``with_notes`` adds what was noted as proof. Without
    ``as_chosen`` it tells nothing of what was chosen for the roadmap.

    Raises ``BusyError`` where too many wait, ``TypesettingError`` where Typst cannot make it.
    """
    first = await first_steps_of(site, take, as_chosen=as_chosen)

    def order() -> Order:
        content = report_content(site, take, first, language, paper, with_notes=with_notes)
        made = (take.completed_at or take.started_at).timestamp()
        related = clauses_json(site.pages, take.framework, language)
        return Order("report.typ", json.dumps(content), int(made), related)

    return await site.typesetter.make(order)


def report_content(
    site: Site,
    take: TakeState,
    first: FirstSteps,
    language: Language,
    paper: Paper,
    *,
    with_notes: bool,
) -> dict[str, Any]:
    """All that the report says, in words and figures that its fonts have."""
    context = result_context(take, language, first)
    context |= {
        "paper": paper,
        "proofs": context["proofs"] if with_notes else {},
        "method": f"{site.settings.site_address}/{language}/method",
        "digest": load(take.framework).digest,
    }
    content: dict[str, Any] = shown(json.loads(site.pages.text(language, "report/report.html", context)))
    return content


@cache
def clauses_json(pages: Pages, version: str, language: Language) -> str:
    """What the report says of the related clauses, as JSON: the same for every take of that version."""
    pack, words = words_of(version, language)
    groups = {name: grouped(found) for name, found in clauses(version, language).items()}
    context = {"framework": pack.framework, "words": words, "groups": groups}
    return json.dumps(shown(json.loads(pages.text(language, "report/clauses.html", context))))


def grouped(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """The clauses with those together that bind the same since the same day, first come first."""
    groups: dict[object, list[Clause]] = {}
    for clause in clauses:
        groups.setdefault((clause.binds, clause.applies), []).append(clause)
    return list(groups.values())


def file_name(language: Language, date: datetime.date) -> str:
    """What a report is saved as, such as ``ai-index-2026-11-25.pdf``."""
    return f"{FILE_NAMES[language]}-{date.isoformat()}.pdf"


def shown(content: Any) -> Any:
    """The content with every text in it as the fonts can show it."""
    if isinstance(content, str):
        return printable(content)
    if isinstance(content, list):
        return [shown(each) for each in content]
    if isinstance(content, dict):
        return {key: shown(each) for key, each in content.items()}
    return content
