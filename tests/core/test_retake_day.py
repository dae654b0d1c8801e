"""Three months later is the same day of the month, or the last where there is none."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.results.files.calendar_file import months_after

DAYS = [
    ("2026-03-09", 3, "2026-06-09"),
    ("2026-11-30", 3, "2027-02-28"),
    ("2027-11-30", 3, "2028-02-29"),
    ("2026-10-31", 3, "2027-01-31"),
    ("2026-08-31", 3, "2026-11-30"),
    ("2026-12-31", 3, "2027-03-31"),
    ("2026-12-01", 12, "2027-12-01"),
    ("2028-02-29", 12, "2029-02-28"),
    ("2026-09-30", 0, "2026-09-30"),
]


@pytest.mark.parametrize(("day", "months", "later"), DAYS)
def test_so_many_months_later(day: str, months: int, later: str) -> None:
    assert months_after(datetime.date.fromisoformat(day), months) == datetime.date.fromisoformat(later)


@given(st.dates(max_value=datetime.date(9000, 1, 1)), st.integers(0, 48))
def test_it_is_in_the_month_that_is_so_many_later(day: datetime.date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + datetime.timedelta(days=1)).day == 1
