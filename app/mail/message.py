"""The mail that brings somebody the link to their take. Nothing in it was written by whoever asked for it:
nobody can use it to say something to a stranger."""

import datetime
import uuid
from dataclasses import asdict, dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import orjson

from app.languages import Language
from app.settings import Settings
from app.settings_mail import host_of, is_loopback
from app.web import Pages

NO_SENDER = "ai-index@localhost"  # in development, where nothing leaves the machine


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom which link goes, in which language; this is what is sealed."""

    to: str
    key: str
    language: Language

    def encoded(self) -> bytes:
        """The letter as bytes."""
        return orjson.dumps(asdict(self))

    @classmethod
    def decoded(cls, content: bytes) -> "Letter":
        """The letter that these bytes are."""
        return cls(**orjson.loads(content))


def message_of(
    letter: Letter,
    mail_id: uuid.UUID,
    expires_at: datetime.datetime,
    now: datetime.datetime,
    settings: Settings,
    pages: Pages,
) -> EmailMessage:
    """The mail for ``letter``, plain and as HTML. Sent again, it has the same number, so that mail programs
    can tell that it is the same one."""
    site = settings.site_address
    context = {
        "site": site,
        "link": f"{site}/{letter.language}/takes/{letter.key}/result",
        "until": expires_at.date(),
        "operator": settings.operator,
        "contact": settings.contact,
    }

    def words(template: str) -> str:
        return pages.text(letter.language, f"mail/{template}", context)

    name, subject = words("head.txt").strip().splitlines()
    sender = settings.mail_from or NO_SENDER
    mail = EmailMessage(SMTP)
    mail["From"] = Address(name, addr_spec=sender)
    mail["To"] = Address(addr_spec=letter.to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{mail_id.hex}@{_domain(settings, sender)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words("link.txt"), cte="quoted-printable")
    mail.add_alternative(words("link.html"), subtype="html", cte="quoted-printable")
    # Set before, it would go to the first part alone.
    mail["Content-Language"] = letter.language
    return mail


def _domain(settings: Settings, sender: str) -> str:
    """The domain that the mail's number is of: the site's, where that has a name."""
    host = host_of(settings.site_address)
    has_name = "." in host and not host.replace(".", "").isdigit() and not is_loopback(host)
    return host if has_name else sender.rpartition("@")[2]
