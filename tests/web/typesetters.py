"""The typesetter of a running app, kept busy."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.gate import Gate
from app.press import Order
from app.site import Site
from app.typesetting import Typesetter

# A picture of nothing: the one document that needs no content.
ORDER = Order("blank.typ", "")


def site_in(app: ASGIApp) -> Site:
    """The site that ``app`` serves."""
    site: Site = cast(Starlette, cast(Gate, app).app).state.site
    return site


async def process_of(typesetter: Typesetter) -> int:
    """The process in which Typst works, begun if there is none."""
    if typesetter.pid is None:
        await typesetter.make(lambda: ORDER)
    assert typesetter.pid is not None
    return typesetter.pid


@asynccontextmanager
async def busy(typesetter: Typesetter, orders: int) -> AsyncIterator[None]:
    """So many documents are waited for, and none is made, until the block ends."""
    press = await process_of(typesetter)
    os.kill(press, signal.SIGSTOP)
    waiting = [asyncio.create_task(typesetter.make(lambda: ORDER)) for _ in range(orders)]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        os.kill(press, signal.SIGCONT)
        await asyncio.gather(*waiting)
