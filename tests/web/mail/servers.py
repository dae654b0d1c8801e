"""A mail server of the tests' own, on this machine: it keeps what it gets, and refuses what it is told to."""

import asyncio
import email
import email.policy
import socket
import ssl
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

ACCEPTED = "250 OK"
USER, PASSWORD = "index", "correct-horse-battery"


class _Talk(SMTP):
    """One connection, which can be ended."""

    def __init__(self, handler: Any, **options: Any) -> None:
        super().__init__(handler, **options)
        self._transports: list[asyncio.BaseTransport] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection, or after STARTTLS the one through it."""
        self._transports.append(transport)
        super().connection_made(transport)

    async def end(self) -> None:
        """Hang up."""
        for transport in self._transports:
            transport.close()
        if self._handler_coroutine is not None:
            self._handler_coroutine.cancel()
            await asyncio.gather(self._handler_coroutine, return_exceptions=True)


class MailServer:
    """Starts and stops on one port. ``to_recipient`` and ``to_data`` are its next answers, before it accepts
    again; an answer ``None`` hangs up."""

    def __init__(self, tls: ssl.SSLContext | None = None, **options: Any) -> None:
        self.port = _free_port()
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.to_recipient: list[str] = []
        self.to_data: list[str | None] = []
        self._tls = tls
        self._options = options
        self._server: asyncio.Server | None = None
        self._talks: list[_Talk] = []

    async def start(self) -> None:
        """Begin to listen."""
        loop = asyncio.get_running_loop()

        def talk() -> _Talk:
            self._talks.append(_Talk(self, loop=loop, **self._options))
            return self._talks[-1]

        self._server = await loop.create_server(talk, "127.0.0.1", self.port, ssl=self._tls)

    async def stop(self) -> None:
        """Be gone, in the middle of a word if need be."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for talk in self._talks:
            await talk.end()
        self._talks.clear()

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient, or not."""
        answer = self.to_recipient.pop(0) if self.to_recipient else ACCEPTED
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return answer.replace("{address}", address)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail, or not."""
        answer = self.to_data.pop(0) if self.to_data else ACCEPTED
        if answer is None:
            assert server.transport is not None
            server.transport.close()
            return ""
        if answer == ACCEPTED:
            assert isinstance(envelope.content, bytes)
            self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            self.recipients += envelope.rcpt_tos
        return answer


def only_our_user(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
    """Let in whoever knows the password."""
    is_ours = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_ours, handled=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
