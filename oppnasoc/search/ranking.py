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
from operator import itemgetter

from . import closely
from .analysing import PART, TITLE, kind_token, party_token
from .asking import Asked, Question, Way
from .closely import ALL_UNITS, IN_PART, IN_TITLE
from .index import newest_first
from .storing import Store
from .tokens import Backend

NEWEST = 120  # documents of each list
CLOSELY = 30  # documents that are read closely
WEAK = 0.4  # ways of less worth are listed for themselves
FEW = 5  # hits; fewer ask for what merely resembles


@dataclass
class Ranked:
    """Ids of documents with scores, best first; ``more`` if there are more than were listed.

    ``read`` are the documents that were read closely.
    """

    ids: list[int]
    scores: dict[int, float]
    more: bool
    read: dict[int, closely.Said] = field(default_factory=dict)


def rank(
    store: Store, question: Question, *, kind: str = "", party: int | None = None, newest: bool
) -> Ranked:
    """The documents that answer a question, best first, or the newest first."""
    found = _listed(store, question.units, kind, party)
    ids = sorted(found.scores, key=lambda pk: (-found.scores[pk], -pk))
    if newest:
        every = [pk for pk in ids if pk in found.answering_all] or ids
        return Ranked(sorted(every, key=newest_first), found.scores, found.more)
    best = ids[:CLOSELY]
    read = closely.read(store, best)
    close = closely.scores(question.units, read)
    best = [pk for pk in best if close.get(pk)]  # Those with the words of a phrase far apart go.
    best.sort(key=lambda pk: (-close[pk], -pk))
    return Ranked([*best, *ids[CLOSELY:]], {**found.scores, **close}, found.more, read)


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
        anywhere = {way: _expression(write, way, PART) for way in unit.ways}
        for weak in (False, True):
            some = [way for way in unit.ways if (way.worth < WEAK) is weak]
            if some:
                worth = max(w.worth * w.rarity * (IN_PART if w.direct else 1) for w in some)
                expressions = dict.fromkeys(anywhere[way] for way in some)
                lists.append((number, worth, write.any(expressions)))
        wholes.append(write.any(dict.fromkeys(anywhere.values())))
    if not lists:
        return _Listed({}, set(), False)
    if len(wholes) > 1:
        lists.append((-1, 0.0, write.all(wholes)))
    sql = " UNION ALL ".join([write.gathered] * len(lists))
    params: list[object] = []
    for at, (_, _, expression) in enumerate(lists):
        params += [at, write.all([expression, *filters]) if filters else expression, NEWEST]
    listed: list[list[int]] = [[] for _ in lists]
    for at, ids in store.rows(sql, params):
        listed[at] = [*map(int, ids.split())] if ids else []
    everywhere = set(listed[-1]) if len(wholes) > 1 else set()
    share = [max((way.rarity for way in unit.ways), default=0.0) for unit in units]
    gained: dict[int, float] = defaultdict(float)
    answered: dict[int, float] = defaultdict(float)
    for number, unit in enumerate(units):
        gain: dict[int, float] = {}
        if unit.ways:  # At least this much for those that have every unit.
            gain = dict.fromkeys(everywhere, IN_PART * unit.ways[-1].worth * unit.ways[-1].rarity)
        mine = [
            (value, ids) for (n, value, _), ids in zip(lists, listed, strict=True) if n == number
        ]
        for value, ids in sorted(mine, key=itemgetter(0)):  # The best of them counts.
            gain.update(dict.fromkeys(ids, value))
        for pk, value in gain.items():
            gained[pk] += value
            answered[pk] += share[number]
    whole = sum(share) or 1.0
    scores = {
        pk: value * (1 - ALL_UNITS + ALL_UNITS * answered[pk] / whole)
        for pk, value in gained.items()
    }
    more = any(len(ids) == NEWEST for ids in listed)
    return _Listed(scores, everywhere or set(scores), more)


def _expression(write: Backend, way: Way, mark: str) -> str:
    """Documents with what a way is listed by: in the title, as words, or anywhere."""
    marks = ("", PART) if mark == PART else (mark,)
    slots = [write.any([write.one(m + t) for t in slot for m in marks]) for slot in way.listed]
    return slots[0] if len(slots) == 1 else write.all(slots)
