"""Which documents answer a question, best first, with bounded work.

Two steps. First the newest documents of every word, of its weaker ways and of all words together
are listed by the database, and added up by how rare each word is. Then the best of them are read
more closely: how often, in the title, near each other, how long. A word that stands in half of all
documents costs no more than a rare one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .analysing import PART, TITLE, TITLE_PART, kind_token, party_token
from .asking import Asked, Question, Slot, Way
from .storing import Store, places
from .tokens import Backend

NEWEST = 200  # documents of each list
CLOSELY = 40  # documents that are read closely
FEW = 5  # hits; fewer ask for what merely resembles

# What a place is worth beside the running text.
IN_TITLE, IN_TITLE_PART, IN_PART = 1.7, 1.1, 0.6
ALL_UNITS = 0.6  # of the score is multiplied by the share of the question that is answered
NEAR = 0.25  # more for two words of the question in one stretch of text
OFTEN = 1.2  # the higher, the more counts that a word comes again


@dataclass
class Ranked:
    """Ids of documents with scores, best first; ``more`` if there are more than were listed.

    ``terms`` are those of the documents that were read closely.
    """

    ids: list[int]
    scores: dict[int, float]
    more: bool
    terms: dict[int, str] = field(default_factory=dict)


def rank(
    store: Store, question: Question, *, kind: str = "", party: int | None = None, newest: bool
) -> Ranked:
    """The documents that answer a question, best first, or the newest first."""
    found = _listed(store, question.units, kind, party)
    ids = sorted(found.scores, key=lambda pk: (-found.scores[pk], -pk))
    if newest:
        every = [pk for pk in ids if pk in found.answering_all] or ids
        return Ranked(sorted(every, reverse=True), found.scores, found.more)
    best = ids[:CLOSELY]
    terms: dict[int, str] = {}
    if best:
        sql = f"SELECT id, terms FROM search_document WHERE id IN ({places(best)})"
        terms = dict(store.rows(sql, best))
    average = sum(map(len, terms.values())) / max(len(terms), 1)
    close = {pk: _closely(question.units, said, average) for pk, said in terms.items()}
    best = [pk for pk in best if close.get(pk)]  # Those with the words of a phrase far apart go.
    best.sort(key=lambda pk: (-close[pk], -pk))
    return Ranked([*best, *ids[CLOSELY:]], {**found.scores, **close}, found.more, terms)


@dataclass
class _Listed:
    scores: dict[int, float]
    answering_all: set[int]
    more: bool


def _listed(store: Store, units: Sequence[Asked], kind: str, party: int | None) -> _Listed:
    """Every document of the lists with what its lists are worth."""
    write = store.backend
    filters = [write.one(kind_token(kind))] if kind else []
    filters += [write.one(party_token(party))] if party is not None else []
    lists: list[tuple[int, float, str]] = []  # unit, worth, expression
    wholes: list[str] = []
    for number, unit in enumerate(units):
        if not unit.ways:
            continue
        for way in unit.ways:
            if way.direct:
                value = way.worth * way.rarity
                lists.append((number, value * IN_TITLE, _expression(write, way, TITLE)))
                lists.append((number, value, _expression(write, way, "")))
        every = write.any(dict.fromkeys(_expression(write, way, PART) for way in unit.ways))
        weaker = [way.worth * way.rarity for way in unit.ways if not way.direct]
        weaker += [way.worth * way.rarity * IN_PART for way in unit.ways if way.direct]
        lists.append((number, max(weaker), every))
        wholes.append(every)
    if not lists:
        return _Listed({}, set(), False)
    if len(wholes) > 1:
        lists.append((-1, 0.0, write.all(wholes)))
    sql = " UNION ALL ".join([write.numbered] * len(lists))
    params: list[object] = []
    for at, (_, _, expression) in enumerate(lists):
        params += [at, write.all([expression, *filters]) if filters else expression, NEWEST]
    gained: dict[int, dict[int, float]] = defaultdict(dict)
    counts = [0] * len(lists)
    everywhere = set()
    for at, pk in store.rows(sql, params):
        counts[at] += 1
        unit_number, worth, _ = lists[at]
        if unit_number < 0:
            everywhere.add(pk)
            gained[pk]
        elif worth > gained[pk].get(unit_number, 0.0):
            gained[pk][unit_number] = worth
    share = [max((way.rarity for way in unit.ways), default=0.0) for unit in units]
    whole = sum(share) or 1.0
    scores = {}
    for pk, by_unit in gained.items():
        if pk in everywhere:
            for number, unit in enumerate(units):
                if number not in by_unit and unit.ways:
                    by_unit[number] = IN_PART * unit.ways[-1].worth * unit.ways[-1].rarity
        answered = sum(share[number] for number in by_unit) / whole
        scores[pk] = sum(by_unit.values()) * (1 - ALL_UNITS + ALL_UNITS * answered)
    if len(wholes) < 2:
        everywhere = set(scores)
    return _Listed(scores, everywhere, NEWEST in counts)


def _expression(write: Backend, way: Way, mark: str) -> str:
    """Documents with what a way is listed by: in the title, as words, or anywhere."""
    slots = [write.any([write.one(mark + term) for term in slot]) for slot in way.listed]
    return slots[0] if len(slots) == 1 else write.all(slots)


def _closely(units: Sequence[Asked], terms: str, average: float) -> float:
    """What a document is worth when its words are counted."""
    title, _, text = terms.partition("\n")
    size = 0.5 + 0.5 * len(terms) / (average or 1.0)
    total = answered = whole = 0.0
    places_of: list[list[int]] = []
    for unit in units:
        most = max((way.rarity for way in unit.ways), default=0.0)
        whole += most
        best = 0.0
        for way in unit.ways:
            score = _way(way, title, text, size) * way.worth * way.rarity
            best = max(best, score)
            if best and way.direct:  # The word itself is there: other words for it add nothing.
                break
        if best:
            answered += most
            places_of.append(_places(unit, text))
        total += best
    if not total:
        return 0.0
    if len(places_of) > 1 and _side_by_side(places_of, text):
        total *= 1 + NEAR
    return total * (1 - ALL_UNITS + ALL_UNITS * answered / whole)


def _way(way: Way, title: str, text: str, size: float) -> float:
    """The middle worth of a way's slots, 0 unless the document has them all."""
    total = 0.0
    for slot in way.slots:
        best = 0.0
        for term in slot:
            best = max(best, _term(term, title, text, size))
        if not best:
            return 0.0
        total += best
    if way.phrase and not _together(way.slots, title, text):
        return 0.0
    return total / len(way.slots)


