"""Swedish working days: neither Saturday, Sunday, a public holiday nor an eve that counts as one.

Source: lag (1989:253) om allmänna helgdagar; semesterlagen (1977:480) 3 a § counts Midsummer Eve,
Christmas Eve and New Year's Eve as Sundays. The days come from the ``holidays`` package.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

ONE = timedelta(days=1)


@lru_cache(maxsize=64)
def days_off(year: int) -> frozenset[date]:
    """The days of a year, other than Saturdays and Sundays, on which offices are closed."""
    import holidays  # Takes 0.2 s to load, and most requests need no working day.

    off = holidays.country_holidays(
        "SE", years=year, include_sundays=False, categories=("public", "de_facto")
    )
    return frozenset(off)


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in days_off(day.year)


def workdays_after(day: date, n: int) -> date:
    """The ``n``-th working day after ``day``; ``n`` ≥ 1."""
    if n < 1:
        raise ValueError("At least one working day.")
    while n:
        day += ONE
        n -= is_workday(day)
    return day


def workdays_before(day: date, n: int) -> date:
    """The ``n``-th working day before ``day``; ``n`` ≥ 1."""
    if n < 1:
        raise ValueError("At least one working day.")
    while n:
        day -= ONE
        n -= is_workday(day)
    return day


def workdays_between(begin: date, end: date) -> int:
    """How many working days there are after ``begin``, up to and with ``end``; 0 when none."""
    days = (end - begin).days
    return sum(is_workday(begin + ONE * n) for n in range(1, days + 1))


def latest_workday(day: date) -> date:
    """The day itself when it is a working day, else the last one before it."""
    return day if is_workday(day) else workdays_before(day, 1)
