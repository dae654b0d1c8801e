"""An answer that was acknowledged is there after the power was cut."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic import SecretStr

from app.settings import Settings
from tests.web.rows import Rows
from tests.web.server_process import PATIENCE, Server, serving
from tests.web.visitor import LEVELS, QUESTIONS, Visitor

CONNECTIONS = 8
ENOUGH = 300  # answers that are acknowledged before the power is cut


@dataclass(slots=True)
class Stream:
    """Answers from several connections, each numbered in its note, and the last that was acknowledged."""

    server: Server
    acknowledged: dict[tuple[str, str], int] = field(default_factory=dict)
    count: int = 0

    async def one_connection(self) -> None:
        """Answer question after question until the server is gone."""
        async with httpx.AsyncClient(base_url=self.server.address, timeout=PATIENCE) as browser:
            visitor = Visitor(browser)
            key = await visitor.start()
            number = 0
            while True:
                question, level = QUESTIONS[number % 12], LEVELS[number % 5]
                number += 1
                fields = {
                    "level": level,
                    "note": str(number),
                    "seen": str((number - 1) // 12),
                    "action": "save",
                }
                try:
                    response = await visitor.send(key, question, **fields)
                except httpx.TransportError:
                    return
                assert response.status_code == 200
                self.acknowledged[key, question] = number
                self.count += 1
                if self.count == ENOUGH:
                    self.server.kill()


async def test_after_kill_9_every_acknowledged_answer_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'takes.sqlite3'}"
    with serving(url) as server:
        stream = Stream(server)
        await asyncio.gather(*(stream.one_connection() for _ in range(CONNECTIONS)))
    assert stream.count >= ENOUGH
    assert len({key for key, _ in stream.acknowledged}) == CONNECTIONS
    rows = Rows(Settings(database=SecretStr(url)))
    saved = {key: rows.answers(key) for key, _ in stream.acknowledged}
    rows.close()
    for (key, question), number in stream.acknowledged.items():
        row = saved[key][question]
        # What was sent and not acknowledged may be there as well, as a whole.
        assert int(row["note"]) in {number, number + 12}
        assert row["level"] == LEVELS[(int(row["note"]) - 1) % 5]
    with serving(url) as server:
        async with httpx.AsyncClient(base_url=server.address, timeout=PATIENCE) as browser:
            for key, answers in saved.items():
                window = await Visitor(browser).open(key, QUESTIONS[0])
                assert window.fields["note"] == answers[QUESTIONS[0]]["note"]
