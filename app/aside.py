"""Work in a process of its own, for what loads much that is needed once."""

import os
from collections.abc import Callable

from app.reasons import reason


class AsideError(RuntimeError):
    """The work failed; the message says why."""


def aside(work: Callable[[], object]) -> None:
    """Do ``work`` in a copy of this process, which must have no other thread, and wait for its end: what it
    loads goes with it. Where processes cannot be copied, it is done in this one. Raises ``AsideError``."""
    if not hasattr(os, "fork"):
        if fault := _fault_of(work):
            raise AsideError(fault)
        return
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.write(writing, _fault_of(work).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with open(reading, encoding="utf-8") as told:
        fault = told.read()
    _, status = os.waitpid(child, 0)
    if fault or status:
        raise AsideError(fault or f"its process ended with {os.waitstatus_to_exitcode(status)}")


def _fault_of(work: Callable[[], object]) -> str:
    try:
        work()
    except Exception as error:
        return reason(error)
    return ""
