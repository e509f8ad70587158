"""The arithmetic of promised times: every Swedish day off, leap years, year ends, summer time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.language.workdays import (
    is_workday,
    latest_workday,
    workdays_after,
    workdays_before,
    workdays_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2044, 12, 31))
FEW = st.integers(1, 60)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    "off",
    [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 5, 14),  # Ascension Day
        date(2025, 6, 6),  # the national day
        date(2026, 6, 19),  # Midsummer Eve, the Friday 19–25 June
        date(2027, 6, 25),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2024, 12, 31),
        date(2028, 2, 26),  # a Saturday
    ],
)
def test_a_day_off(off: date) -> None:
    assert not is_workday(off)


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 1, 5),  # the eve of Epiphany
        date(2026, 4, 2),  # Maundy Thursday
        date(2026, 4, 30),  # Walpurgis Night
        date(2026, 5, 15),  # the day after Ascension Day
        date(2026, 12, 23),
        date(2028, 2, 29),  # a leap day
    ],
)
def test_a_day_at_work(on: date) -> None:
    assert is_workday(on)


@pytest.mark.parametrize(
    ("day", "n", "after"),
    [
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # over Midsummer
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 30), 3, date(2027, 1, 7)),  # the year's end, and Epiphany on a Wednesday
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # a leap year
        (date(2027, 2, 26), 1, date(2027, 3, 1)),
        (date(2026, 3, 27), 1, date(2026, 3, 30)),  # summer time begins on the Sunday between
        (date(2026, 10, 23), 1, date(2026, 10, 26)),  # and ends
    ],
)
def test_the_next_working_days(day: date, n: int, after: date) -> None:
    assert workdays_after(day, n) == after


@given(DAYS, FEW)
def test_after_is_a_working_day_as_many_ahead(day: date, n: int) -> None:
    end = workdays_after(day, n)
    assert is_workday(end)
    assert workdays_between(day, end) == n
    assert workdays_between(day, end - timedelta(days=1)) == n - 1


@given(DAYS, FEW)
def test_back_and_forth_is_where_one_began(day: date, n: int) -> None:
    begin = latest_workday(day)
    assert workdays_before(workdays_after(begin, n), n) == begin
    assert workdays_after(workdays_before(begin, n), n) == begin


@given(DAYS, FEW, FEW)
def test_times_add_up(day: date, m: int, n: int) -> None:
    assert workdays_after(workdays_after(day, m), n) == workdays_after(day, m + n)


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_a_longer_time_holds_its_parts(day: date, m: int, n: int) -> None:
    middle = day + timedelta(days=m)
    end = middle + timedelta(days=n)
    assert workdays_between(day, end) == workdays_between(day, middle) + workdays_between(
        middle, end
    )


@given(DAYS)
def test_the_latest_working_day_is_near(day: date) -> None:
    last = latest_workday(day)
    assert is_workday(last)
    assert timedelta(0) <= day - last <= timedelta(days=5)
    assert workdays_between(last, day) == 0


def test_no_time_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="At least one"):
        workdays_after(date(2026, 3, 2), 0)
    with pytest.raises(ValueError, match="At least one"):
        workdays_before(date(2026, 3, 2), 0)


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=STOCKHOLM), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 1, tzinfo=STOCKHOLM), date(2026, 3, 29)),  # 22.01 in UTC's clock
        (datetime(2026, 3, 29, 23, 59, tzinfo=STOCKHOLM), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 0, 1, tzinfo=STOCKHOLM), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=STOCKHOLM), date(2026, 10, 25)),
        (datetime(2027, 1, 1, 0, 1, tzinfo=STOCKHOLM), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_and_ends_at_midnight_in_sweden(clock: datetime, day: date) -> None:
    with time_machine.travel(clock, tick=False):
        assert timezone.localdate() == day
