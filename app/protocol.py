"""HTTP as uvicorn reads it, with an end to what a request may hold beside its body, and to how slow it is.

The parser keeps all that it is sent, and nothing else ends a connection on which no request is completed.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024
SLOWEST_REQUEST = 20.0  # seconds


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection whose request is endless, or never comes."""

    _beside_body = 0
    _is_awaited = True
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless it is too much: a head, or what frames the pieces of a body and follows them."""
        self._is_awaited = True
        super().data_received(data)
        self._beside_body += len(data)
        if self.transport.is_closing():
            return
        if self._beside_body > LARGEST_HEAD:
            self.transport.close()
        elif self._is_awaited and self._deadline is None:
            self._wait()

    def on_message_begin(self) -> None:
        """Count anew."""
        self._beside_body = 0
        self._is_awaited = True
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Leave the body out of the count: the gate has a limit of its own for it."""
        self._beside_body -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there."""
        self._is_awaited = False
        self._stop_waiting()
        super().on_message_complete()

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(SLOWEST_REQUEST, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
