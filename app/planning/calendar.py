"""Quarters with dates: three months each from a start."""

import calendar
import datetime
import math

MONTHS = 3
# The years in which a roadmap may start.
FIRST_YEAR, LAST_YEAR = 1900, 2900


def quarter_start(start: datetime.date, quarters: int) -> datetime.date:
    """The day on which a quarter begins, ``quarters`` after the first one; where its month is too short for
    the day of the start, the month's last."""
    years, month = divmod(start.month - 1 + MONTHS * quarters, 12)
    year, month = start.year + years, month + 1
    return datetime.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def quarter_end(start: datetime.date, quarter: int) -> datetime.date:
    """The last day of the quarter with that number, from 1."""
    return quarter_start(start, quarter) - datetime.timedelta(days=1)


def first_day(start: datetime.date, moment: float) -> datetime.date:
    """The day on which something starts at ``moment``, in quarters since the start."""
    opens, days = _quarter_of(start, math.floor(moment))
    return opens + datetime.timedelta(days=math.floor((moment % 1) * days + 1e-9))


def last_day(start: datetime.date, moment: float) -> datetime.date:
    """The day on which something has ended at ``moment``: a moment that closes a quarter is its last day."""
    whole = max(math.ceil(moment) - 1, 0)
    opens, days = _quarter_of(start, whole)
    return opens + datetime.timedelta(days=max(math.ceil((moment - whole) * days - 1e-9) - 1, 0))


def _quarter_of(start: datetime.date, quarters: int) -> tuple[datetime.date, int]:
    opens = quarter_start(start, quarters)
    return opens, (quarter_start(start, quarters + 1) - opens).days
