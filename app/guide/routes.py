"""Public pages: the front page, and what stands behind it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.guide.views import (
    EXAMPLE,
    accessibility_context,
    example_answers,
    example_context,
    example_first_steps,
    front_context,
    method_context,
    privacy_context,
)
from app.languages import Language, preferred
from app.site import Site, language_of, other_language, site_of
from app.web import PUBLIC, Page, wants_fragment
from scoring.first_steps import FirstStep

Steps = tuple[FirstStep, ...]
# How hard a page is compressed: one that is sent again and again, and one that is drawn for one request.
SMALL, FAST = 6, 1


async def by_language(request: Request) -> Response:
    """The front page in the language that the browser prefers."""
    language = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/", 302, headers={"Vary": "Accept-Language"})


async def to_front(request: Request) -> Response:
    """The front page's address has a slash at its end."""
    return RedirectResponse(f"/{language_of(request)}/", 308)


async def front(request: Request) -> Response:
    """What it is, what happens to the answers, and one button."""
    return other_language(request) or _page(request, "front.html")


async def method(request: Request) -> Response:
    """How the number is made, with an example that recomputes; the example alone for HTMX."""
    if redirect := other_language(request):
        return redirect
    example = example_answers(request.query_params)
    if wants_fragment(request):
        return _page(request, "_example.html", example)
    return _page(request, "method.html", example, await example_first_steps())


async def privacy(request: Request) -> Response:
    """What is kept, how long, and where."""
    return other_language(request) or _page(request, "privacy.html")


async def accessibility(request: Request) -> Response:
    """What was made accessible, how it was checked, and what is not yet."""
    return other_language(request) or _page(request, "accessibility.html")


def _page(
    request: Request, template: str, example: Mapping[str, str] = EXAMPLE, steps: Steps = ()
) -> Response:
    site, language = site_of(request), language_of(request)
    page = (
        _drawn_before(site, language, template, steps)
        if example == EXAMPLE
        else _draw(site, language, template, example, steps, FAST)
    )
    return page.response(request, headers=PUBLIC | {"Vary": "Accept-Encoding, HX-Request"})


@lru_cache(maxsize=64)
def _drawn_before(site: Site, language: Language, template: str, steps: Steps) -> Page:
    """A page that is the same for everybody, drawn once for each language."""
    return _draw(site, language, template, EXAMPLE, steps, SMALL)


def _draw(
    site: Site, language: Language, template: str, example: Mapping[str, str], steps: Steps, level: int
) -> Page:
    context = _CONTEXTS[template](site, language, example, steps)
    return site.pages.render(language, f"pages/guide/{template}", context, level=level)


_CONTEXTS: dict[str, Callable[[Site, Language, Mapping[str, str], Steps], dict[str, Any]]] = {
    "front.html": lambda site, language, _, __: front_context(language, site.settings),
    "method.html": lambda _, language, example, steps: method_context(language, example, steps),
    "_example.html": lambda _, language, example, __: example_context(language, example),
    "privacy.html": lambda site, _, __, ___: privacy_context(site.settings),
    "accessibility.html": lambda site, _, __, ___: accessibility_context(site.settings),
}

routes = [
    Route("/", by_language, methods=["GET"]),
    Route("/{language:language}", to_front, methods=["GET"]),
    Route("/{language:language}/", front, methods=["GET"]),
    Route("/{language:language}/method", method, methods=["GET"]),
    Route("/{language:language}/privacy", privacy, methods=["GET"]),
    Route("/{language:language}/accessibility", accessibility, methods=["GET"]),
]
