"""What the result page shows of its mails, and whether it offers to send one."""

import datetime
from dataclasses import dataclass

from starlette.requests import Request

from app.mail.outbox import GIVEN_UP_AFTER, MailState
from app.settings import Settings
from app.settings_mail import is_loopback
from app.site import site_of

SAID_FOR = datetime.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class MailForm:
    """The form as it was sent: the address, and what is wrong with it, a word for the template."""

    address: str = ""
    error: str = ""
    status: int = 200


UNTOUCHED = MailForm()


@dataclass(frozen=True, slots=True)
class MailView:
    """What is drawn: the form, whether it is offered, whether a mail was asked for just now, how many days it
    is tried for, and how earlier ones stand."""

    is_offered: bool
    address: str
    error: str
    is_asked: bool
    state: MailState
    days: int = GIVEN_UP_AFTER.days


def mail_view(request: Request, form: MailForm, state: MailState) -> MailView:
    """What the page of ``request`` shows."""
    is_offered = sends_mail(request, site_of(request).settings)
    return MailView(is_offered, form.address, form.error, _is_asked(request), state)


def sends_mail(request: Request, settings: Settings) -> bool:
    """Whether somebody who comes by this request can have a mail sent.

    In development mails are printed where the logs go. A site that strangers reach through a proxy, and
    whose settings do not say so, must not print their addresses and keys there.
    """
    if settings.mails == "console":
        return is_loopback(request.url.hostname or "")
    return settings.mails == "smtp"


def asked_at(now: datetime.datetime) -> str:
    """The moment as it stands in the address of the page that says that a mail is on its way."""
    return str(int(now.timestamp()))


def _is_asked(request: Request) -> bool:
    """Whether the address says that a mail was asked for just now. In a bookmark it soon says nothing."""
    said = request.query_params.get("mailed", "")
    if not (said.isascii() and said.isdigit() and len(said) < 12):
        return False
    passed = site_of(request).clock().timestamp() - int(said)
    return -1 < passed < SAID_FOR.total_seconds()
