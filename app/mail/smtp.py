"""The way to the mail server: a connection that is kept for a few mails, and a look whether there is one."""

import asyncio
import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from app.settings import Settings
from app.settings_mail import host_of

PATIENCE = 20.0  # seconds that the server has for each answer
PERMANENT = 500  # from this code on a server will not change its mind


class MailError(Exception):
    """No mail can be sent; the message says why, on one line, without any secret."""


class RefusedMailError(Exception):
    """The server refuses this mail or its address for good."""


class Carrier(Protocol):
    """Takes mails to where they go."""

    async def carry(self, mail: EmailMessage) -> None:
        """Take one mail there. Raises ``RefusedMailError``, and anything else where it may be tried again."""

    async def rest(self) -> None:
        """There is no further mail just now."""


class SmtpCarrier:
    """Hands mails to the settings' server, all that come at once over one connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: aiosmtplib.SMTP | None = None

    async def carry(self, mail: EmailMessage) -> None:
        """See ``Carrier.carry``."""
        try:
            client = await self._connected()
            await client.send_message(mail)
        except SMTPRecipientsRefused as error:
            if error.recipients[0].code >= PERMANENT:
                raise RefusedMailError from None
            raise
        except SMTPDataError as error:
            if error.code >= PERMANENT:
                raise RefusedMailError from None
            raise
        except BaseException:
            self._drop()
            raise

    async def rest(self) -> None:
        """See ``Carrier.rest``."""
        if self._client is not None and self._client.is_connected:
            with suppress(SMTPException, OSError):
                await self._client.quit()
        self._drop()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is None or not self._client.is_connected:
            self._client = client_of(self._settings)
            await self._client.connect()
        return self._client

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


class ConsoleCarrier:
    """Prints mails, on the machine of somebody who develops."""

    async def carry(self, mail: EmailMessage) -> None:
        """See ``Carrier.carry``."""
        plain = mail.get_body(("plain",))
        text = plain.get_content() if plain else ""
        print(f"\nTo: {mail['To']}\nSubject: {mail['Subject']}\n\n{text}", flush=True)

    async def rest(self) -> None:
        """See ``Carrier.rest``."""


def code_of(error: Exception) -> int | None:
    """The code of the server's answer, where it gave one."""
    if isinstance(error, SMTPRecipientsRefused):
        return error.recipients[0].code
    return error.code if isinstance(error, SMTPResponseException) else None


def carrier_of(settings: Settings) -> Carrier:
    """Whoever takes mails where the settings say."""
    return SmtpCarrier(settings) if settings.mails == "smtp" else ConsoleCarrier()


def client_of(settings: Settings) -> aiosmtplib.SMTP:
    """A client of the settings' server, not connected; whose certificate it is will be checked."""
    return aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.mail_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        # Its own guess would ask DNS, and tell the server the name of this machine.
        local_hostname=host_of(settings.site_address) or "localhost",
        use_tls=settings.smtp_security == "tls",
        start_tls=settings.smtp_security == "starttls",
        timeout=PATIENCE,
    )


def check_mail(settings: Settings) -> None:
    """Go to the settings' server and back: connect, guard the connection, log in, and send nothing.

    Raises ``MailError``, which says why that did not work. Not to be called where an event loop runs.
    """
    where = f"{settings.smtp_host}:{settings.mail_port}"
    if not settings.smtp_host:
        raise MailError("no mail server is set")
    try:
        asyncio.run(_there_and_back(settings))
    except (OSError, SMTPException) as error:
        raise MailError(f"{where} {_reason(error)}") from None


async def _there_and_back(settings: Settings) -> None:
    client = client_of(settings)
    try:
        await client.connect()
        await client.noop()
        with suppress(SMTPException):
            await client.quit()
    finally:
        client.close()


def _reason(error: Exception) -> str:
    """What is said of the server."""
    cause = error.__cause__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted: {cause.verify_message}"
    if isinstance(cause, ssl.SSLError):
        return f"does not speak TLS as AI_INDEX_SMTP_SECURITY wants it: {cause.reason}"
    if isinstance(error, SMTPAuthenticationError):
        return f"does not let AI_INDEX_SMTP_USER in with that password (code {error.code})"
    if isinstance(error, SMTPResponseException):
        return f"answers with code {error.code}"
    if isinstance(error, TimeoutError):
        return f"does not answer within {PATIENCE:.0f} seconds"
    if isinstance(error, SMTPConnectError):
        said = getattr(cause, "strerror", None)
        return f"cannot be reached: {said}" if said else "cannot be reached"
    if isinstance(error, SMTPServerDisconnected):
        return "hung up"
    if "STARTTLS" in str(error):
        return "offers no STARTTLS; AI_INDEX_SMTP_SECURITY takes tls or none too"
    if "auth" in str(error).lower():
        return "offers no way to log in that is known here; unset AI_INDEX_SMTP_USER if it needs none"
    return "cannot be used"
