"""Delete what has expired, while the site runs."""

import asyncio
import datetime
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from app.database import Database
from app.diagnostic.service import purge
from app.logs import log
from app.mail.outbox import forget_pauses

EVERY = 3600.0  # seconds


async def keep_purging(
    database: Database, clock: Callable[[], datetime.datetime], stop: asyncio.Event, every: float = EVERY
) -> None:
    """Delete the takes and marks that expired by now, and again ``every`` so many seconds, until ``stop``."""
    while not stop.is_set():
        try:
            await _purge_all(database, clock(), stop)
        except Exception as error:
            log.error("expired takes were not deleted", kind=type(error).__name__, exc_info=error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)


async def _purge_all(database: Database, now: datetime.datetime, stop: asyncio.Event) -> None:
    """Some in each transaction, so that saves wait for none of them long."""
    await database.write(partial(forget_pauses, now=now))
    while await database.write(partial(purge, now=now), erases=True) and not stop.is_set():
        pass
