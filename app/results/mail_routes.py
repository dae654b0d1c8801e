"""The owner's link, sent by mail."""

import uuid_utils.compat as uuid_utils
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed, hash_of, take_of
from app.diagnostic.forms import one_line
from app.gate import counted_as
from app.mail import outbox
from app.mail.addresses import AddressError, address_of, mailbox
from app.mail.delivery import delivery_of
from app.mail.message import Letter
from app.mail.outbox import AddressPausedError, Asked, MailOffError, TooManyMailsError
from app.mail.views import MailForm, asked_at, sends_mail
from app.results.routes import result_page
from app.site import language_of, other_language, read_form, see_other, site_of


async def mail_link(request: Request) -> Response:
    """Have the link mailed, and say that it is on its way; stay where the address or a limit forbids it."""
    site, language = site_of(request), language_of(request)
    typed = (await read_form(request)).get("address", "")
    take = await take_of(request)
    if not sends_mail(request, site.settings):
        raise MailOffError
    completed(take)
    try:
        await _ask(request, Letter(address_of(typed), request.path_params["key"], language))
    except AddressError as error:
        return await result_page(request, take, mail=MailForm(one_line(typed), error.fault, 422))
    except AddressPausedError:
        return await result_page(request, take, mail=MailForm(one_line(typed), "paused", 422))
    except TooManyMailsError:
        return await result_page(request, take, mail=MailForm(one_line(typed), "many", 429))
    return see_other(f"{_take(request)}/result?mailed={asked_at(site.clock())}#my-link")


async def _ask(request: Request, letter: Letter) -> None:
    """Put the letter into the outbox, sealed. Raises what ``outbox.ask`` raises."""
    site, delivery = site_of(request), delivery_of(request)
    mail_id, network = uuid_utils.uuid7(), request.client.host if request.client else ""
    asked = Asked(
        id=mail_id,
        content=delivery.seal.sealed(letter.encoded(), mail_id.bytes),
        recipient=delivery.seal.mark(mailbox(letter.to)),
        network=counted_as(network),
    )
    hashed, now, most = hash_of(request), site.clock(), site.settings.mails_per_hour
    await site.database.write(lambda session: outbox.ask(session, hashed, asked, now, most))
    delivery.wake()


async def leave_mail(request: Request) -> Response:
    """Lead to the result whoever reads the form's address again, such as in another language."""
    if redirect := other_language(request):
        return redirect
    await take_of(request)
    return see_other(f"{_take(request)}/result#my-link")


def _take(request: Request) -> str:
    return f"/{language_of(request)}/takes/{request.path_params['key']}"


_MAIL = "/{language:language}/takes/{key:key}/mail"

routes = [
    Route(_MAIL, mail_link, methods=["POST"]),
    Route(_MAIL, leave_mail, methods=["GET"]),
]
