"""Where Typst works: in a process of its own, begun when first asked, gone when idle.

There it takes 70 MB that the site's own process never holds, gives way to the answers at the processor, and
can be ended when a document takes too long. One document is made at a time; addresses take turns, and who
comes when many wait is told to come again.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.press import FAULT, LENGTH, Order
from app.turns import BusyError as BusyError
from app.turns import Turns

MOST_WAITING = 40
MOST_SECONDS = 20.0
IDLE_SECONDS = 120.0
# Pages are laid out side by side: with a second thread a report takes two thirds of the time.
THREADS = "2"
PICTURES_KEPT = 32
READ_AHEAD = 1 << 20
HERE = Path(__file__).parent.parent


class TypesettingError(RuntimeError):
    """Typst could not make a document; the message says why, and quotes nothing of it."""


class Typesetter:
    """The press, with at most ``most_waiting`` documents waited for, and the last pictures that it made."""

    def __init__(
        self,
        most_waiting: int = MOST_WAITING,
        most_seconds: float = MOST_SECONDS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._most_seconds = most_seconds
        self._idle_seconds = idle_seconds
        self._turns = Turns("Typst", most_waiting)
        self._press: Process | None = None
        self._ending: set[asyncio.Future[int]] = set()
        self._rest: asyncio.TimerHandle | None = None
        self._pictures: OrderedDict[bytes, asyncio.Future[bytes]] = OrderedDict()

    @property
    def pid(self) -> int | None:
        """The process in which Typst works, ``None`` while there is none."""
        return None if self._press is None else self._press.pid

    async def make(self, order: Callable[[], Order]) -> bytes:
        """What ``order`` asks for, called when its turn comes. Raises ``BusyError`` where too many wait,
        ``TypesettingError`` where it cannot be made."""
        async with self._turns.turn():
            return await self._made(order())

    async def make_once(self, mark: bytes, order: Callable[[], Order]) -> bytes:
        """The same, kept for the next who ask with the same ``mark``, and shared by those who ask while it is
        made. What failed is not kept."""
        coming = self._pictures.pop(mark, None)
        if coming is None or coming.cancelled() or (coming.done() and coming.exception()):
            coming = asyncio.ensure_future(self.make(order))
        self._pictures[mark] = coming
        if len(self._pictures) > PICTURES_KEPT:
            self._pictures.popitem(last=False)
        return await asyncio.shield(coming)

    async def close(self) -> None:
        """End the press."""
        self._end()
        await asyncio.gather(*self._ending)

    async def _made(self, order: Order) -> bytes:
        if self._rest is not None:
            self._rest.cancel()
        message = await self._answer(order) or await self._answer(order)
        if message is None:
            raise TypesettingError("the press died twice")
        self._rest = asyncio.get_running_loop().call_later(self._idle_seconds, self._end)
        if message[:1] == FAULT:
            raise TypesettingError(message[1:].decode())
        return message[1:]

    async def _answer(self, order: Order) -> bytes | None:
        """What the press says to ``order``; ``None`` where it died, perhaps before it read it."""
        press = await self._ready()
        try:
            async with asyncio.timeout(self._most_seconds):
                return await _carry_out(press, order)
        except (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError):
            self._end()
            return None
        except TimeoutError:
            self._end()
            raise TypesettingError(f"given up after {self._most_seconds:.0f} seconds") from None
        except BaseException:
            # Half an answer may be on its way, which must not be taken for the next one's.
            self._end()
            raise

    async def _ready(self) -> Process:
        if self._press is None:
            places = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(places), "RAYON_NUM_THREADS": THREADS}
            command = (sys.executable, "-P", "-m", "app.press")
            self._press = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, env=environment, limit=READ_AHEAD
            )
        return self._press

    def _end(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        press, self._press = self._press, None
        if press is None:
            return
        with suppress(ProcessLookupError):
            press.kill()
        ending = asyncio.ensure_future(press.wait())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


async def _carry_out(press: Process, order: Order) -> bytes:
    """What the press answers to ``order``."""
    if press.stdin is None or press.stdout is None:
        raise BrokenPipeError
    press.stdin.write(order.encoded())
    await press.stdin.drain()
    (length,) = LENGTH.unpack(await press.stdout.readexactly(LENGTH.size))
    return await press.stdout.readexactly(length)
