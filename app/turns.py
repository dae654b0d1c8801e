"""Turns at what serves one at a time. Addresses take turns, so that who asks for much waits behind nobody but
themselves."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

# Whom the limits count the request as that is being served.
ASKING: ContextVar[str] = ContextVar("asking", default="")


class BusyError(RuntimeError):
    """More wait than are served in a few seconds."""


class Turns:
    """At most ``most`` wait for ``what`` or have it. Where one more comes, the last one of the address that
    has most there goes instead, if that address has more than the one that comes."""

    def __init__(self, what: str, most: int) -> None:
        self._what = what
        self._most = most
        self._is_taken = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn, and have it until the block ends. Raises ``BusyError``."""
        await self._take()
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self) -> None:
        who = ASKING.get()
        if self._count() >= self._most:
            self._make_room(who)
        if not self._is_taken:
            self._is_taken = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(who, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._pass_on()
            raise

    def _count(self) -> int:
        self._drop_cancelled()
        return self._is_taken + sum(map(len, self._waiting.values()))

    def _make_room(self, who: str) -> None:
        busy = BusyError(f"{self._most} wait for {self._what}")
        greediest = max(self._waiting, key=lambda each: len(self._waiting[each]), default=who)
        if len(self._waiting.get(greediest, ())) <= len(self._waiting.get(who, ())) + 1:
            raise busy
        self._waiting[greediest].pop().set_exception(busy)

    def _pass_on(self) -> None:
        self._drop_cancelled()
        if not self._waiting:
            self._is_taken = False
            return
        who, turns = self._waiting.popitem(last=False)
        turns.popleft().set_result(None)
        if turns:
            self._waiting[who] = turns

    def _drop_cancelled(self) -> None:
        for who, turns in list(self._waiting.items()):
            still = deque(turn for turn in turns if not turn.done())
            if still:
                self._waiting[who] = still
            else:
                del self._waiting[who]
