"""What the doctor looks at in the way that mails go, and in those that wait. None is sent."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from app.mail.models import outbox_table
from app.mail.seal import secret_path
from app.mail.smtp import MailError, check_mail
from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import counted, tables_of
from app.settings import Settings

NAME_SERVER = "To send mails, set AI_INDEX_SMTP_HOST and AI_INDEX_MAIL_FROM."


def way(settings: Settings) -> Iterable[Finding]:
    """Whether the settings' mail server lets the site in."""
    if settings.mails == "none":
        return [note("No mail server is set: nobody is offered their link by mail.", NAME_SERVER)]
    if settings.mails == "console":
        return [note("Mails are printed on standard output, with the links in them.", NAME_SERVER)]
    try:
        check_mail(settings)
    except MailError as error:
        return [fault(f"The mail server {error}.", "Look at AI_INDEX_SMTP_HOST and its kin.")]
    return [ok(f"The mail server {settings.smtp_host}:{settings.mail_port} lets the site in.")]


def outbox(settings: Settings, connection: Connection) -> Iterable[Finding]:
    """Whether mails wait in vain."""
    if "outbox" not in tables_of(connection):
        return
    given_up, waiting, late = connection.execute(
        select(
            func.count().filter(outbox_table.c.next_try_at.is_(None)),
            func.count().filter(outbox_table.c.next_try_at.is_not(None)),
            func.count().filter(outbox_table.c.next_try_at.is_not(None), outbox_table.c.tries > 1),
        )
    ).one()
    path = secret_path(settings)
    if waiting and path is not None and not path.exists():
        said = f"{counted(waiting, 'mail')} cannot be opened: {path} is gone."
        yield fault(said, "Bring that file back, or let people ask for their mails again.")
    elif waiting and settings.mails == "none":
        yield note(f"{counted(waiting, 'mail')} on the way to no mail server.", NAME_SERVER)
    elif late:
        yield note(f"{counted(late, 'mail')} not delivered yet, and tried again.", "Look at the mail server.")
    if given_up:
        said = f"{counted(given_up, 'mail')} could not be delivered; their owners are told."
        yield note(said, "Nothing to mend where the addresses were wrong.")
