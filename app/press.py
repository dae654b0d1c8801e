"""``python -m app.press``: sets documents with Typst, one after the other, in a process of its own.

An order comes on standard input and what was made goes to standard output, each as its length in four bytes
and then itself. The process ends with its input. It knows nothing of the site but its templates and fonts.
"""

import json
import os
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from app.fonts import FontsError, check_fonts, typst, typst_fonts
from app.paths import TEMPLATES

DOCUMENTS = TEMPLATES / "report"
LEAST_URGENT = 19  # of the system's scale, on which everything else has 0
BLANK = "blank.typ"
GENERATIONS = 10
LENGTH = struct.Struct(">L")
MADE, FAULT = b"+", b"-"


@dataclass(frozen=True, slots=True)
class Order:
    """A document by name, its content as JSON, and what it says of the framework's ``clauses``, as JSON too:
    with the moment ``made`` (seconds since 1970) as a tagged PDF that says it was made then, without one as a
    PNG with a pixel for each point of its only page."""

    document: str
    content: str
    made: int | None = None
    clauses: str = ""

    def encoded(self) -> bytes:
        """The order as the press reads it."""
        return framed(json.dumps(asdict(self)).encode())


class Press:
    """Typst's compilers with their fonts. Raises ``FontsError`` where Typst or a font is missing."""

    def __init__(self) -> None:
        check_fonts()
        self._fonts = typst_fonts()
        self._compilers: dict[str, Any] = {}

    def make(self, order: Order) -> bytes:
        """What ``order`` asks for; equal orders give equal bytes."""
        compiler = self._compiler(order.document)
        inputs = {"content": order.content, "clauses": order.clauses}
        if order.made is None:
            picture: bytes = compiler.compile(format="png", ppi=72, sys_inputs=inputs)
            return picture
        pdf: bytes = compiler.compile(
            format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs, timestamp=order.made
        )
        return pdf

    def forget(self) -> None:
        """Have Typst let go of what it kept of the last document, which no other one will ask for.

        It drops what the last ten documents did not use, and has no other way to be told. Without this the
        process holds 250 MB more, and sets each report more slowly.
        """
        for _ in range(GENERATIONS):
            self._compiler(BLANK).compile(format="svg")

    def _compiler(self, name: str) -> Any:
        if name not in self._compilers:
            self._compilers[name] = typst().Compiler(
                str(DOCUMENTS / name), root=str(DOCUMENTS), font_paths=self._fonts, ignore_system_fonts=True
            )
        return self._compilers[name]


def framed(message: bytes) -> bytes:
    """The message after its length."""
    return LENGTH.pack(len(message)) + message


def main() -> None:
    """Carry out orders until there is none."""
    # Who stops the site from a terminal stops it alone, and the site its press.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        os.nice(LEAST_URGENT)
    orders, made = sys.stdin.buffer, sys.stdout.buffer
    press: Press | None = None
    while order := _next(orders):
        try:
            press = press or Press()
            message = MADE + press.make(order)
        except FontsError as error:
            message = FAULT + str(error).encode()
        except Exception as error:
            # What Typst says may quote the document, and with it what somebody noted.
            message = FAULT + type(error).__name__.encode()
        made.write(framed(message))
        made.flush()
        if press is not None:
            press.forget()


def _next(orders: BinaryIO) -> Order | None:
    length = orders.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    return Order(**json.loads(orders.read(LENGTH.unpack(length)[0])))


if __name__ == "__main__":
    main()
