"""Public pages: the front page, and what stands behind it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.guide.views import (
    accessibility_context,
    example_context,
    front_context,
    method_context,
    privacy_context,
)
from app.languages import preferred
from app.site import language_of, other_language, site_of
from app.web import PUBLIC, wants_fragment


async def by_language(request: Request) -> Response:
    """The front page in the language that the browser prefers."""
    language = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/", 302, headers={"Vary": "Accept-Language"})


async def to_front(request: Request) -> Response:
    """The front page's address has a slash at its end."""
    return RedirectResponse(f"/{language_of(request)}/", 308)


async def front(request: Request) -> Response:
    """What it is, what happens to the answers, and one button."""
    return other_language(request) or _page(
        request, "front.html", front_context(language_of(request), site_of(request).settings)
    )


async def method(request: Request) -> Response:
    """How the number is made, with an example that recomputes; the example alone for HTMX."""
    if redirect := other_language(request):
        return redirect
    language, asked = language_of(request), request.query_params
    if wants_fragment(request):
        return _page(request, "_example.html", example_context(language, asked))
    return _page(request, "method.html", method_context(language, asked))


async def privacy(request: Request) -> Response:
    """What is kept, how long, and where."""
    return other_language(request) or _page(
        request, "privacy.html", privacy_context(site_of(request).settings)
    )


async def accessibility(request: Request) -> Response:
    """What was made accessible, how it was checked, and what is not yet."""
    return other_language(request) or _page(
        request, "accessibility.html", accessibility_context(site_of(request).settings)
    )


def _page(request: Request, template: str, context: dict[str, object]) -> Response:
    page = site_of(request).pages.render(language_of(request), f"pages/guide/{template}", context)
    headers = PUBLIC | {"Vary": "Accept-Encoding, HX-Request"}
    return page.response(request, headers=headers)


routes = [
    Route("/", by_language, methods=["GET"]),
    Route("/{language:language}", to_front, methods=["GET"]),
    Route("/{language:language}/", front, methods=["GET"]),
    Route("/{language:language}/method", method, methods=["GET"]),
    Route("/{language:language}/privacy", privacy, methods=["GET"]),
    Route("/{language:language}/accessibility", accessibility, methods=["GET"]),
]
