"""How long one score takes, and a hundred thousand of them on one core."""

import random
import time
from collections.abc import Mapping
from statistics import median

from bench.report import Row
from bench.takes import CHOICES, FRAMEWORK, QUESTIONS
from scoring.index import score

MOST_US = 50.0
MOST_SECONDS = 5.0
MANY = 100_000


def score_rows(rounds: int) -> list[Row]:
    """Random takes: any level, sometimes unknown, half of them with proof for some answers."""
    chance = random.Random(23)
    takes = [
        (dict(zip(QUESTIONS, chance.choices(CHOICES, k=len(QUESTIONS)), strict=True)), _evidence(chance))
        for _ in range(MANY)
    ]
    one = median(_seconds(takes[:2000]) / 2000 for _ in range(rounds * 3)) * 1e6
    all_of_them = _seconds(takes)
    return [
        Row("one score", f"{one:.1f} µs", target=f"under {MOST_US:.0f} µs", met=one < MOST_US),
        Row(
            f"{MANY:,} takes rescored on one core",
            f"{all_of_them:.2f} s",
            target=f"under {MOST_SECONDS:.0f} s",
            met=all_of_them < MOST_SECONDS,
        ),
    ]


def _evidence(chance: random.Random) -> tuple[str, ...] | None:
    return tuple(chance.sample(QUESTIONS, 4)) if chance.random() < 0.5 else None


def _seconds(takes: list[tuple[dict[str, str], tuple[str, ...] | None]]) -> float:
    began = time.perf_counter()
    for answers, evidence in takes:
        _score(answers, evidence)
    return time.perf_counter() - began


def _score(answers: Mapping[str, str], evidence: tuple[str, ...] | None) -> None:
    score(FRAMEWORK, answers, evidence=evidence)
