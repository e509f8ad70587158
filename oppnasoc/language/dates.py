"""Swedish dates and times in running text, found and normalised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written: ``text`` = source[start:end]. ``year`` None when not written.

    ``weekday``: 0 = Monday, as written, else None. ``consistent``: False when the written
    weekday does not fit the written date. ``starts``/``ends``: clock times written beside it.
    """

    start: int
    end: int
    text: str
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    starts: time | None = None
    ends: time | None = None
    consistent: bool = True

    @property
    def value(self) -> date | None:
        """The full date, or None when the year is not written."""
        return None if self.year is None else date(self.year, self.month, self.day)


def find(text: str) -> list[DateMention]:
    """All dates in ``text`` in order, not overlapping."""
    return []
