"""The rosette: six scores drawn as a hexagon with fine lines inside and out, like the ones on banknotes.

The lines follow from the scores alone, so that two results with different scores never look alike.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

CENTRE = 500.0
RADIUS = 400.0
SAMPLES = 180
INNER_LINES = 11
OUTER_LINES = 7
LEVELS = 4
# A result, its report and its picture are asked for one after the other.
KEPT = 64
TURNS = tuple(2 * math.pi * n / SAMPLES for n in range(SAMPLES))
DIRECTIONS = tuple((math.sin(turn), math.cos(turn)) for turn in TURNS)
# What is cut off after this is added is rounded.
MIDDLE = CENTRE + 0.5
# A step as it is written after another number; those from the end are the negative ones.
STEPS = [f" {n}" for n in range(1001)] + [str(n) for n in range(-1000, 0)]
# Far enough from the corner that the longest name, "Reproductible", stays clear of the rim.
ABOVE, BELOW = 64.0, 98.0
ABOVE_TOP, BELOW_BOTTOM = 30.0, 64.0
SIDE = 35


@dataclass(frozen=True, slots=True)
class Label:
    """Where a property's name stands, and on which side of that point it is written."""

    x: int
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Rosette:
    """SVG path data and points in a square of 1000 units, first the property at the top, then clockwise."""

    grid: tuple[str, ...]
    axes: str
    inner: str
    outer: str
    outline: str
    points: tuple[tuple[int, int], ...]
    labels: tuple[Label, ...]


@lru_cache(KEPT)
def rosette(scores: tuple[float, ...]) -> Rosette:
    """Draw ``scores`` (each 0 to 100, three or more of them)."""
    count = len(scores)
    corners = [_at(count, place, score / 100 * RADIUS) for place, score in enumerate(scores)]
    rim = [_at(count, place, RADIUS) for place in range(count)]
    inside, outside = _sides(scores), _sides([100] * count)
    phase = sum(score * (place + 1) for place, score in enumerate(scores)) / 100
    inner, outer = [], []
    for line in range(INNER_LINES):
        share = (line + 1) / (INNER_LINES + 1)
        waves = _waves(count, phase + line * 0.9, 0.16 * (1 - share**3))
        inner.append(_line([side * share * wave for side, wave in zip(inside, waves, strict=True)]))
    for line in range(OUTER_LINES):
        share = (line + 1) / (OUTER_LINES + 1)
        sides = zip(inside, outside, _waves(count, line * 1.3 - phase, 0.1), strict=True)
        outer.append(_line([near + (far - near) * share * wave for near, far, wave in sides]))
    return Rosette(
        grid=tuple(_polygon([_at(count, p, RADIUS * k / LEVELS) for p in range(count)]) for k in range(1, 5)),
        axes="".join(f"M{CENTRE:.0f} {CENTRE:.0f}L{x:.0f} {y:.0f}" for x, y in rim),
        inner="".join(inner),
        outer="".join(outer),
        outline=_polygon(corners),
        points=tuple((round(x), round(y)) for x, y in corners),
        labels=tuple(_label(count, place) for place in range(count)),
    )


def _turn(count: int, place: int) -> float:
    return 2 * math.pi * place / count


def _at(count: int, place: int, radius: float) -> tuple[float, float]:
    turn = _turn(count, place)
    return CENTRE + radius * math.sin(turn), CENTRE - radius * math.cos(turn)


@cache
def _petals(count: int) -> list[tuple[float, float]]:
    """In each direction, the sine and the cosine of waves that go up and down twice between two corners."""
    return [(math.sin(2 * count * turn), math.cos(2 * count * turn)) for turn in TURNS]


@cache
def _corners(count: int) -> list[tuple[int, float, float]]:
    """The corner before each direction, and how far that one and the next have a say in it."""
    found, step = [], 2 * math.pi / count
    for turn in TURNS:
        place, rest = divmod(turn, step)
        found.append((int(place), math.sin(rest) / math.sin(step), math.sin(step - rest) / math.sin(step)))
    return found


def _sides(scores: Sequence[float]) -> list[float]:
    """The distance from the centre to the polygon of ``scores`` in each direction."""
    # A score of zero still leaves a thread of light, so that the polygon stays a polygon.
    radii = [max(score, 4) / 100 * RADIUS for score in scores]
    radii.append(radii[0])
    return [
        radii[place] * radii[place + 1] / (radii[place] * here + radii[place + 1] * there)
        for place, here, there in _corners(len(scores))
    ]


def _waves(count: int, phase: float, swing: float) -> list[float]:
    """The factor in each direction by which a line swings around its place, by at most ``swing``."""
    by_sine, by_cosine = swing * math.cos(phase), swing * math.sin(phase)
    return [1 + sine * by_sine + cosine * by_cosine for sine, cosine in _petals(count)]


def _line(radii: Sequence[float]) -> str:
    points = [
        (int(MIDDLE + radius * sine), int(MIDDLE - radius * cosine))
        for radius, (sine, cosine) in zip(radii, DIRECTIONS, strict=True)
    ]
    x, y = points[0]
    steps = [STEPS[to[0] - at[0]] + STEPS[to[1] - at[1]] for at, to in pairwise(points)]
    return f"M{x} {y}l{''.join(steps).lstrip()}z"


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "z"


def _label(count: int, place: int) -> Label:
    x, y = _at(count, place, RADIUS)
    side = math.sin(_turn(count, place))
    is_below = math.cos(_turn(count, place)) < 0
    if abs(side) < 0.01:
        return Label(round(x), round(y + BELOW_BOTTOM if is_below else y - ABOVE_TOP), "middle")
    height = round(y + BELOW if is_below else y - ABOVE)
    return Label(1000 + SIDE if side > 0 else -SIDE, height, "end" if side > 0 else "start")
