"""Small counts are never a figure, and no figures can be subtracted to get one."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.ui.veiling import FEW, Period, Quarter, in_a_row, may_be_told, periods

COUNTS = st.integers(1, 3).flatmap(
    lambda cells: st.lists(
        st.lists(st.integers(0, 12), min_size=cells, max_size=cells), min_size=1, max_size=14
    )
)


def quarters(counts: list[list[int]]) -> list[tuple[Quarter, list[int]]]:
    row = in_a_row(Quarter(2023, 2), Quarter(2030, 4))
    return list(zip(row, counts, strict=False))


def sums(counts: list[list[int]], period: Period) -> list[int]:
    inside = [c for q, c in quarters(counts) if period.first <= q <= period.last]
    return [sum(cell) for cell in zip(*inside, strict=True)]


def told(counts: list[list[int]]) -> list[Period]:
    return [period for period in periods(quarters(counts)) if period.told]


@given(COUNTS)
def test_no_small_count_is_told(counts: list[list[int]]) -> None:
    for period in told(counts):
        assert all(count == 0 or count >= FEW for count in sums(counts, period))


@given(COUNTS)
def test_what_is_told_never_overlaps_whenever_one_looks(counts: list[list[int]]) -> None:
    """Somebody who keeps every page from the first quarter on, and subtracts what she likes: two
    periods are either the same or have nothing in common, and the sum of both is no news."""
    seen = {period for end in range(1, len(counts) + 1) for period in told(counts[:end])}
    for one, other in combinations(sorted(seen, key=lambda p: p.first), 2):
        assert one.last < other.first
    assert seen == set(told(counts)), "what was told once is told with the same borders ever after"


@given(COUNTS)
def test_differences_of_what_is_told_are_small_only_between_strangers(
    counts: list[list[int]],
) -> None:
    """A difference tells of somebody only when one number is a part of the other: whatever unions
    are formed, a union inside another leaves whole periods, and none of those is small."""
    every = [(set(in_a_row(p.first, p.last)), sums(counts, p)) for p in told(counts)][:6]
    unions = [
        (
            set().union(*(q for q, _s in some)),
            [sum(c) for c in zip(*(s for _q, s in some), strict=True)],
        )
        for size in range(1, len(every) + 1)
        for some in combinations(every, size)
    ]
    for inside, few in unions:
        for outside, many in unions:
            if inside < outside:
                left = [m - f for m, f in zip(many, few, strict=True)]
                assert all(count == 0 or count >= FEW for count in left)


@given(COUNTS)
def test_nothing_is_lost(counts: list[list[int]]) -> None:
    """Every quarter is in a period, but for a tail in which nothing happened."""
    covered = [q for p in periods(quarters(counts)) for q in in_a_row(p.first, p.last)]
    every = [q for q, _c in quarters(counts)]
    assert covered == every[: len(covered)]
    assert not any(any(c) for q, c in quarters(counts) if q not in covered)


@pytest.mark.parametrize(
    ("counts", "may"),
    [([5], True), ([4], False), ([0], False), ([5, 0], True), ([20, 1], False), ([5, 5, 5], True)],
)
def test_what_may_be_told(counts: list[int], may: bool) -> None:
    assert may_be_told(counts) is may


def test_quarters_of_the_year() -> None:
    assert Quarter.of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert Quarter.of(date(2026, 12, 1)) == Quarter(2026, 4)
    assert Quarter(2026, 4).after() == Quarter(2027, 1)
    assert Quarter(2026, 2).begins == date(2026, 4, 1)
