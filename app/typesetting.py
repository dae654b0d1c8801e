"""Typst, which sets the report and draws the card's picture: on a thread of its own, begun when first asked.

Typst lets go of Python's lock while it works, and its thread gives way to the others at the processor, so
that answers do not wait for it. One job is done at a time; who comes when many wait is told to come again.
"""

import asyncio
import datetime
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Literal

from app.fonts import check_fonts, typst, typst_fonts
from app.paths import TEMPLATES

DOCUMENTS = TEMPLATES / "report"
MOST_WAITING = 40
LEAST_URGENT = 10  # of the system's scale, on which everything else has 0
KEPT = 32
BLANK = "blank.typ"
GENERATIONS = 10

Format = Literal["pdf", "png"]
Job = Callable[["Press"], bytes]


class BusyError(RuntimeError):
    """More wait for Typst than it serves in a few seconds."""


class Press:
    """Typst's compiler with its fonts, for one thread."""

    def __init__(self) -> None:
        check_fonts()
        self._fonts = typst_fonts()
        self._compilers: dict[str, Any] = {}

    def document(self, name: str, content: str, made: datetime.datetime) -> bytes:
        """The document ``name`` with ``content`` (JSON) as a tagged PDF that says it was made then.

        Equal content gives equal bytes.
        """
        pdf: bytes = self._compiler(name).compile(
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"content": content},
            timestamp=made.replace(microsecond=0),
        )
        return pdf

    def picture(self, name: str, content: str) -> bytes:
        """The document ``name``, of one page, as a PNG with a pixel for each of its points."""
        png: bytes = self._compiler(name).compile(format="png", ppi=72, sys_inputs={"content": content})
        return png

    def forget(self) -> None:
        """Have Typst let go of what it kept of the last documents, which no other one will ask for.

        It drops what the last ten documents did not use, and has no other way to be told. Without this the
        process holds 300 MB more, and sets each report more slowly.
        """
        for _ in range(GENERATIONS):
            self._compiler(BLANK).compile(format="svg")

    def _compiler(self, name: str) -> Any:
        if name not in self._compilers:
            self._compilers[name] = typst().Compiler(
                str(DOCUMENTS / name), root=str(DOCUMENTS), font_paths=self._fonts, ignore_system_fonts=True
            )
        return self._compilers[name]


class Typesetter:
    """The queue before the press, of at most ``most_waiting`` jobs, and the last pictures that it made."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._thread: ThreadPoolExecutor | None = None
        self._press: Press | None = None
        self._coming: OrderedDict[bytes, asyncio.Future[bytes]] = OrderedDict()
        self._waiting = 0

    async def make(self, job: Job) -> bytes:
        """What ``job`` makes of the press. Raises ``BusyError`` where too many wait, ``FontsError`` where
        Typst or a font is missing."""
        if self._waiting >= self._most_waiting:
            raise BusyError(f"{self._waiting} wait for Typst")
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "typst", _give_way)
        self._waiting += 1
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._do, job)
        finally:
            self._waiting -= 1
            with suppress(RuntimeError):  # closed meanwhile
                self._thread.submit(self._forget)

    async def make_once(self, mark: bytes, job: Job) -> bytes:
        """What ``job`` makes, kept for the next who ask with the same ``mark``, and shared by those who ask
        while it is made. What failed is not kept."""
        coming = self._coming.pop(mark, None)
        if coming is None or coming.cancelled() or (coming.done() and coming.exception()):
            coming = asyncio.ensure_future(self.make(job))
        self._coming[mark] = coming
        if len(self._coming) > KEPT:
            self._coming.popitem(last=False)
        return await asyncio.shield(coming)

    async def close(self) -> None:
        """Finish what is being made, and let the thread go."""
        if self._thread is not None:
            await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)

    def _do(self, job: Job) -> bytes:
        if self._press is None:
            self._press = Press()
        return job(self._press)

    def _forget(self) -> None:
        if self._press is not None:
            self._press.forget()


def _give_way() -> None:
    # Elsewhere than on Linux a number of the system's names a process, and not a thread.
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEAST_URGENT)
