"""The read-only link: its owner makes, renews and revokes it; whoever has it reads the result."""

import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.database import Work
from app.diagnostic.access import hash_of
from app.diagnostic.takes import TakeState
from app.keys import key_hash
from app.planning.first import first_steps_of
from app.results import sharing
from app.results.picture import card_picture
from app.results.report import file_name, report_pdf
from app.results.report_routes import paper_of, pdf_response
from app.results.sharing import ShareNotFoundError, ShareState, Shown
from app.results.views import result_context, result_of, take_card
from app.site import language_of, other_language, read_form, see_other, site_of
from app.web import PRIVATE


def share_context(request: Request, share: ShareState | None) -> dict[str, Any]:
    """What the owner's result page shows of the take's read-only link."""
    site, language = site_of(request), language_of(request)
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
    """Make the link, or say anew what the one that there is shows."""
    fields = await read_form(request)
    shows = Shown(notes=fields.get("shows_notes") == "yes", roadmap=fields.get("shows_roadmap") == "yes")
    key, hashed, now = request.path_params["key"], hash_of(request), site_of(request).clock()
    return await _change(request, lambda session: sharing.make(session, hashed, key, now, shows))


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
    if "report" in request.query_params:
        # The page's own address ends in its key, so that it has no relative link to what lies below it.
        return see_other(f"{request.url.path}/report.pdf")
    if "roadmap" in request.query_params:
        return see_other(f"{request.url.path}/roadmap")
    take, share = await _shared(request)
    site, language = site_of(request), language_of(request)
    context = result_context(take, language, await first_steps_of(site, take, as_chosen=share.shows.roadmap))
    context |= {"shared": share, "share": None}
    if not share.shows.notes:
        context["proofs"] = {}
    name = sharing.picture_name(request.path_params["key"])
    context["picture"] = f"{site.settings.site_address}/{language}/pictures/{name}.png"
    page = site.pages.render(language, "pages/results/result.html", context)
    return page.response(request, headers=PRIVATE)


async def send_shared_report(request: Request) -> Response:
    """The report, with what was noted only where the link shows it."""
    if redirect := other_language(request):
        return redirect
    take, share = await _shared(request)
    site, language = site_of(request), language_of(request)
    notes, roadmap = share.shows
    paper = paper_of(request)
    pdf = await report_pdf(site, take, language, paper, with_notes=notes, as_chosen=roadmap)
    return pdf_response(pdf, file_name(language, (take.completed_at or take.started_at).date()))


async def send_picture(request: Request) -> Response:
    """The card as a picture, for a messenger that shows where the link leads."""
    hashed, now = key_hash(request.path_params["name"]), site_of(request).clock()
    site, language = site_of(request), language_of(request)
    take = await site.database.read(lambda session: sharing.read_pictured(session, hashed, now))
    png = await card_picture(site, take_card(take, result_of(take)), language)
    tag = f'"{hashlib.sha256(png).hexdigest()[:32]}"'
    headers = {"Cache-Control": _SHORTLY, "ETag": tag, "X-Robots-Tag": "noindex"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(png, headers=headers, media_type="image/png")


async def show_nothing(request: Request) -> Response:
    """An address that is cut off, or longer than a link: it says so in the link's own words."""
    raise ShareNotFoundError


async def _shared(request: Request) -> tuple[TakeState, ShareState]:
    """The take and the read-only link whose key is in the request's path. Raises ``ShareNotFoundError``."""
    hashed, now = key_hash(request.path_params["key"]), site_of(request).clock()
    return await site_of(request).database.read(lambda session: sharing.read_shared(session, hashed, now))


async def _change(request: Request, work: Work[Any]) -> Response:
    """Do ``work`` on the link, then show how it stands; an unfinished take leads to its review."""
    await site_of(request).database.write(work)
    return see_other(f"/{language_of(request)}/takes/{request.path_params['key']}/result#share")


# A link that is revoked has its picture forgotten soon by whoever keeps copies for others.
_SHORTLY = "public, max-age=300"

_SHARE = "/{language:language}/takes/{key:key}/share"
_SHARED = "/{language:language}/shared"

routes = [
    Route(_SHARE, make_share, methods=["POST"]),
    Route(_SHARE + "/renew", renew_share, methods=["POST"]),
    Route(_SHARE + "/revoke", revoke_share, methods=["POST"]),
    Route(_SHARED + "/{key:key}", show_shared, methods=["GET"]),
    Route(_SHARED + "/{key:key}/report.pdf", send_shared_report, methods=["GET"]),
    Route("/{language:language}/pictures/{name:key}.png", send_picture, methods=["GET"]),
    Route(_SHARED + "/{rest:path}", show_nothing, methods=["GET"]),
]
