"""A document read closely: how often it has what was asked for, where, and how near each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .analysing import PART, TITLE, TITLE_PART
from .asking import Asked, Slot, Way
from .storing import Store, places

# What a place is worth beside the running text.
IN_TITLE, IN_TITLE_PART, IN_PART = 1.7, 1.1, 0.6
ALL_UNITS = 0.6  # of the score is multiplied by the share of the question that is answered
NEAR = 0.25  # more for two words of the question in one stretch of text
OFTEN = 1.2  # the higher, the more counts that a word comes again
FIRST = 3  # places of a word that are looked at

#: What a hit is shown by, beside its terms.
Row = tuple[Any, ...]
COLUMNS = 'kind, thing, title, text, url, "on", party, cuts'


@dataclass(slots=True)
class Said:
    """The lines of a document's terms, the rest of its row (``COLUMNS``), and what was counted.

    A token is counted when it is asked for: mostly the word itself is there, and nothing else
    need be looked for in a text of some thousand letters.
    """

    title: str
    text: str
    row: Row = ()
    counted: dict[str, int] = field(default_factory=dict)
    worth: dict[str, float] = field(default_factory=dict)  # of the terms counted so far

    def often(self, term: str, mark: str = "") -> int:
        """How often the text has a term, or has it as a ``PART``; twice in a row is once."""
        count = self.counted.get(mark + term)
        if count is None:
            if term in self.text:
                count = self.text.count(f" {mark}{term} ")
            else:  # Then neither alone nor as a part: most terms are not there.
                count = self.counted[term] = self.counted[PART + term] = 0
            self.counted[mark + term] = count
        return count

    def titled(self, token: str) -> bool:
        return f" {token} " in self.title


def read(store: Store, ids: Sequence[int]) -> dict[int, Said]:
    """Documents with their terms; one query."""
    if not ids:
        return {}
    sql = f"SELECT id, terms, {COLUMNS} FROM search_document WHERE id IN ({places(ids)})"
    found = {}
    for pk, terms, *row in store.rows(sql, list(ids)):
        title, _, text = terms.partition("\n")
        found[pk] = Said(title, text, tuple(row))
    return found


def scores(units: Sequence[Asked], read: dict[int, Said]) -> dict[int, float]:
    """What each document is worth when its words are counted."""
    average = sum(len(said.text) for said in read.values()) / max(len(read), 1) or 1.0
    # The word itself first, then what is worth most: the sooner the rest need not be looked for.
    ways = [
        [
            (way, _rarest_first(way))
            for way in sorted(u.ways, key=lambda w: (not w.direct, -w.value))
        ]
        for u in units
    ]
    return {pk: _score(ways, said, average) for pk, said in read.items()}


def _rarest_first(way: Way) -> tuple[Slot, ...]:
    return (*way.listed, *(slot for slot in way.slots if slot not in way.listed))


def _score(
    units: Sequence[Sequence[tuple[Way, tuple[Slot, ...]]]], said: Said, average: float
) -> float:
    size = 0.5 + 0.5 * len(said.text) / average
    total = answered = whole = 0.0
    by: list[Way] = []
    for ways in units:
        most = max((way.rarity for way, _ in ways), default=0.0)
        whole += most
        best, best_way = 0.0, None
        for way, slots in ways:
            if way.value * IN_TITLE <= best:
                continue
            score = _way(way, slots, said, size) * way.value
            if score > best:
                best, best_way = score, way
            if best and way.direct:  # The word itself is there: other words for it add nothing.
                break
        if best_way is not None:
            answered += most
            by.append(best_way)
        total += best
    if not total:
        return 0.0
    if len(by) > 1 and _near(by, said):
        total *= 1 + NEAR
    return total * (1 - ALL_UNITS + ALL_UNITS * answered / whole)


def _near(ways: Sequence[Way], said: Said) -> bool:
    """Do two of these ways have a word in one stretch, among the first of each?"""
    had: set[int] = set()
    for way in ways:
        mine = {
            line
            for term in way.slots[0]
            for line in lines(term, said, "" if said.often(term) else PART)
        }
        if not had.isdisjoint(mine):
            return True
        had |= mine
    return False


def _way(way: Way, slots: tuple[Slot, ...], said: Said, size: float) -> float:
    """The middle worth of a way's slots, 0 unless the document has them all."""
    total = 0.0
    for slot in slots:
        best = 0.0
        for term in slot:
            worth = said.worth.get(term)
            if worth is None:
                worth = said.worth[term] = _term(term, said, size)
            best = max(best, worth)
        if not best:
            return 0.0
        total += best
    if way.phrase and not _together(way.slots, said):
        return 0.0
    return total / len(way.slots)


def _term(term: str, said: Said, size: float) -> float:
    count = said.often(term)
    worth = _often(count, size) if count else 0.0
    if said.titled(TITLE + term):
        return IN_TITLE + worth / 2
    if said.titled(TITLE_PART + term):
        return max(worth, IN_TITLE_PART)
    if not count and (count := said.often(term, PART)):
        return IN_PART * _often(count, size)
    return worth


def _often(count: int, size: float) -> float:
    """1 for a word that stands once in a text of middle length, up to 1.8 for one in every line."""
    return count / (count + size / OFTEN) * (1 + 1 / OFTEN)


def _together(slots: tuple[Slot, ...], said: Said) -> bool:
    """Do all slots have a word in one stretch?"""
    if all(any(said.titled(TITLE + term) for term in slot) for slot in slots):
        return True
    if not all(any(said.often(term) for term in slot) for slot in slots):
        return False
    rarest = min(slots, key=lambda slot: sum(map(said.often, slot)))
    others = [slot for slot in slots if slot is not rarest]
    return any(
        all(any(f" {other} " in line for other in slot) for slot in others)
        for term in rarest
        for line in _having(term, said.text)
    )


def _having(term: str, text: str) -> Iterator[str]:
    """The lines of a text that have a term."""
    at = text.find(f" {term} ")
    while at >= 0:
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        if end < 0:
            end = len(text)
        yield text[begin:end]
        at = text.find(f" {term} ", end)


def lines(term: str, said: Said, mark: str) -> Iterator[int]:
    """The first lines of the text that have a term, or have it as a ``PART``."""
    if said.often(term, mark):
        line = last = 0
        at = said.text.find(f" {mark}{term} ")
        for _ in range(FIRST):
            if at < 0:
                break
            line += said.text.count("\n", last, at)
            last = at
            yield line
            at = said.text.find(f" {mark}{term} ", at + 1)
