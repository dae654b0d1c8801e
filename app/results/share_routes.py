"""The read-only link: its owner makes, renews and revokes it; whoever has it reads the result."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.database import Work
from app.diagnostic.access import hash_of
from app.diagnostic.takes import TakeState
from app.keys import key_hash
from app.results import sharing
from app.results.sharing import ShareNotFoundError, ShareState, TakeUnfinishedError
from app.results.views import result_context
from app.site import language_of, other_language, read_form, see_other, site_of
from app.web import PRIVATE


async def share_context(request: Request, take: TakeState) -> dict[str, Any]:
    """What the owner's result page shows of the take's read-only link."""
    site, language = site_of(request), language_of(request)
    share = await site.database.read(lambda session: sharing.share_of(session, take.id))
    if share is None:
        return {"shared": None, "share": None}
    path = f"/{language}/shared/{share.key(request.path_params['key'])}"
    return {
        "shared": None,
        "share": share,
        "share_path": path,
        "share_link": site.settings.site_address + path,
    }


async def make_share(request: Request) -> Response:
    """Make the link, or say anew whether the one that there is shows notes."""
    shows_notes = (await read_form(request)).get("shows_notes") == "yes"
    key, hashed, now = request.path_params["key"], hash_of(request), site_of(request).clock()
    return await _change(request, lambda session: sharing.make(session, hashed, key, now, shows_notes))


async def renew_share(request: Request) -> Response:
    """Replace the link that the form was shown with by a new one."""
    seen = (await read_form(request)).get("seen")
    key, hashed, now = request.path_params["key"], hash_of(request), site_of(request).clock()
    return await _change(request, lambda session: sharing.renew(session, hashed, key, now, seen))


async def revoke_share(request: Request) -> Response:
    """End the link."""
    await read_form(request)
    hashed, now = hash_of(request), site_of(request).clock()
    return await _change(request, lambda session: sharing.revoke(session, hashed, now))


async def show_shared(request: Request) -> Response:
    """The result, for whoever has its read-only link."""
    if redirect := other_language(request):
        return redirect
    take, share = await _shared(request)
    site, language = site_of(request), language_of(request)
    context = result_context(take, language) | {"shared": share, "share": None}
    if not share.shows_notes:
        context["proofs"] = {}
    name = sharing.picture_name(request.path_params["key"])
    context["picture"] = f"{site.settings.site_address}/{language}/pictures/{name}.png"
    page = site.pages.render(language, "pages/results/result.html", context)
    return page.response(request, headers=PRIVATE)


async def show_nothing(request: Request) -> Response:
    """An address that is cut off, or longer than a link: it says so in the link's own words."""
    raise ShareNotFoundError


async def _shared(request: Request) -> tuple[TakeState, ShareState]:
    """The take and the read-only link whose key is in the request's path. Raises ``ShareNotFoundError``."""
    hashed, now = key_hash(request.path_params["key"]), site_of(request).clock()
    return await site_of(request).database.read(lambda session: sharing.read_shared(session, hashed, now))


async def _change(request: Request, work: Work[Any]) -> Response:
    """Do ``work`` on the link, then show how it stands; an unfinished take leads to its review."""
    take = f"/{language_of(request)}/takes/{request.path_params['key']}"
    try:
        await site_of(request).database.write(work)
    except TakeUnfinishedError:
        return see_other(f"{take}/review")
    return see_other(f"{take}/result#share")


_SHARE = "/{language:language}/takes/{key:key}/share"
_SHARED = "/{language:language}/shared"

routes = [
    Route(_SHARE, make_share, methods=["POST"]),
    Route(_SHARE + "/renew", renew_share, methods=["POST"]),
    Route(_SHARE + "/revoke", revoke_share, methods=["POST"]),
    Route(_SHARED + "/{key:key}", show_shared, methods=["GET"]),
    Route(_SHARED + "/{rest:path}", show_nothing, methods=["GET"]),
]
