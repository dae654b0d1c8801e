"""Saving an answer against a bare route with the same durable commit; on PostgreSQL, without comparison."""

import random
from pathlib import Path

from app.settings import Settings
from bench.bare import DATABASE
from bench.load import Tally, run
from bench.postgres import postgres
from bench.real import UNLIMITED
from bench.report import Pairs, Row, figures
from bench.servers import uvicorn
from bench.takes import answers_kept, empty_takes, saves, seed

LEAST_RATIO = 0.6
MOST_P99_MS = 60.0
SIDES = ("ours", "bare", "together")


def saving_rows(folder: Path, connections: int, rounds: int, takes_a_round: int) -> list[Row]:
    """Both sides in turn, ``takes_a_round`` takes answered in full each time."""
    chance = random.Random(20)
    takes = empty_takes(takes_a_round * (rounds + 1))
    sides = {name: _settings(folder / f"{name}-{connections}.sqlite3") for name in SIDES}
    for settings in sides.values():
        seed(settings, takes)
    url = sides["ours"].database.get_secret_value()
    tallies: dict[str, list[Tally]] = {name: [] for name in SIDES}
    with (
        uvicorn("bench.real:site", UNLIMITED | {"AI_INDEX_DATABASE": url}, "/healthz") as ours,
        uvicorn("bench.bare:saving", {DATABASE: str(sides["bare"].sqlite_path)}) as bare,
        uvicorn("bench.bare:saving_together", {DATABASE: str(sides["together"].sqlite_path)}) as together,
    ):
        # The first slice warms both sides up and is not counted.
        for turn in range(rounds + 1):
            lanes = saves(takes[turn * takes_a_round : (turn + 1) * takes_a_round], connections, chance)
            for name, server in (("ours", ours), ("bare", bare), ("together", together)):
                tallies[name].append(run(server.port, lanes))
    lost = sum(
        sum(tally.statuses.get("200", 0) for tally in tallies[name]) - answers_kept(settings)
        for name, settings in sides.items()
    )
    counted = {name: found[1:] for name, found in tallies.items()}
    pairs = Pairs(counted["ours"], counted["bare"])
    best = Pairs(counted["ours"], counted["together"])
    return _rows(pairs, best, connections, lost)


def _rows(pairs: Pairs, best: Pairs, connections: int, lost: int) -> list[Row]:
    name = f"save an answer, {connections} connections"
    rows = [
        Row(
            name,
            figures(pairs.ours),
            figures(pairs.baseline),
            f"{pairs.ratio:.2f}",
            f"at least {LEAST_RATIO}",
            pairs.ratio >= LEAST_RATIO,
        ),
        Row(
            f"{name}: beside a bare route with our group commit",
            figures(best.ours),
            figures(best.baseline),
            f"{best.ratio:.2f}",
        ),
        Row(
            f"{name}: errors, acknowledged but not kept",
            f"{pairs.errors + best.errors}, {lost}",
            target="0, 0",
            met=(pairs.errors + best.errors, lost) == (0, 0),
        ),
    ]
    if connections >= 64:
        met = pairs.p99_ms < MOST_P99_MS
        rows.append(
            Row(f"{name}: p99", f"{pairs.p99_ms:.1f} ms", target=f"under {MOST_P99_MS:.0f} ms", met=met)
        )
    return rows


def postgres_rows(folder: Path, connections: int, rounds: int, takes_a_round: int) -> list[Row]:
    """How many answers a second one process saves on PostgreSQL, where a server can be started."""
    chance = random.Random(21)
    name = f"note: save an answer on PostgreSQL, {connections} connections"
    with postgres(folder) as url:
        if url is None:
            return [Row(name, "not measured: no initdb here")]
        settings = Settings.model_validate({"database": url})
        takes = empty_takes(takes_a_round * (rounds + 1))
        seed(settings, takes)
        tallies = []
        with uvicorn("bench.real:site", UNLIMITED | {"AI_INDEX_DATABASE": url}, "/healthz") as server:
            for turn in range(rounds + 1):
                slice_ = takes[turn * takes_a_round : (turn + 1) * takes_a_round]
                tallies.append(run(server.port, saves(slice_, connections, chance)))
        lost = sum(tally.statuses.get("200", 0) for tally in tallies) - answers_kept(settings)
    errors = sum(tally.errors for tally in tallies)
    said = f"{figures(tallies[1:])}, {errors} errors, {lost} lost"
    return [Row(name, said, met=None if errors == lost == 0 else False)]


def _settings(path: Path) -> Settings:
    return Settings.model_validate({"database": f"sqlite:///{path}"})
