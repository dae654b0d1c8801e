"""The roadmap's curve stands where its numbers say."""

from hypothesis import given
from hypothesis import strategies as st

from app.roadmap.curve import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, curve

indices = st.lists(st.integers(0, 800).map(lambda eighths: eighths / 8), min_size=2, max_size=13)


@given(indices, st.integers(0, 100))
def test_every_mark_stands_inside_the_box_from_left_to_right(given_indices: list[float], target: int) -> None:
    drawn = curve(given_indices, target)
    across = [x for x, _ in drawn.marks]
    assert (across[0], across[-1]) == (LEFT, WIDTH - RIGHT)
    assert across == sorted(across)
    assert all(TOP <= y <= HEIGHT - BOTTOM for y in [drawn.target, *(y for _, y in drawn.marks)])


@given(indices)
def test_a_higher_index_stands_higher(given_indices: list[float]) -> None:
    heights = [y for _, y in curve(given_indices, 0).marks]
    ranked = sorted(zip(given_indices, heights, strict=True))
    assert [y for _, y in ranked] == sorted((y for _, y in ranked), reverse=True)


def test_the_scale_and_the_target_use_the_same_ruler() -> None:
    drawn = curve([0, 100], 75)
    assert dict(drawn.scale)[75] == drawn.target
    assert drawn.marks == ((LEFT, dict(drawn.scale)[0]), (WIDTH - RIGHT, dict(drawn.scale)[100]))
