"""People who answer without a pause, and what was acknowledged to them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.web.server_process import PATIENCE
from tests.web.visitor import LEVELS, QUESTIONS, Visitor

CONNECTIONS = 4


@dataclass(slots=True)
class Answers:
    """Each answer's number stands in its note; the last that was acknowledged, by take and question."""

    acknowledged: dict[tuple[str, str], int] = field(default_factory=dict)
    count: int = 0
    _more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, count: int) -> None:
        """Wait until so many answers were acknowledged."""
        async with asyncio.timeout(PATIENCE), self._more:
            await self._more.wait_for(lambda: self.count >= count)

    async def one_person(self, address: str) -> None:
        """Answer question after question."""
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as browser:
            visitor = Visitor(browser)
            key = await visitor.start()
            number = 0
            while True:
                question = QUESTIONS[number % 12]
                number += 1
                fields = {"level": LEVELS[number % 5], "note": str(number), "seen": str((number - 1) // 12)}
                response = await visitor.send(key, question, action="save", **fields)
                assert response.status_code == 200
                self.acknowledged[key, question] = number
                async with self._more:
                    self.count += 1
                    self._more.notify_all()


@asynccontextmanager
async def answering(address: str) -> AsyncIterator[Answers]:
    """People who answer at the site of ``address``, until the end."""
    answers = Answers()
    people = [asyncio.create_task(answers.one_person(address)) for _ in range(CONNECTIONS)]
    try:
        yield answers
    finally:
        for person in people:
            person.cancel()
        outcomes = await asyncio.gather(*people, return_exceptions=True)
        assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes), outcomes
