"""The roadmap's curve, to be explored: a page with a table, and the figures that its script draws."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed
from app.roadmap.explored import explored_context
from app.roadmap.figures import LOOKS, Reading, figures
from app.roadmap.routes import ROADMAP, each_strategy, read
from app.site import language_of, other_language, site_of
from app.web import PRIVATE


async def show_explore(request: Request) -> Response:
    """The page; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    context = await _context(request) | {"looks": LOOKS}
    page = site_of(request).pages.render(language_of(request), "pages/roadmap/explore.html", context)
    return page.response(request, headers=PRIVATE)


async def send_figures(request: Request) -> Response:
    """The figures in the page's language, drawn up on a thread."""
    context = await _context(request)
    text = site_of(request).pages.text(language_of(request), "pages/roadmap/readings.html", context)
    readings: list[Reading] = json.loads(text)
    drawn = await asyncio.to_thread(
        figures,
        context["marks"],
        context["strategies"],
        context["target"],
        context["choices"].capacity_days,
        readings,
    )
    return Response(drawn, headers=PRIVATE, media_type="application/json")


async def _context(request: Request) -> dict[str, Any]:
    take, choices = await read(request)
    plans = await each_strategy(completed(take), choices)
    return explored_context(take, choices, plans, language_of(request))


routes = [
    Route(f"{ROADMAP}/explore", show_explore, methods=["GET"]),
    Route(f"{ROADMAP}/explore.json", send_figures, methods=["GET"]),
]
