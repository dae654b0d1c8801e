"""Public pages: the front page, and what stands behind it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.guide.views import accessibility_context, front_context, method_context, privacy_context
from app.languages import preferred
from app.site import language_of, other_language, site_of
from app.web import PUBLIC, wants_fragment

router = APIRouter(include_in_schema=False)


@router.get("/")
async def by_language(request: Request) -> Response:
    """The front page in the language that the browser prefers."""
    language = preferred(request.headers.get("accept-language", ""))
    return RedirectResponse(f"/{language}/", 302, headers={"Vary": "Accept-Language"})


@router.get("/{language:language}/")
async def front(request: Request) -> Response:
    """What it is, what happens to the answers, and one button."""
    return other_language(request) or _page(request, "front.html", front_context(language_of(request)))


@router.get("/{language:language}/method")
async def method(request: Request) -> Response:
    """How the number is made, with an example that recomputes; the example alone for HTMX."""
    if redirect := other_language(request):
        return redirect
    template = "_example.html" if wants_fragment(request) else "method.html"
    return _page(request, template, method_context(language_of(request), request.query_params))


@router.get("/{language:language}/privacy")
async def privacy(request: Request) -> Response:
    """What is kept, how long, and where."""
    return other_language(request) or _page(
        request, "privacy.html", privacy_context(site_of(request).settings)
    )


@router.get("/{language:language}/accessibility")
async def accessibility(request: Request) -> Response:
    """What was made accessible, how it was checked, and what is not yet."""
    return other_language(request) or _page(
        request, "accessibility.html", accessibility_context(site_of(request).settings)
    )


def _page(request: Request, template: str, context: dict[str, object]) -> Response:
    page = site_of(request).pages.render(language_of(request), f"pages/guide/{template}", context)
    headers = PUBLIC | {"Vary": "Accept-Encoding, HX-Request"}
    return page.response(request, headers=headers)
