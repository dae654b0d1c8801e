"""The rosette is drawn from the scores alone: its own for each result, and inside its frame."""

import math
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paths import TEMPLATES
from app.results.rosette import Rosette, rosette
from questions.packs import load

PACK = load()
Point = tuple[float, float]
scores = st.lists(st.integers(0, 8).map(lambda eighths: eighths * 12.5), min_size=6, max_size=6)
LETTER_HEIGHT = 48
# The widest letters of the typeface, on average over a name.
LETTER_WIDTH = 0.62 * LETTER_HEIGHT
EXTREMES = [[0.0] * 6, [100.0] * 6, [100.0, 0.0] * 3, [0.0, 100.0] * 3, [100.0] * 3 + [0.0] * 3]


def frame() -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the view box that the card draws the rosette in."""
    found = re.search(
        r'viewBox="(\S+) (\S+) (\S+) (\S+)"', (TEMPLATES / "macros" / "card.html").read_text("utf-8")
    )
    assert found
    left, top, width, height = map(float, found.groups())
    return left, top, left + width, top + height


LEFT, TOP, RIGHT, BOTTOM = frame()


def points(path: str) -> Iterator[Point]:
    """Every point of a path of M, L, l and z."""
    assert re.fullmatch(r"(M[-\d ]+(L[-\d ]+|l[-\d ]+)*z?)+", path)
    x = y = 0.0
    for command, numbers in re.findall(r"([MLl])([-\d ]+)", path):
        values = [float(number) for number in re.findall(r"-?\d+", numbers)]
        assert len(values) % 2 == 0
        for dx, dy in zip(values[::2], values[1::2], strict=True):
            x, y = (x + dx, y + dy) if command == "l" else (dx, dy)
            yield x, y


def lines(drawn: Rosette) -> list[str]:
    return [*drawn.grid, drawn.axes, drawn.inner, drawn.outer, drawn.outline]


def drawing(drawn: Rosette) -> tuple[str, str, str]:
    return drawn.inner, drawn.outer, drawn.outline


@given(scores, scores)
def test_two_results_look_alike_only_if_their_scores_are_the_same(
    one: list[float], other: list[float]
) -> None:
    assert (drawing(rosette(tuple(one))) == drawing(rosette(tuple(other)))) is (one == other)


@given(scores, st.integers(0, 5))
def test_one_step_on_one_property_changes_every_part_of_the_drawing(values: list[float], place: int) -> None:
    step = 12.5 if values[place] < 100 else -12.5
    changed = [*values[:place], values[place] + step, *values[place + 1 :]]
    for before, after in zip(drawing(rosette(tuple(values))), drawing(rosette(tuple(changed))), strict=True):
        assert before != after


@given(scores)
def test_every_point_lies_inside_the_frame(values: list[float]) -> None:
    drawn = rosette(tuple(values))
    everything = [*drawn.points, *(point for path in lines(drawn) for point in points(path))]
    assert len(everything) > 2000
    for x, y in everything:
        assert LEFT + 20 <= x <= RIGHT - 20
        assert TOP + 20 <= y <= BOTTOM - 20


@pytest.mark.parametrize("values", EXTREMES, ids=range(len(EXTREMES)))
def test_no_line_leaves_the_circle_around_the_rim(values: list[float]) -> None:
    drawn = rosette(tuple(values))
    for path in lines(drawn):
        assert all(math.dist(point, (500, 500)) <= 440 for point in points(path))


@given(scores)
def test_each_point_stands_on_its_axis_as_far_out_as_its_score(values: list[float]) -> None:
    drawn = rosette(tuple(values))
    for place, (value, point) in enumerate(zip(values, drawn.points, strict=True)):
        turn = math.pi / 3 * place
        exact = (500 + 4 * value * math.sin(turn), 500 - 4 * value * math.cos(turn))
        assert math.dist(point, exact) < 1
    assert list(points(drawn.outline)) == [(float(x), float(y)) for x, y in drawn.points]


def test_the_grid_marks_the_four_levels_above_absent() -> None:
    grid = rosette((50.0,) * 6).grid
    assert [next(points(path)) for path in grid] == [(500, 400), (500, 300), (500, 200), (500, 100)]


def boxes(language: str) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right and bottom of each property's name, written generously wide."""
    found = {}
    properties = PACK.texts[language].properties.values()
    for label, words in zip(rosette((0.0,) * 6).labels, properties, strict=True):
        width = LETTER_WIDTH * len(words.name)
        left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
        found[words.name] = left, label.y - LETTER_HEIGHT * 0.75, left + width, label.y + LETTER_HEIGHT * 0.25
    return found


@pytest.mark.parametrize("language", PACK.languages)
def test_every_name_is_written_whole_inside_the_frame(language: str) -> None:
    for left, top, right, bottom in boxes(language).values():
        assert LEFT <= left < right <= RIGHT
        assert TOP <= top < bottom <= BOTTOM


@pytest.mark.parametrize("language", PACK.languages)
def test_no_name_covers_another_or_a_corner_of_the_rim(language: str) -> None:
    placed = list(boxes(language).values())
    for n, (left, top, right, bottom) in enumerate(placed):
        for other in placed[n + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    for corner in points(rosette((100.0,) * 6).outline):
        for left, top, right, bottom in placed:
            assert not (left <= corner[0] <= right and top <= corner[1] <= bottom)


@pytest.mark.parametrize("count", [3, 4, 5, 8])
def test_another_number_of_properties_is_drawn_too(count: int) -> None:
    drawn = rosette((100.0,) * count)
    assert len(drawn.points) == len(drawn.labels) == count
    assert len(set(drawn.points)) == count
