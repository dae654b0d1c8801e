"""What ours is measured against: Starlette with one route and nothing around it.

``saving`` makes the same commit as the site does (same tables, key looked up, one upsert, WAL,
``synchronous=FULL``) in the route itself, as nothing around it would. ``saving_together`` makes it from one
writer thread that commits all that waits together: the best that this language and this database give.
``pages`` returns finished bytes from memory.
"""

import asyncio
import base64
import datetime
import hashlib
import json
import os
import queue
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

DATABASE = "BENCH_DATABASE"
PAGES = "BENCH_PAGES"
HTML = "text/html; charset=utf-8"
NOT_KEPT = {"Cache-Control": "no-store"}
BATCH = 256

UPSERT = """
INSERT INTO answer (take_id, question, level, note, link, revision, saved_at)
SELECT id, ?, ?, ?, ?, 1, ? FROM take WHERE edit_key_hash = ? AND completed_at IS NULL AND expires_at > ?
ON CONFLICT (take_id, question) DO UPDATE SET level = excluded.level, note = excluded.note,
link = excluded.link, revision = answer.revision + 1, saved_at = excluded.saved_at
RETURNING revision
"""

Row = tuple[str, str, str, str, str, bytes, str]
Outcome = tuple[int] | None
Waiting = tuple[Row, "asyncio.Future[Outcome]"]


class Alone:
    """A commit for each answer, made where it is asked for."""

    def __init__(self, path: str) -> None:
        self._connection = _connect(path)

    async def save(self, row: Row) -> Outcome:
        """The answer's revision once it is durable, ``None`` where no take has that key."""
        self._connection.execute("BEGIN IMMEDIATE")
        outcome: Outcome = self._connection.execute(UPSERT, row).fetchone()
        self._connection.execute("COMMIT")
        return outcome

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()


class Writer:
    """One thread with one connection; one commit for all that waits."""

    def __init__(self, path: str, loop: asyncio.AbstractEventLoop) -> None:
        self._path, self._loop = path, loop
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    async def save(self, row: Row) -> Outcome:
        """The answer's revision once it is durable, ``None`` where no take has that key."""
        future: asyncio.Future[Outcome] = self._loop.create_future()
        self._queue.put((row, future))
        return await future

    def close(self) -> None:
        """Finish what waits."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection = _connect(self._path)
        while (first := self._queue.get()) is not None:
            batch = [first]
            while len(batch) < BATCH and not self._queue.empty() and (more := self._queue.get()):
                batch.append(more)
            connection.execute("BEGIN IMMEDIATE")
            outcomes = [connection.execute(UPSERT, row).fetchone() for row, _ in batch]
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_settle, batch, outcomes)
        connection.close()


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _settle(batch: list[Waiting], outcomes: list[Outcome]) -> None:
    for (_, future), outcome in zip(batch, outcomes, strict=True):
        if not future.done():
            future.set_result(outcome)


def saving() -> Starlette:
    """An app that saves answers in the database that ``BENCH_DATABASE`` names, a commit for each."""
    return _saving(lambda: Alone(os.environ[DATABASE]))


def saving_together() -> Starlette:
    """The same with one commit for all that waits."""
    return _saving(lambda: Writer(os.environ[DATABASE], asyncio.get_running_loop()))


def _saving(writer: Callable[[], Alone | Writer]) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.writer = writer()
        yield
        app.state.writer.close()

    return Starlette(
        routes=[Route("/{language}/takes/{key}/questions/{question}", _save, methods=["POST"])],
        lifespan=lifespan,
    )


async def _save(request: Request) -> Response:
    fields = dict(parse_qsl((await request.body()).decode("ascii"), keep_blank_values=True))
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat(" ")
    hashed = hashlib.sha256(request.path_params["key"].encode()).digest()
    proof = fields.get("note", ""), fields.get("link", "")
    row = (request.path_params["question"], fields["level"], *proof, now, hashed, now)
    outcome = await request.app.state.writer.save(row)
    if outcome is None:
        return Response(status_code=404)
    body = f'<p id="status">Saved</p><input type="hidden" name="seen" value="{outcome[0]}">'
    return Response(body, headers=NOT_KEPT, media_type=HTML)


def pages() -> Starlette:
    """An app that answers with the compressed pages of the file that ``BENCH_PAGES`` names."""
    kept = json.loads(Path(os.environ[PAGES]).read_text())
    bodies = [base64.b64decode(body) for body in kept["bodies"]]
    by_path = {path: bodies[place] for path, place in kept["paths"].items()}
    zipped = NOT_KEPT | {"Content-Encoding": "gzip"}

    async def page(request: Request) -> Response:
        return Response(by_path[request.url.path], headers=zipped, media_type=HTML)

    return Starlette(routes=[Route("/{language}/takes/{key}/questions/{question}", page)])
