"""The level that gaps are measured to, chosen on the result."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic import service
from app.diagnostic.access import completed_take_of, hash_of, take_of
from app.diagnostic.service import UnknownLevelError
from app.results.explore_routes import explore_page
from app.results.routes import result_page
from app.site import language_of, other_language, read_form, see_other, site_of

_PAGES = {"explore": ("explore", explore_page), "result": ("result#sum", result_page)}


async def choose_target(request: Request) -> Response:
    """Keep the choice and show it where it was made; say what is allowed where it is no level.

    A completed take's answers never change. The target is a choice of view, and may change at any time.
    """
    fields = await read_form(request)
    target, hashed, now = fields.get("target", ""), hash_of(request), site_of(request).clock()
    place, page = _PAGES.get(fields.get("from", ""), _PAGES["result"])
    take = await completed_take_of(request)
    try:
        await site_of(request).database.write(
            lambda session: service.set_target(session, hashed, target, now)
        )
    except UnknownLevelError:
        return await page(request, take, wrong_target=True)
    return see_other(f"/{language_of(request)}/takes/{request.path_params['key']}/{place}")


async def leave_target(request: Request) -> Response:
    """Lead to the result whoever reads the form's address again, such as in another language."""
    if redirect := other_language(request):
        return redirect
    await take_of(request)
    return see_other(f"/{language_of(request)}/takes/{request.path_params['key']}/result#sum")


_TARGET = "/{language:language}/takes/{key:key}/target"

routes = [
    Route(_TARGET, choose_target, methods=["POST"]),
    Route(_TARGET, leave_target, methods=["GET"]),
]
