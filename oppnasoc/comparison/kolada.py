"""Read Kolada's API v3 (https://api.kolada.se/v3/docs): what it says, and fetching it politely.

``GET /kpi/{id}`` tells whether a figure is there. ``GET /data/kpi/{id}/municipality/{ids}/year/
{years}`` gives rows, page by page, in ``values``; ``next_url`` leads to the next page. A row is
``{kpi, municipality, period, values: [{gender, value, count, status, isdeleted}]}``. The service
takes at most 25 years in one question. ``reading`` is pure and never raises anything but Rubbish.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from .fetching import Fault, ask

TOTAL = "T"  # all people; K and M are women and men
LONGEST_ANSWER = 5_000_000  # bytes of one page
PAGES = 40  # of one question at most
SECONDS = 15.0  # that one answer may take
ALTOGETHER = 120.0  # seconds that one question may take with all its pages and tries
TRIES = 3
PAUSE = 2.0  # seconds before the second try, twice as long before the third
YEARS = 25
STATUS_LENGTH = 40  # characters that are kept of a status
NAME = "OppnaSoc"
LARGEST = 1e15


class Rubbish(ValueError):
    """The answer is none that we can read; nothing of it is used."""


class Gone(Exception):
    """The service says that there is no such figure (any longer)."""


class Away(Exception):
    """Nobody answered in time, or with a failure of its own."""


@dataclass(frozen=True)
class Told:
    """One row for all people: ``value`` is None when it is missing, secret or deleted."""

    kpi: str
    municipality: str
    year: int
    value: float | None
    status: str
    deleted: bool


@dataclass(frozen=True)
class Page:
    rows: tuple[Told, ...]
    next_url: str


def parsed(body: bytes) -> dict[str, Any]:
    """The object that an answer holds."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Rubbish("no JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("values"), list):
        raise Rubbish("no list of values")
    return found


def is_there(body: bytes, kpi: str) -> bool:
    """Whether an answer to ``/kpi/{id}`` knows the figure. Raises Rubbish."""
    found = parsed(body)["values"]
    mine = [each for each in found if isinstance(each, dict) and each.get("id") == kpi]
    return any(not flag(each.get("isdeleted", False)) for each in mine)


def read_page(body: bytes) -> Page:
    """A page of data. Raises Rubbish when any row of it does not hold."""
    found = parsed(body)
    after = found.get("next_url")
    if after is not None and not isinstance(after, str):
        raise Rubbish("next_url is no address")
    return Page(tuple(row for each in found["values"] for row in _rows(each)), after or "")


def _rows(each: Any) -> Iterator[Told]:
    if not isinstance(each, dict) or not isinstance(each.get("values"), list):
        raise Rubbish("a row without values")
    kpi, place, year = each.get("kpi"), each.get("municipality"), each.get("period")
    if not isinstance(kpi, str) or not isinstance(place, str):
        raise Rubbish("a row without a figure and a place")
    if isinstance(year, str) and year.isascii() and year.isdecimal() and len(year) == 4:
        year = int(year)
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 <= year <= 2200:
        raise Rubbish("a row without a year")
    for value in each["values"]:
        if not isinstance(value, dict):
            raise Rubbish("a value that is none")
        if value.get("gender") == TOTAL:
            deleted = flag(value.get("isdeleted", False))
            status = plain(str(value.get("status") or ""))
            yield Told(kpi, place, year, number(value.get("value")), status, deleted)


def plain(text: str) -> str:
    """A text that every database can keep, shortened."""
    kept = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    return kept[:STATUS_LENGTH]


def flag(value: Any) -> bool:
    if value is None or value in (0, 1):
        return bool(value)
    raise Rubbish("neither yes nor no")


def number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Rubbish("a value that is no number")
    if abs(value) > LARGEST or not math.isfinite(value):
        raise Rubbish("a value beyond all measure")
    return float(value)


def origin(url: SplitResult) -> tuple[str, str, int]:
    """The scheme, host and port of an address. Raises Rubbish for a port that is none."""
    try:
        port = url.port
    except ValueError as error:
        raise Rubbish("a port that is none") from error
    return url.scheme, url.hostname or "", port or (443 if url.scheme == "https" else 80)


class Client:
    """Asks one service, and only it: redirects are not followed, and the next page must be there
    too. ``wait`` pauses between tries; ``seconds`` is how long one answer may take. ``name`` says
    who asks."""

    def __init__(
        self,
        base: str,
        *,
        name: str = NAME,
        wait: Callable[[float], None] = time.sleep,
        seconds: float = SECONDS,
        altogether: float = ALTOGETHER,
    ) -> None:
        self.base, self.name, self.wait = base.rstrip("/"), name, wait
        self.seconds, self.altogether = seconds, altogether
        self.until = 0.0

    def fetch(self, kpi: str, places: Sequence[str], years: Sequence[int]) -> list[Told]:
        """Every row of a figure, all pages or nothing. Raises Gone, Away and Rubbish."""
        self.until = time.monotonic() + self.altogether
        if not is_there(self.get(f"{self.base}/kpi/{kpi}"), kpi):
            raise Gone(kpi)
        found: list[Told] = []
        for start in range(0, len(years), YEARS):
            some = ",".join(map(str, years[start : start + YEARS]))
            url = f"{self.base}/data/kpi/{kpi}/municipality/{','.join(places)}/year/{some}"
            seen: set[str] = set()
            while url:
                if url in seen or len(seen) >= PAGES:
                    raise Rubbish("pages without an end")
                seen.add(url)
                page = read_page(self.get(url))
                found += page.rows
                url = self.following(url, page.next_url)
        asked = {(row.kpi, row.municipality) for row in found}
        if asked - {(kpi, place) for place in places}:
            raise Rubbish("rows that nobody asked for")
        return found

    def following(self, url: str, after: str) -> str:
        """The address of the next page, '' after the last. Raises Rubbish when it leads away."""
        if not after:
            return ""
        try:
            there = urljoin(url, after)
            same = origin(urlsplit(there)) == origin(urlsplit(self.base))
        except ValueError as error:
            raise Rubbish("the next page has no address") from error
        if not same or not there.isascii() or any(letter <= " " for letter in there):
            raise Rubbish("the next page is somewhere else")
        return there

    def get(self, url: str) -> bytes:
        """What stands at an address, tried a few times. Raises Gone, Away and Rubbish."""
        pause = PAUSE
        for left in range(TRIES - 1, -1, -1):
            try:
                return self.once(url)
            except Away:
                if not left or time.monotonic() + pause > self.until:
                    raise
            self.wait(pause)
            pause *= 2
        raise Away(url)

    def once(self, url: str) -> bytes:
        until = min(self.until, time.monotonic() + self.seconds)
        try:
            answer = ask(url, until=until, agent=self.name, most=LONGEST_ANSWER, inside=True)
        except Fault as fault:
            if fault.code == "large":
                raise Rubbish("an answer without measure") from fault
            raise Away(fault.code) from fault
        if answer.status in (404, 410):
            raise Gone(url)
        if answer.status != 200:
            raise Away(f"{answer.status} from {url}")
        return answer.content
