"""The result's chart, to be explored: a page with a table, and the figures that its script draws."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed_take_of
from app.diagnostic.takes import TakeState
from app.languages import Language
from app.results.figures import Reading, figures
from app.results.views import headline, result_of
from app.site import language_of, other_language, site_of, words_of
from app.web import PRIVATE


async def show_explore(request: Request) -> Response:
    """The page; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    return await explore_page(request, await completed_take_of(request))


async def explore_page(request: Request, take: TakeState, *, wrong_target: bool = False) -> Response:
    """The page of a completed take; with the fault, where a target was sent that is none."""
    language = language_of(request)
    context = _context(take, language) | {"wrong_target": wrong_target, "target_from": "explore"}
    page = site_of(request).pages.render(language, "pages/results/explore.html", context)
    return page.response(request, 422 if wrong_target else 200, PRIVATE)


async def send_figures(request: Request) -> Response:
    """The figures in the page's language, drawn up on a thread."""
    take, language = await completed_take_of(request), language_of(request)
    context = _context(take, language)
    readings: list[Reading] = json.loads(
        site_of(request).pages.text(language, "pages/results/readings.html", context)
    )
    drawn = await asyncio.to_thread(figures, context["framework"], context["result"], readings)
    return Response(drawn, headers=PRIVATE, media_type="application/json")


def _context(take: TakeState, language: Language) -> dict[str, Any]:
    pack, words = words_of(take.framework, language)
    result = result_of(take)
    return {
        "result": result,
        "framework": pack.framework,
        "words": words,
        "names": [words.properties[p.id].name for p in result.properties],
        "headline": headline(words, result),
    }


_TAKE = "/{language:language}/takes/{key:key}"

routes = [
    Route(f"{_TAKE}/explore", show_explore, methods=["GET"]),
    Route(f"{_TAKE}/explore.json", send_figures, methods=["GET"]),
]
