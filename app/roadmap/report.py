"""The roadmap as a designed document: a page of the whole, the quarters, and the rest, in a tagged PDF."""

import datetime
import json
from typing import Any

from app.press import Order
from app.results.paper import Paper
from app.results.report import shown
from app.results.views import card_number, card_of, result_of
from app.roadmap.files import Planned
from app.roadmap.views import roadmap_context, target_index

DOCUMENT = "roadmap.typ"


async def roadmap_pdf(planned: Planned, paper: Paper) -> bytes:
    """The roadmap as a PDF/UA file that says on which day it was made; on the same day, the same plan gives
    the same bytes. Raises ``BusyError`` where too many wait, ``TypesettingError`` where Typst cannot make it.
    """
    today = planned.site.clock().date()

    def order() -> Order:
        made = datetime.datetime.combine(today, datetime.time(), datetime.UTC)
        return Order(DOCUMENT, json.dumps(roadmap_content(planned, paper, today)), int(made.timestamp()))

    return await planned.site.typesetter.make(order)


def roadmap_content(planned: Planned, paper: Paper, today: datetime.date) -> dict[str, Any]:
    """All that the document says, in words and figures that its fonts have."""
    site, take, language = planned.site, planned.take, planned.language
    context = roadmap_context(take, planned.choices, planned.made, language)
    number = card_number(take.id)
    context |= {
        "paper": paper,
        "today": today,
        "aim": target_index(context["framework"], planned.made),
        "card": card_of(result_of(take), number, None, take.organization.name),
        "method": f"{site.settings.site_address}/{language}/method",
        "numbers": {each.step.id: number for number, each in enumerate(planned.made.steps, 1)},
    }
    content: dict[str, Any] = shown(json.loads(site.pages.text(language, "report/roadmap.html", context)))
    return content
