"""Swedish dates and times in running text, found and normalised.

Only what is written is returned: a date without a year has ``year`` None, and nothing is ever
filled in from the clock. Impossible dates (31 april) and fractions (3/4) are not dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

_MONTH_FORMS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_WEEKDAY_FORMS = {name: number for number, name in enumerate(WEEKDAYS)} | {
    "mån": 0, "tis": 1, "tisd": 1, "ons": 2, "onsd": 2, "tors": 3, "tor": 3, "torsd": 3,
    "fre": 4, "fred": 4, "lör": 5, "lörd": 5, "sön": 6, "sönd": 6,
}  # fmt: skip
# Written like a date, nearly always a fraction or a saying.
_NOT_DATES = frozenset({(24, 7), (1, 2), (1, 3), (1, 4), (2, 3), (3, 4), (9, 11)})
_OLDEST_YEAR, _NEWEST_YEAR = 1900, 2099


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WEEKDAY = rf"(?:(?P<weekday>{_either(_WEEKDAY_FORMS)})(?:en|ens)?\.?,?\s{{1,3}})?"
_PATTERN = re.compile(
    rf"(?<![\w/]){_WEEKDAY}"
    r"(?:(?:kl\.?\s?)?\d{1,2}[:.]\d{2}\s{1,2})?"
    r"(?:den\s{1,3})?"
    r"(?:"
    r"(?P<iso_y>(?:19|20)\d\d)(?P<sep>[-./–])(?P<iso_m>\d{1,2})(?P=sep)(?P<iso_d>\d{1,2})(?![\d])"
    r"|(?P<short_y>\d\d)-(?P<short_m>\d\d)-(?P<short_d>\d\d)(?![\d-])"
    r"|(?P<flat_y>(?:19|20)\d\d)(?P<flat_m>[01]\d)(?P<flat_d>[0-3]\d)(?![\d-])"
    r"|(?P<six_y>\d\d)(?P<six_m>[01]\d)(?P<six_d>[0-3]\d)(?![\d-])"
    rf"|(?P<day>\d{{1,2}})(?::?[ae])?\.?(?:\s?[-–]\s?\d{{1,2}}(?::?[ae])?)?\s{{1,3}}"
    rf"(?P<month>{_either(_MONTH_FORMS)})\b\.?(?:,?\s{{1,3}}(?P<year>(?:19|20)\d\d)(?!\d))?"
    r"|(?P<slash_d>\d{1,2})/(?P<slash_m>\d{1,2})(?![/\d])"
    r"(?:(?:\s{1,2}|-|/|,\s)(?P<slash_y>(?:19|20)\d\d)(?!\d)|-(?P<slash_yy>\d\d)(?![\d-]))?"
    r"|(?P<dot_d>\d{1,2})[./](?P<dot_m>\d{1,2})[./](?P<dot_y>(?:19|20)\d\d)(?!\d)"
    r")",
    re.IGNORECASE,
)
_CLOCK = r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?"
_TIME = re.compile(
    rf"(?<![\w.:])(?:(?P<word>kl\.?|klockan|tid:)\s{{0,2}})?{_CLOCK}"
    rf"(?:\s?(?:[-–—]|till|to\.m\.)\s?(?:kl\.?\s?)?{_CLOCK})?(?![\w/%]|[.:]\d|-\d)",
    re.IGNORECASE,
)
# Near enough to belong together: "2 september 2024, kl. 8.30", "tisdag 9:30 2022-03-08".
_NEAR = 24


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


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A clock time as written, ``ends`` None when only one is given."""

    start: int
    end: int
    starts: time
    ends: time | None


def find(text: str, *, compact: bool = False) -> list[DateMention]:
    """All dates in ``text`` in order, not overlapping.

    ``compact`` also reads six digits in a row (240305): only safe in a title or file name.
    """
    if not any(character.isdigit() for character in text):
        return []
    dates = [d for m in _PATTERN.finditer(text) if (d := _mention(m, compact=compact)) is not None]
    if not dates:
        return []
    return [_with_time(each, text) for each in dates]


def find_times(text: str) -> list[TimeMention]:
    """All clock times in ``text``: "kl. 13", "12:15", "13.00–14.30"; a bare number is none."""
    return [t for match in _TIME.finditer(text) if (t := _time(match)) is not None]


