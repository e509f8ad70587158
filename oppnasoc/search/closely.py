"""A document read closely: how often it has what was asked for, where, and how near each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .analysing import TITLE
from .asking import Asked, Slot, Way
from .storing import Store, places

# What a place is worth beside the running text.
IN_TITLE, IN_TITLE_PART, IN_PART = 1.7, 1.1, 0.6
ALL_UNITS = 0.6  # of the score is multiplied by the share of the question that is answered
NEAR = 0.25  # more for two words of the question in one stretch of text
OFTEN = 1.2  # the higher, the more counts that a word comes again
FIRST = 3  # stretches with a word that are looked at

#: What a hit is shown by, beside its terms.
Row = tuple[Any, ...]
COLUMNS = 'kind, thing, title, text, url, "on", party, cuts'


class Stands(NamedTuple):
    """The marks of the title, and the stretches where a term is a word and a part of a compound."""

    title: str = ""
    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()


NOWHERE = Stands()


@dataclass(slots=True)
class Said:
    """The terms of a document, the rest of its row (``COLUMNS``), and what was looked up.

    A term is looked up when it is asked for: mostly the word itself is there, and nothing else
    need be looked for among some hundred terms.
    """

    terms: str
    row: Row = ()
    known: dict[str, Stands] = field(default_factory=dict)
    worth: dict[str, float] = field(default_factory=dict)

    def at(self, term: str) -> Stands:
        found = self.known.get(term)
        if found is None:
            begin = self.terms.find(f"\n{term} ")
            if begin < 0:
                found = NOWHERE
            else:
                begin += len(term) + 2
                line = self.terms[begin : self.terms.index("\n", begin)]
                title, whole, part = line.split("|")
                found = Stands(title, tuple(whole.split()), tuple(part.split()))
            self.known[term] = found
        return found


def read(store: Store, ids: Sequence[int]) -> dict[int, Said]:
    """Documents with their terms; one query."""
    if not ids:
        return {}
    sql = f"SELECT id, terms, {COLUMNS} FROM search_document WHERE id IN ({places(ids)})"
    return {pk: Said(terms, tuple(row)) for pk, terms, *row in store.rows(sql, list(ids))}


def scores(units: Sequence[Asked], read: dict[int, Said]) -> dict[int, float]:
    """What each document is worth when its words are counted."""
    average = sum(len(said.terms) for said in read.values()) / max(len(read), 1) or 1.0
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
    size = 0.5 + 0.5 * len(said.terms) / average
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
    had: set[str] = set()
    for way in ways:
        found = map(said.at, way.slots[0])
        mine = {stretch for at in found for stretch in (at.whole or at.part)[:FIRST]}
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
    title, whole, part = said.at(term)
    worth = _often(len(whole), size) if whole else 0.0
    if TITLE in title:
        return IN_TITLE + worth / 2
    if title:
        return max(worth, IN_TITLE_PART)
    if part and not whole:
        return IN_PART * _often(len(part), size)
    return worth


def _often(count: int, size: float) -> float:
    """1 for a word that stands once in a text of middle length, up to 1.8 for one in every line."""
    return count / (count + size / OFTEN) * (1 + 1 / OFTEN)


def _together(slots: tuple[Slot, ...], said: Said) -> bool:
    """Do all slots have a word in one stretch?"""
    found = [[said.at(term) for term in slot] for slot in slots]
    if all(any(TITLE in at.title for at in slot) for slot in found):
        return True
    stretches = ({each for at in slot for each in at.whole} for slot in found)
    return bool(set.intersection(*stretches))
