"""How dates move when a matter has stood still: as many working days are left as before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.language.workdays import workdays_between
from oppnasoc.matters import clock
from oppnasoc.matters.models import Matter
from oppnasoc.matters.pausing import latest_end

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
WAIT = st.integers(0, 200)


def paused(on: date, next_on: date, asked_until: date | None = None) -> Matter:
    return Matter(paused_on=on, next_on=next_on, asked_until=asked_until)


@given(DAYS, WAIT, WAIT)
def test_as_many_working_days_are_left(stopped: date, ahead: int, waits: int) -> None:
    next_on, goes = stopped + timedelta(days=ahead), stopped + timedelta(days=waits)
    to = clock.goes_again(paused(stopped, next_on, next_on), goes)
    left = workdays_between(stopped, next_on)
    assert workdays_between(goes, to["next_on"]) == left
    assert to["asked_until"] == to["next_on"]
    assert (to["paused_on"], to["paused_until"], to["rests_since"]) == (None, None, None)


@given(DAYS, WAIT, WAIT)
def test_late_stays_as_late(stopped: date, late: int, waits: int) -> None:
    next_on, goes = stopped - timedelta(days=late), stopped + timedelta(days=waits)
    to = clock.goes_again(paused(stopped, next_on), goes)
    assert workdays_between(to["next_on"], goes) == workdays_between(next_on, stopped)


@given(DAYS, WAIT)
def test_undone_on_the_same_day_nothing_moves(stopped: date, ahead: int) -> None:
    next_on = stopped + timedelta(days=ahead)
    assert clock.goes_again(paused(stopped, next_on), stopped)["next_on"] == next_on


@pytest.mark.parametrize(
    ("stopped", "goes", "next_on", "moved"),
    [
        (date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 4), date(2026, 3, 11)),
        (date(2026, 4, 1), date(2026, 4, 8), date(2026, 4, 9), date(2026, 4, 14)),  # Easter
        (date(2026, 12, 22), date(2027, 1, 4), date(2026, 12, 28), date(2027, 1, 7)),  # New Year
        (date(2026, 6, 18), date(2026, 6, 22), date(2026, 6, 23), date(2026, 6, 24)),  # Midsummer
        (date(2028, 2, 28), date(2028, 3, 1), date(2028, 3, 2), date(2028, 3, 6)),  # a leap year
        (date(2026, 3, 27), date(2026, 3, 30), date(2026, 3, 30), date(2026, 3, 31)),  # summer time
    ],
)
def test_over_days_off(stopped: date, goes: date, next_on: date, moved: date) -> None:
    assert clock.goes_again(paused(stopped, next_on), goes)["next_on"] == moved


def test_what_goes_is_left_alone() -> None:
    assert clock.goes_again(Matter(next_on=date(2026, 3, 2)), date(2026, 3, 9)) == {}


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 3, 15), date(2026, 9, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_six_months_at_most(today: date, end: date) -> None:
    assert latest_end(today) == end