def candidate_dates(mention: DateMention, *, today: date, back: int = 25) -> tuple[date, ...]:
    """Possible full dates of a mention without a year, latest first, at most six.

    Years run from ``today``'s and ``back`` years backwards; a written weekday must fit.
    """
    if mention.value is not None:
        return (mention.value,)
    found = []
    for year in range(today.year, today.year - back, -1):
        day = _valid(year, mention.month, mention.day)
        if day and (mention.weekday is None or day.weekday() == mention.weekday):
            found.append(day)
    return tuple(found[: 6 if mention.weekday is not None else 3])


@lru_cache(maxsize=512)
def _valid(year: int | None, month: int, day: int) -> date | None:
    """The date, or None when there is no such day; without a year 29 February is possible."""
    try:
        return date(2024 if year is None else year, month, day)
    except ValueError:
        return None


def _mention(match: re.Match[str], *, compact: bool) -> DateMention | None:
    year, month, day = _numbers(match, compact=compact)
    if not month or (found := _valid(year, month, day)) is None:
        return None
    written = match["weekday"]
    weekday = None if written is None else _WEEKDAY_FORMS[written.lower()]
    if match["slash_d"] and year is None and weekday is None and (day, month) in _NOT_DATES:
        return None
    return DateMention(
        match.start(), match.end(), match[0], year, month, day, weekday,
        consistent=weekday is None or year is None or found.weekday() == weekday,
    )  # fmt: skip


def _numbers(match: re.Match[str], *, compact: bool) -> tuple[int | None, int, int]:
    """(year, month, day) as written; month 0 when this shape is not to be read as a date."""
    get = match.groupdict()
    if get["iso_y"]:
        return int(get["iso_y"]), int(get["iso_m"]), int(get["iso_d"])
    if get["short_y"]:
        return 2000 + int(get["short_y"]), int(get["short_m"]), int(get["short_d"])
    if get["flat_y"]:
        return int(get["flat_y"]), int(get["flat_m"]), int(get["flat_d"])
    if get["six_y"]:
        return 2000 + int(get["six_y"]), int(get["six_m"]) if compact else 0, int(get["six_d"])
    if get["day"]:
        year = int(get["year"]) if get["year"] else None
        return year, _MONTH_FORMS[get["month"].lower()], int(get["day"])
    if get["slash_d"]:
        year = int(get["slash_y"]) if get["slash_y"] else None
        if get["slash_yy"]:
            year = 2000 + int(get["slash_yy"])
        return year, int(get["slash_m"]), int(get["slash_d"])
    return int(get["dot_y"]), int(get["dot_m"]), int(get["dot_d"])


def _time(match: re.Match[str]) -> TimeMention | None:
    hour, minute, end_hour, end_minute = match.group(2, 3, 4, 5)
    # "13.00–14.30", "12:15", "13–15.30" are times by themselves; "8" or "13-15" need "kl".
    if not match["word"] and minute is None and end_minute is None:
        return None
    starts = time(int(hour) % 24, int(minute or 0))
    ends = time(int(end_hour) % 24, int(end_minute or 0)) if end_hour else None
    return TimeMention(match.start(), match.end(), starts, ends)


def _with_time(mention: DateMention, text: str) -> DateMention:
    """``mention`` with the clock time that stands in, right after or right before it."""
    low, high = max(0, mention.start - _NEAR), min(len(text), mention.end + 2 * _NEAR)
    after: TimeMention | None = None
    before: TimeMention | None = None
    for found in find_times(text[low:high]):
        start, end = low + found.start, low + found.end
        if start >= mention.end:
            gap = text[mention.end : start]
            if after is None and len(gap) <= _NEAR and not re.search(r"[.!?]\s|\n\s*\n", gap):
                after = found
        elif end <= mention.start + _NEAR and "\n" not in text[end : mention.start]:
            inside = start >= mention.start and not re.search(r"\d[.]\d", text[start:end])
            if inside or (end <= mention.start and mention.start - end <= 3):
                before = found
    chosen = after or before
    if chosen is None:
        return mention
    return DateMention(
        mention.start, mention.end, mention.text, mention.year, mention.month, mention.day,
        mention.weekday, chosen.starts, chosen.ends, mention.consistent,
    )  # fmt: skip
