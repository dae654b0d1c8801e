"""The typesetter of a running app, kept busy."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.gate import Gate
from app.site import Site
from app.typesetting import Press, Typesetter


def site_in(app: ASGIApp) -> Site:
    """The site that ``app`` serves."""
    site: Site = cast(Starlette, cast(Gate, app).app).state.site
    return site


@asynccontextmanager
async def busy(typesetter: Typesetter, jobs: int) -> AsyncIterator[None]:
    """So many jobs wait, and none is done, until the block ends."""
    may_end = threading.Event()

    def wait(_press: Press) -> bytes:
        may_end.wait()
        return b""

    waiting = [asyncio.create_task(typesetter.make(wait)) for _ in range(jobs)]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        may_end.set()
        await asyncio.gather(*waiting)
