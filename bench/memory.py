"""What the server holds in memory: after every kind of page, then after many more takes."""

import random
from pathlib import Path

from app.settings import Settings
from bench.load import Call, run
from bench.real import UNLIMITED
from bench.report import Row
from bench.servers import uvicorn
from bench.takes import QUESTIONS, dealt, empty_takes, saves, scattered_takes, seed

MOST_MB = 150.0
MOST_GROWTH_MB = 5.0
CONNECTIONS = 16


def memory_rows(folder: Path, warm_takes: int, more_takes: int) -> list[Row]:
    """Resident memory at start, once every cache is full, and after ``more_takes`` takes."""
    chance = random.Random(24)
    settings = Settings.model_validate({"database": f"sqlite:///{folder / 'memory.sqlite3'}"})
    scattered = scattered_takes(warm_takes, chance)
    more = [empty_takes(more_takes // 2) for _ in range(2)]
    seed(settings, [*scattered, *more[0], *more[1]])
    pages = [Call(take.address(question)) for take in scattered for question in QUESTIONS]
    environment = UNLIMITED | {"AI_INDEX_DATABASE": settings.database.get_secret_value()}
    errors = 0
    with uvicorn("bench.real:site", environment, "/healthz") as server:
        at_start = server.memory_mb
        errors += run(server.port, dealt(pages, CONNECTIONS), limit_seconds=30).errors
        full = server.memory_mb
        after = []
        for takes in more:
            starts = dealt([Call("/en/takes", "")] * len(takes), CONNECTIONS)
            errors += run(server.port, starts, expected=303, limit_seconds=120).errors
            errors += run(server.port, saves(takes, CONNECTIONS, chance), limit_seconds=300).errors
            after.append(server.memory_mb)
    growth = after[1] - after[0]
    said = f"{at_start:.0f} MB at start, {full:.0f} MB after {len(pages):,} different pages, "
    said += f"{after[0]:.0f} and {after[1]:.0f} MB after {len(more[0]):,} and {2 * len(more[0]):,} takes"
    if errors:
        said += f", {errors} errors"
    met = after[1] < MOST_MB and growth < MOST_GROWTH_MB and errors == 0
    target = f"under {MOST_MB:.0f} MB, flat (the last half under {MOST_GROWTH_MB:.0f} MB more)"
    return [Row("memory of the process", said, target=target, met=met)]
