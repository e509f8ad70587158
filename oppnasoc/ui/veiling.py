"""Small counts are not told in figures, and cannot be worked out from those that are.

Quarters are put together, from the first one on, until every count among them is either none or
at least ``FEW``; then the period is told and the next one begins. What is told never overlaps, is
never told with other borders later, and has no total beside it: nothing is left to subtract. What
has not come so far is told in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

FEW = 5  # people or matters: fewer are never a figure


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def begins(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def months(self) -> str:
        """In words: 'april–juni 2026'."""
        last = date(self.year, self.number * 3, 1)
        words = {"first": date_format(self.begins, "F"), "last": date_format(last, "F")}
        return _("%(first)s–%(last)s %(year)d") % {**words, "year": self.year}

    def after(self) -> Quarter:
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> Quarter:
        return Quarter(self.year - (self.number == 1), self.number - 1 or 4)


@dataclass(frozen=True)
class Period:
    """One or several quarters together; ``told`` is whether their counts may be figures."""

    first: Quarter
    last: Quarter
    told: bool


def may_be_told(counts: Sequence[int]) -> bool:
    """Whether counts that belong together may stand as figures: none of them is small."""
    return sum(counts) >= FEW and all(count == 0 or count >= FEW for count in counts)


def periods(quarters: Sequence[tuple[Quarter, Sequence[int]]]) -> list[Period]:
    """Periods of quarters in their order, each with its counts. The last may not be told yet; one
    in which nothing at all has happened is left out."""
    found: list[Period] = []
    first: Quarter | None = None
    sums: list[int] = []
    for quarter, counts in quarters:
        if first is None:
            first, sums = quarter, [0] * len(counts)
        sums = [total + count for total, count in zip(sums, counts, strict=True)]
        if may_be_told(sums):
            found.append(Period(first, quarter, told=True))
            first = None
    if first is not None and any(sums):
        found.append(Period(first, quarters[-1][0], told=False))
    return found


def in_a_row(begun: Quarter, ended: Quarter) -> list[Quarter]:
    """Every quarter from the first to the last."""
    found = []
    while begun <= ended:
        found.append(begun)
        begun = begun.after()
    return found
