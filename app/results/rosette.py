"""The rosette: six scores drawn as a hexagon with fine lines inside and out, like the ones on banknotes.

The lines follow from the scores alone, so that two results with different scores never look alike.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CENTRE = 500.0
RADIUS = 400.0
SAMPLES = 180
INNER_LINES = 11
OUTER_LINES = 7
LEVELS = 4
TURNS = tuple(2 * math.pi * n / SAMPLES for n in range(SAMPLES))
DIRECTIONS = tuple((math.sin(turn), math.cos(turn)) for turn in TURNS)
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


def rosette(scores: Sequence[float]) -> Rosette:
    """Draw ``scores`` (each 0 to 100, three or more of them)."""
    count = len(scores)
    corners = [_at(count, place, score / 100 * RADIUS) for place, score in enumerate(scores)]
    rim = [_at(count, place, RADIUS) for place in range(count)]
    # What all lines share is worked out once: it takes most of the time.
    inside, outside = _radius_of(scores), _radius_of([100] * count)
    around = [(turn, inside(turn), outside(turn)) for turn in TURNS]
    phase = sum(score * (place + 1) for place, score in enumerate(scores)) / 100
    petals = 2 * count

    def inner(line: int) -> list[float]:
        share = (line + 1) / (INNER_LINES + 1)
        swing = 0.16 * (1 - share**3)
        return [
            inside * share * (1 + swing * math.sin(petals * turn + phase + line * 0.9))
            for turn, inside, _ in around
        ]

    def outer(line: int) -> list[float]:
        share = (line + 1) / (OUTER_LINES + 1)
        return [
            inside + (outside - inside) * share * (1 + 0.1 * math.sin(petals * turn - phase + line * 1.3))
            for turn, inside, outside in around
        ]

    return Rosette(
        grid=tuple(_polygon([_at(count, p, RADIUS * k / LEVELS) for p in range(count)]) for k in range(1, 5)),
        axes="".join(f"M{CENTRE:.0f} {CENTRE:.0f}L{x:.0f} {y:.0f}" for x, y in rim),
        inner="".join(_line(inner(line)) for line in range(INNER_LINES)),
        outer="".join(_line(outer(line)) for line in range(OUTER_LINES)),
        outline=_polygon(corners),
        points=tuple((round(x), round(y)) for x, y in corners),
        labels=tuple(_label(count, place) for place in range(count)),
    )


def _turn(count: int, place: int) -> float:
    return 2 * math.pi * place / count


def _at(count: int, place: int, radius: float) -> tuple[float, float]:
    turn = _turn(count, place)
    return CENTRE + radius * math.sin(turn), CENTRE - radius * math.cos(turn)


def _radius_of(scores: Sequence[float]) -> Callable[[float], float]:
    """The distance from the centre to the polygon of ``scores`` in a direction, in turns of 2 pi."""
    count = len(scores)
    step = 2 * math.pi / count
    # A score of zero still leaves a thread of light, so that the polygon stays a polygon.
    radii = [max(score, 4) / 100 * RADIUS for score in scores]

    def radius(turn: float) -> float:
        place, rest = divmod(turn % (2 * math.pi), step)
        here, there = radii[int(place) % count], radii[(int(place) + 1) % count]
        return here * there * math.sin(step) / (here * math.sin(rest) + there * math.sin(step - rest))

    return radius


def _line(radii: Sequence[float]) -> str:
    points = [
        (round(CENTRE + radius * sine), round(CENTRE - radius * cosine))
        for radius, (sine, cosine) in zip(radii, DIRECTIONS, strict=True)
    ]
    (x, y), steps = points[0], []
    start = f"M{x} {y}l"
    for next_x, next_y in points[1:]:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return start + " ".join(steps).replace(" -", "-") + "z"


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
