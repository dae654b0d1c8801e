"""The index quarter by quarter as a drawing: points and lines in a box, for SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 96, 100, 40, 36
TOP_INDEX = 100


@dataclass(frozen=True, slots=True)
class Curve:
    """Where things stand in a box of ``WIDTH`` × ``HEIGHT``: the marks of the curve (today first), its line,
    the height of the target, and the heights of the scale's lines by their number."""

    marks: tuple[tuple[int, int], ...]
    line: str
    target: int
    scale: tuple[tuple[int, int], ...]


def curve(indices: Sequence[float], target: float) -> Curve:
    """Draw ``indices`` (0 to 100: today, then the end of each quarter, so two at least) and the target."""
    step = (WIDTH - LEFT - RIGHT) / (len(indices) - 1)
    marks = tuple((round(LEFT + place * step), _height(index)) for place, index in enumerate(indices))
    return Curve(
        marks=marks,
        line="M" + "L".join(f"{x} {y}" for x, y in marks),
        target=_height(target),
        scale=tuple((number, _height(number)) for number in range(0, TOP_INDEX + 1, 25)),
    )


def _height(index: float) -> int:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - index / TOP_INDEX))
