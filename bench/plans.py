"""How long one roadmap takes, proven to be the best, over random cases of every size and strategy."""

import random
import time

from bench.report import Row
from bench.takes import CHOICES, FRAMEWORK, QUESTIONS
from questions.models import SIZES
from scoring.roadmap import plan
from scoring.wishes import MOST_QUARTERS, STRATEGIES, Wishes

MOST_P99_MS = 150.0
MOST_MS = 1000.0


def plan_rows(cases: int) -> list[Row]:
    """Random answers, sizes, targets, capacities from too little to plenty, one to twelve quarters."""
    chance = random.Random(17)
    wishes = [_wishes(chance) for _ in range(cases)]
    plan(FRAMEWORK, wishes[0])
    times, unproven = [], 0
    for each in wishes:
        began = time.perf_counter()
        unproven += not plan(FRAMEWORK, each).proven
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    p50, p99, longest = times[len(times) // 2], times[int(len(times) * 0.99)], times[-1]
    return [
        Row(
            f"one roadmap, {cases:,} random cases",
            f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {longest:.0f} ms, {unproven} not proven",
            target=f"p99 under {MOST_P99_MS:.0f} ms, never over {MOST_MS / 1000:.0f} s, all proven",
            met=p99 < MOST_P99_MS and longest < MOST_MS and not unproven,
        )
    ]


def _wishes(chance: random.Random) -> Wishes:
    answers = dict(zip(QUESTIONS, chance.choices(CHOICES, k=len(QUESTIONS)), strict=True))
    size, quarters = chance.choice(SIZES), chance.randint(1, MOST_QUARTERS)
    target = chance.choice([level.id for level in FRAMEWORK.levels[1:]])
    days = sum(getattr(step.effort, size) for step in FRAMEWORK.steps.values())
    capacity = round(days / quarters * chance.uniform(0.05, 1), 1)
    return Wishes(answers, size, capacity, quarters, target, chance.choice(STRATEGIES))
