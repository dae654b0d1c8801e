"""Quarters are three calendar months each, and a step's days lie inside them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.planning.calendar import first_day, last_day, quarter_end, quarter_start

days = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        ("2027-01-01", ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]),
        ("2027-11-30", ["2028-02-28", "2028-05-29", "2028-08-29", "2028-11-29"]),
        ("2026-11-25", ["2027-02-24", "2027-05-24", "2027-08-24", "2027-11-24"]),
    ],
)
def test_a_quarter_ends_the_day_before_the_next(start: str, ends: list[str]) -> None:
    first = datetime.date.fromisoformat(start)
    assert [quarter_end(first, number).isoformat() for number in range(1, 5)] == ends


@given(days, st.integers(1, 12), st.floats(0, 1), st.floats(0, 1))
def test_what_happens_inside_a_quarter_has_its_days_there(
    start: datetime.date, quarter: int, one: float, other: float
) -> None:
    begins, ends = sorted((quarter - 1 + one, quarter - 1 + other))
    opens, closes = quarter_start(start, quarter - 1), quarter_end(start, quarter)
    if begins < quarter:
        assert opens <= first_day(start, begins) <= closes
    if ends > quarter - 1:
        assert opens <= last_day(start, ends) <= closes


@given(days, st.integers(1, 12))
def test_the_moment_that_closes_a_quarter_is_its_last_day(start: datetime.date, quarter: int) -> None:
    assert last_day(start, float(quarter)) == quarter_end(start, quarter)
