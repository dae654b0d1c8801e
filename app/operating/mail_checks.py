"""What the doctor looks at in the way that mails go, and in those that wait. None is sent."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from app.mail.models import outbox_table
from app.mail.seal import secret_path
from app.mail.smtp import MailError, check_mail
from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import counted, tables_of
from app.settings import Settings
from app.settings_mail import SHORTEST_SECRET

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


def secret(settings: Settings) -> Iterable[Finding]:
    """Whether what seals the waiting mails is there and is the owner's alone."""
    path = secret_path(settings)
    if path is None:
        return [ok("A setting." if settings.secret.get_secret_value() else "None, and no mail to seal.")]
    if not path.exists():
        return [ok("Made with the first mail.")]
    if len(path.read_bytes().strip()) < SHORTEST_SECRET:
        mend = "Delete that file: another is made, and mails that wait must be asked for again."
        return [fault(f"{path} holds no secret.", mend)]
    if mode := path.stat().st_mode & 0o077:
        return [fault(f"{path} is open to others (mode {0o600 | mode:04o}).", f"chmod 600 {path}")]
    return [ok(f"{path} is its owner's alone.")]


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
