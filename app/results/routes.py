"""The result of a completed take."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import take_of
from app.keys import new_key
from app.results.share_routes import share_context
from app.results.views import result_context
from app.site import language_of, other_language, see_other, site_of
from app.web import PRIVATE


async def show_result(request: Request) -> Response:
    """The result; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    take = await take_of(request)
    language = language_of(request)
    if take.completed_at is None:
        return see_other(f"/{language}/takes/{request.path_params['key']}/review")
    context = result_context(take, language) | {"once": new_key()} | await share_context(request, take)
    return (
        site_of(request)
        .pages.render(language, "pages/results/result.html", context)
        .response(request, headers=PRIVATE)
    )


routes = [
    Route("/{language:language}/takes/{key:key}/result", show_result, methods=["GET"]),
]