def _together(slots: tuple[Slot, ...], title: str, text: str) -> bool:
    """Do all slots have a word in one stretch?"""
    if all(any(f" {TITLE}{term} " in title for term in slot) for slot in slots):
        return True
    for term in slots[0]:
        at = text.find(f" {term} ")
        while at >= 0:
            begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = text[begin : end if end >= 0 else len(text)]
            if all(any(f" {other} " in line for other in slot) for slot in slots):
                return True
            at = text.find(f" {term} ", at + 1)
    return False


def _term(term: str, title: str, text: str, size: float) -> float:
    often = text.count(f" {term} ")
    worth = often / (often + size / OFTEN) * (1 + 1 / OFTEN) if often else 0.0
    if f" {TITLE}{term} " in title:
        worth = IN_TITLE + worth / 2
    elif f" {TITLE_PART}{term} " in title:
        worth = max(worth, IN_TITLE_PART)
    if not worth and (often := text.count(f" {PART}{term} ")):
        worth = IN_PART * often / (often + size / OFTEN) * (1 + 1 / OFTEN)
    return worth


def _places(unit: Asked, text: str, most: int = 5) -> list[int]:
    """Where in the text the unit is answered first, by its best way that is there."""
    for way in unit.ways:
        for term in way.slots[0]:
            for mark in ("", PART):
                found: list[int] = []
                at = text.find(f" {mark}{term} ")
                while at >= 0 and len(found) < most:
                    found.append(at)
                    at = text.find(f" {mark}{term} ", at + 1)
                if found:
                    return found
    return []


def _side_by_side(places_of: Sequence[list[int]], text: str) -> bool:
    """Do two units stand in one stretch?"""
    lines: set[int] = set()
    for found in places_of:
        mine = {text.count("\n", 0, at) for at in found}
        if mine & lines:
            return True
        lines |= mine
    return False
