"""The planner, kept busy."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from contextvars import copy_context

from app.planning.planner import MOST_WAITING, plan_for
from app.turns import ASKING
from questions.packs import CURRENT
from scoring.wishes import Wishes
from tests.web.running import ADDRESS
from tests.web.visitor import SOME_ANSWERS


class Held(dict[str, str]):
    """Answers that let nobody read them before they are let go."""

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__(answers)
        self.is_read, self.is_free = threading.Event(), threading.Event()

    def __iter__(self) -> Iterator[str]:
        self.is_read.set()
        self.is_free.wait()
        return super().__iter__()


@asynccontextmanager
async def busy_planner() -> AsyncIterator[None]:
    """As many plans as may wait are waited for by the browser's address, and none is made, until the block
    ends."""
    held, asking = Held(SOME_ANSWERS), copy_context()
    asking.run(ASKING.set, ADDRESS)
    wishes = [Wishes(held, "small", 5)] + [Wishes(SOME_ANSWERS, "small", 5)] * (MOST_WAITING - 1)
    waiting = [asyncio.create_task(plan_for(CURRENT, each), context=asking) for each in wishes]
    await asyncio.to_thread(held.is_read.wait)
    try:
        yield
    finally:
        for each in waiting[1:]:
            each.cancel()
        held.is_free.set()
        await asyncio.gather(*waiting, return_exceptions=True)
