"""What programs ask for: a thousand cases scored in one request, and a thousand takes exported one by one."""

import datetime
import http.client
import json
import random
import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session

from app.api.score import MOST_CASES
from app.diagnostic.models import take_table
from app.keys import new_key
from app.migrations import migration_engine
from app.settings import Settings
from bench.load import Call, Tally, run
from bench.real import UNLIMITED
from bench.report import Row, figures
from bench.servers import Server, uvicorn
from bench.takes import CHOICES, FRAMEWORK, QUESTIONS, SeededTake, dealt, seed

CONNECTIONS = 16
SCORE, EXPORT, OTHERS = "/api/v1/score", "/api/v1/take/data.json", "/healthz"


def api_rows(folder: Path, rounds: int) -> list[Row]:
    """A thousand takes with all answers and some notes, exported by their keys; then the same as cases."""
    chance = random.Random(26)
    takes = [
        SeededTake(new_key(), {q: chance.choice(CHOICES) for q in QUESTIONS}, frozenset(QUESTIONS[::3]))
        for _ in range(MOST_CASES)
    ]
    settings = Settings.model_validate({"database": f"sqlite:///{folder / 'api.sqlite3'}"})
    seed(settings, takes)
    _complete(settings)
    environment = UNLIMITED | {"AI_INDEX_DATABASE": settings.database.get_secret_value()}
    cases = json.dumps([_case(take) for take in takes])
    lanes = dealt([Call(EXPORT, bearer=take.key) for take in takes], CONNECTIONS)
    with uvicorn("bench.real:site", environment, OTHERS) as server:
        tallies = [run(server.port, lanes) for _ in range(rounds + 1)][1:]
        times, beside = _scored(server, cases, rounds * 3)
    return [_export_row(tallies), _score_row(times), _others_row(beside)]


def _complete(settings: Settings) -> None:
    engine = migration_engine(settings)
    with Session(engine) as session:
        session.execute(update(take_table).values(completed_at=datetime.datetime.now(datetime.UTC)))
        session.commit()
    engine.dispose()


def _case(take: SeededTake) -> dict[str, object]:
    return {"framework": FRAMEWORK.name, "answers": take.levels, "evidence": sorted(take.noted)}


def _scored(server: Server, cases: str, times: int) -> tuple[list[float], list[float]]:
    """How long the cases take each time, in ms; and how long others wait for a small answer meanwhile."""
    headers = {"Content-Type": "application/json"}
    done, beside = threading.Event(), []

    def ask_meanwhile() -> None:
        while not done.is_set():
            beside.extend(_ms(server, "GET", OTHERS, None, {}, 10))

    _ms(server, "POST", SCORE, cases, headers, 2)
    other = threading.Thread(target=ask_meanwhile)
    other.start()
    try:
        return _ms(server, "POST", SCORE, cases, headers, times), beside
    finally:
        done.set()
        other.join()


def _ms(
    server: Server, method: str, path: str, body: str | None, headers: dict[str, str], times: int
) -> list[float]:
    """How long each of the same requests takes, one after the other, on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - began) * 1e3)
        assert answer.status == 200
    connection.close()
    return taken


def _export_row(tallies: Sequence[Tally]) -> Row:
    errors = sum(tally.errors for tally in tallies)
    wrong = f", {errors} errors" if errors else ""
    name = f"a completed take by the API (JSON), each of {MOST_CASES:,}, {CONNECTIONS} connections"
    return Row(name, figures(tallies) + wrong, met=None if errors == 0 else False)


def _score_row(times: Sequence[float]) -> Row:
    middle = statistics.median(times)
    rate = MOST_CASES / middle * 1e3
    return Row(f"{MOST_CASES:,} cases scored in one request", f"{middle:.0f} ms ({rate:,.0f} cases/s)")


def _others_row(beside: Sequence[float]) -> Row:
    p50, p99 = statistics.median(beside), statistics.quantiles(beside, n=100)[98]
    return Row("a small answer meanwhile, one connection", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms")
