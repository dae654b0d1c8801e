"""The report and the card's picture: how long each takes, and what answers notice of twenty at once."""

import datetime
import random
import statistics
import threading
import time
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select, update
from sqlmodel import Session

from app.diagnostic.models import take_table
from app.keys import key_hash, new_key
from app.migrations import migration_engine
from app.results import sharing
from app.settings import Settings
from bench.load import Call, Tally, run
from bench.real import UNLIMITED
from bench.report import Row
from bench.servers import Server, uvicorn
from bench.takes import CHOICES, QUESTIONS, SeededTake, saves, seed

MOST_MS = 60.0
# How much longer the slowest answers in a hundred may take while reports are printed.
MOST_TIMES = 2.0
MOST_MB = 150.0
AT_ONCE = 20
CONNECTIONS = 16


def printing_rows(folder: Path, reports: int, answers: int) -> list[Row]:
    """Reports with notes, one after the other; then twenty at once, again and again, while others answer."""
    chance = random.Random(25)
    takes = [
        SeededTake(new_key(), {q: chance.choice(CHOICES) for q in QUESTIONS}, frozenset(QUESTIONS[::3]))
        for _ in range(reports)
    ]
    answering = [SeededTake(new_key()) for _ in range(answers)]
    settings = Settings.model_validate({"database": f"sqlite:///{folder / 'printing.sqlite3'}"})
    seed(settings, [*takes, *answering])
    names = _complete_and_share(settings, takes)
    environment = UNLIMITED | {"AI_INDEX_DATABASE": settings.database.get_secret_value()}
    with uvicorn("bench.real:site", environment, "/healthz") as server:
        paths = [f"/en/takes/{take.key}/report.pdf" for take in takes]
        _ms(server, paths[:3])
        one_by_one = [
            _ms(server, paths),
            _ms(server, [f"/en/takes/{take.key}/roadmap/plan.pdf" for take in takes]),
            _ms(server, [f"/en/pictures/{name}.png" for name in names]),
        ]
        half = len(answering) // 2
        alone = run(server.port, saves(answering[:half], CONNECTIONS, chance))
        beside, printed = _beside_printing(server, paths, saves(answering[half:], CONNECTIONS, chance))
        memory = server.memory_mb
    return [
        _time_row("a report (PDF)", one_by_one[0], MOST_MS),
        _time_row("a roadmap (PDF)", one_by_one[1]),
        _time_row("a card's picture (PNG), the first time", one_by_one[2], MOST_MS),
        _answers_row(alone, beside, printed),
        Row(
            "memory of the site after them",
            f"{memory:.0f} MB",
            target=f"under {MOST_MB:.0f} MB",
            met=memory < MOST_MB,
        ),
    ]


def _complete_and_share(settings: Settings, takes: Sequence[SeededTake]) -> list[str]:
    """Complete the takes and give each a read-only link; the names of their pictures."""
    now = datetime.datetime.now(datetime.UTC)
    hashes = [key_hash(take.key) for take in takes]
    engine = migration_engine(settings)
    with Session(engine) as session:
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        done = take_table.c.edit_key_hash.in_(hashes)
        session.execute(update(take_table).where(done).values(completed_at=now))
        for take, hashed in zip(takes, hashes, strict=True):
            sharing.make(session, hashed, take.key, now, sharing.Shown())
        rows = session.execute(select(take_table.c.edit_key_hash, take_table.c.id).where(done)).all()
        shares = {row.edit_key_hash: sharing.share_of(session, row.id) for row in rows}
        session.connection().exec_driver_sql("COMMIT")
    engine.dispose()
    found = [(shares[hashed], take.key) for hashed, take in zip(hashes, takes, strict=True)]
    return [sharing.picture_name(share.key(key)) for share, key in found if share]


def _ms(server: Server, paths: Sequence[str]) -> list[float]:
    """How long each of these files takes, one after the other."""
    times = []
    for path in paths:
        began = time.perf_counter()
        _fetch(server, path)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _fetch(server: Server, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=60) as answer:
        assert len(answer.read()) > 10_000


def _beside_printing(
    server: Server, paths: Sequence[str], lanes: Sequence[Sequence[Call]]
) -> tuple[Tally, int]:
    """Save answers while twenty reports are always being asked for; the tally, and how many were printed."""
    stop = threading.Event()
    printed: list[int] = []

    def ask(place: int) -> None:
        while not stop.is_set():
            _fetch(server, paths[(place + len(printed)) % len(paths)])
            printed.append(place)

    with ThreadPoolExecutor(AT_ONCE) as people:
        asking = [people.submit(ask, place) for place in range(AT_ONCE)]
        tally = run(server.port, lanes, limit_seconds=30)
        stop.set()
    for each in asking:
        each.result()
    return tally, len(printed)


def _time_row(work: str, times: Sequence[float], most: float | None = None) -> Row:
    ordered = sorted(times)
    p50, p99 = statistics.median(ordered), ordered[len(ordered) * 99 // 100]
    said = f"p50 {p50:.0f} ms, p99 {p99:.0f} ms"
    return (
        Row(work, said)
        if most is None
        else Row(work, said, target=f"p50 under {most:.0f} ms", met=p50 < most)
    )


def _answers_row(alone: Tally, beside: Tally, printed: int) -> Row:
    errors = alone.errors + beside.errors
    wrong = f", {errors} errors" if errors else ""
    times = beside.p99_ms / alone.p99_ms
    return Row(
        f"save an answer while {AT_ONCE} reports are asked for, {CONNECTIONS} connections",
        f"p99 {beside.p99_ms:.1f} ms, {beside.rate:,.0f}/s ({printed} reports meanwhile){wrong}",
        f"p99 {alone.p99_ms:.1f} ms, {alone.rate:,.0f}/s without",
        f"{times:.2f}",
        f"p99 at most {MOST_TIMES:.0f} times",
        times <= MOST_TIMES and errors == 0,
    )
