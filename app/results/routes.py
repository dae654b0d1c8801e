"""The result of a completed take."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed_take_of
from app.diagnostic.takes import TakeState
from app.keys import new_key
from app.mail.outbox import MailState, state_of
from app.mail.views import UNTOUCHED, MailForm, mail_view
from app.planning.first import first_steps_of
from app.results.share_routes import share_context
from app.results.sharing import ShareState, share_of
from app.results.views import result_context
from app.site import language_of, other_language, site_of
from app.web import PRIVATE


async def show_result(request: Request) -> Response:
    """The result; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    return await result_page(request, await completed_take_of(request))


async def result_page(
    request: Request, take: TakeState, *, wrong_target: bool = False, mail: MailForm = UNTOUCHED
) -> Response:
    """The page of a completed take; with the fault, where a target was sent that is none, or a mail was asked
    for that cannot be sent."""

    def read(session: Session) -> tuple[ShareState | None, MailState]:
        return share_of(session, take.id), state_of(session, take.id)

    site, language = site_of(request), language_of(request)
    share, mails = await site.database.read(read)
    context = result_context(take, language, await first_steps_of(site, take))
    context |= {"once": new_key()} | share_context(request, share)
    context |= {"wrong_target": wrong_target, "target_from": "result"}
    context["mail"] = mail_view(request, mail, mails)
    page = site.pages.render(language, "pages/results/result.html", context)
    return page.response(request, 422 if wrong_target else mail.status, PRIVATE)


routes = [
    Route("/{language:language}/takes/{key:key}/result", show_result, methods=["GET"]),
]
