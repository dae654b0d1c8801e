"""The roadmap of a shared result, for whoever has a read-only link that shows it."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.takes import TakeState
from app.keys import key_hash
from app.planning.choices import Choices
from app.planning.service import choices_of
from app.results.sharing import ShareNotFoundError, ShareState, read_shared
from app.results.views import result_of, take_card
from app.roadmap.routes import plan_that_holds
from app.roadmap.views import roadmap_context
from app.site import language_of, other_language, see_other, site_of
from app.web import PRIVATE


async def show_shared_roadmap(request: Request) -> Response:
    """The roadmap to read. Where its owner does not show it, the address is as good as one that never was."""
    if redirect := other_language(request):
        return redirect
    if "result" in request.query_params:
        # The result's address ends in the link's key, which no page holds.
        return see_other(request.url.path.removesuffix("/roadmap"))
    take, share, choices = await _shared(request)
    site, language = site_of(request), language_of(request)
    choices, made = await plan_that_holds(take, choices)
    context = roadmap_context(take, choices, made, language)
    context |= {"shared": share, "card": take_card(take, result_of(take))}
    page = site.pages.render(language, "pages/roadmap/shared.html", context)
    return page.response(request, headers=PRIVATE)


async def _shared(request: Request) -> tuple[TakeState, ShareState, Choices]:
    """The take, the read-only link that shows its roadmap, and the choices for that.

    Raises ``ShareNotFoundError``, also where the link does not show it.
    """
    hashed, now = key_hash(request.path_params["key"]), site_of(request).clock()

    def work(session: Session) -> tuple[TakeState, ShareState, Choices]:
        take, share = read_shared(session, hashed, now)
        if not share.shows.roadmap:
            raise ShareNotFoundError
        return take, share, choices_of(session, take, now.date())

    return await site_of(request).database.read(work)


routes = [
    Route("/{language:language}/shared/{key:key}/roadmap", show_shared_roadmap, methods=["GET"]),
]
