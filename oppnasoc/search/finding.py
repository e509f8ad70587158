"""Find, suggest and compare: what pages ask of the search.

Only public things are indexed, so whatever comes from here may be shown to anybody.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.safestring import SafeString

from oppnasoc.language import similar as likeness
from oppnasoc.language.words import analyse, fold

from . import asking, closely, ranking, showing, wordlist
from .analysing import TITLE
from .asking import LONGEST as LONGEST
from .index import number_of_kind
from .sources import sources
from .storing import Store, places
from .tokens import Backend

PER_PAGE = 10
COUNTED = 120  # hits whose parties are counted
COUNTED_FOR = 10.0  # seconds that the number of documents is kept; rarity needs no more
MOST_WORDS_ALIKE = 10  # of a text that similar things are sought by
CANDIDATES_ALIKE = 40
SHORTEST_PREFIX = 2
THING = (1 << 28) - 1  # the part of a document's key that is the thing's own (``index.number``)

Order = Literal["best", "new"]


@dataclass(frozen=True)
class Hit:
    """A thing that was found. ``title_html`` and ``excerpt_html`` are safe HTML in which every
    word that matched stands in ``<mark>``."""

    kind: str
    thing: int
    title_html: SafeString
    excerpt_html: SafeString
    url: str
    on: date | None
    party: int | None


@dataclass(frozen=True)
class Unit:
    """A word or phrase of a query: as it was typed, as it was read when it was misspelt, and what
    else was looked for, in words that can be shown."""

    typed: str
    corrected: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """A page of what was found.

    ``total`` is a least number when ``more`` is true, as are those of ``kinds`` (kind, number)
    and ``parties`` (party, number), most first, both counted without the filter of their own.
    ``cut`` tells that the query was too long to be read to its end. ``page`` is the page that is
    shown, within ``pages`` (at least 1).
    """

    query: str
    read: tuple[Unit, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    kinds: tuple[tuple[str, int], ...] = ()
    parties: tuple[tuple[int, int], ...] = ()
    page: int = 1
    pages: int = 1
    cut: bool = False
    left_out: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Suggestion:
    """What may be meant while somebody types: a thing with its address, or a word without."""

    text: str
    url: str | None
    kind: str


def find(
    query: str, *, kind: str = "", party: int | None = None, page: int = 1, order: Order = "best"
) -> Results:
    """What a query finds, best or newest first. Any text is a query; none finds nothing."""
    store = Store()
    question, ranked = answer(
        store, wordlist.current(), query, documents(store), kind=kind, party=party, order=order
    )
    total = len(ranked.ids)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    ids = ranked.ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    kinds, parties = facets(store, question, ranked, kind, party)
    return Results(
        query[: asking.LONGEST],
        tuple(Unit(u.typed, u.corrected, tuple(dict.fromkeys(u.also))) for u in question.units),
        tuple(hits(store, ids, question.units, ranked.read)),
        total,
        ranked.more,
        kinds,
        parties,
        page,
        pages,
        question.cut,
        tuple(question.left_out),
    )


def finds(query: str, things: Iterable[tuple[str, int]]) -> bool:
    """Whether a query finds one of these things (kind, key) among the newest that it finds."""
    store = Store()
    wanted = list(things)
    _question, ranked = answer(store, wordlist.current(), query, documents(store), order="new")
    kinds = {number_of_kind(kind): kind for kind, _thing in wanted}
    return any((kinds.get(number_of_kind(pk)), pk & THING) in wanted for pk in ranked.ids)


def answer(
    store: Store,
    words: wordlist.Words,
    query: str,
    documents: int,
    *,
    kind: str = "",
    party: int | None = None,
    order: Order = "best",
) -> tuple[asking.Question, ranking.Ranked]:
    """A query read and answered by an index; words that are merely like it when little is found."""
    reader = asking.Reader(store, words, documents)
    question = reader.read(query)
    newest = order == "new"
    ranked = ranking.rank(store, question, kind=kind, party=party, newest=newest)
    if len(ranked.ids) < ranking.FEW and question.units:
        for unit in question.units:
            if len(unit.words) == 1:
                reader.resemble(unit)
        ranked = ranking.rank(store, question, kind=kind, party=party, newest=newest)
    return question, ranked


_counted: dict[str, tuple[float, int]] = {}


def documents(store: Store) -> int:
    """About how many documents there are."""
    alias = store.connection.alias
    when, count = _counted.get(alias, (float("-inf"), 0))
    if time.monotonic() - when > COUNTED_FOR:
        count = store.rows("SELECT COUNT(*) FROM search_document")[0][0]
        _counted[alias] = (time.monotonic(), count)
    return count


def facets(
    store: Store,
    question: asking.Question,
    ranked: ranking.Ranked,
    kind: str,
    party: int | None,
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[int, int], ...]]:
    """How many there are of each kind and party, each counted without the filter of its own."""
    if not ranked.ids:
        return (), ()
    others = ranked.ids
    if kind:
        others = ranking.rank(store, question, party=party, newest=True).ids
    names = {number_of_kind(source.kind): source.kind for source in sources()}
    of_kind = Counter(names.get(number_of_kind(pk), "") for pk in others)
    others = ranked.ids
    if party is not None:
        others = ranking.rank(store, question, kind=kind, newest=True).ids
    of_party: Counter[int] = Counter()
    if some := others[:COUNTED]:
        sql = f"SELECT party FROM search_document WHERE id IN ({places(some)})"
        of_party.update(found for (found,) in store.rows(sql, some) if found is not None)
    return (
        tuple((name, count) for name, count in of_kind.most_common() if name),
        tuple(of_party.most_common()),
    )


def hits(
    store: Store, ids: Sequence[int], units: Sequence[asking.Asked], read: dict[int, closely.Said]
) -> list[Hit]:
    """Documents as they are shown, in the order of their ids; ``read`` are those read already."""
    read = {**read, **closely.read(store, [pk for pk in ids if pk not in read])}
    matching = showing.wanted(units)
    return [_hit(read[pk], units, matching) for pk in ids if pk in read]


def _hit(said: closely.Said, units: Sequence[asking.Asked], matching: showing.Matching) -> Hit:
    kind, thing, title, text, url, on, party, cuts = said.row
    if isinstance(on, str):  # SQLite gives what is asked in plain SQL as it is stored.
        on = date.fromisoformat(on)
    excerpt = showing.excerpt(text, said, cuts, units, matching)
    return Hit(kind, thing, showing.marked(title, matching), excerpt, url, on, party)


def similar(text: str, *, kind: str, limit: int = 3) -> list[Hit]:
    """Things of a kind that are about the same as a text: nothing rather than nonsense."""
    store = Store()
    reader = asking.Reader(store, wordlist.current(), documents(store))
    question = asking.units_of(asking.words_of(text), reader.words)
    reader.learn([word for unit in question.units for word in unit.words])
    reader.learn_others(question.units)
    for unit in question.units:
        unit.ways.extend(reader.directly(unit))
        unit.ways.extend(reader.others(unit))
    telling = [unit for unit in question.units if unit.ways]
    telling.sort(key=lambda unit: -unit.ways[0].rarity)
    question.units = telling[:MOST_WORDS_ALIKE]
    ids = ranking.rank(store, question, kind=kind, newest=False).ids[:CANDIDATES_ALIKE]
    if not ids:
        return []
    sql = f"SELECT id, title, text FROM search_document WHERE id IN ({places(ids)})"
    rows = store.rows(sql, ids)
    scores: dict[int, float] = {}
    for candidates in ([(pk, title) for pk, title, _ in rows], [(r[0], r[2][:600]) for r in rows]):
        for pk, score in likeness.rank(text, candidates, limit=len(rows)):
            scores[pk] = max(score, scores.get(pk, 0.0))
    alike = [pk for pk in ids if scores.get(pk, 0.0) >= likeness.PROPOSED]
    alike.sort(key=lambda pk: -scores[pk])
    return hits(store, alike[:limit], question.units, {})


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Things and words that begin so, while somebody types: half of each, if there are so many."""
    typed = [word.typed for word in asking.words_of(prefix)][: asking.MOST_UNITS]
    if not typed or len(fold(typed[-1])) < SHORTEST_PREFIX:
        return []
    store = Store()
    write = store.backend
    begun = fold(typed[-1])
    rows = store.rows(
        f"SELECT term, shown, documents FROM search_word WHERE {write.begins} AND documents > 0 "
        "ORDER BY documents DESC, term LIMIT %s",
        [*write.beginning(begun), 2 * limit],
    )
    # Who types on has written an inflected word: its lemma does not begin so any longer.
    endings = {*(term for term, *_ in rows), *analyse(typed[-1]).wholes}
    earlier = [write.any([write.one(TITLE + t) for t in analyse(w).wholes]) for w in typed[:-1]]
    titled = [*earlier, write.any([write.one(TITLE + term) for term in sorted(endings)])]
    things = _titles(store, write, titled, limit)
    words = [shown for _, shown, _ in rows if fold(shown).startswith(begun)] if not earlier else []
    half = max(limit - len(words), limit // 2)
    found = [Suggestion(title, url, kind) for title, url, kind in things[:half]]
    found += [Suggestion(word, None, "") for word in words]
    return found[:limit]


def _titles(
    store: Store, write: Backend, expressions: list[str], limit: int
) -> list[tuple[str, str, str]]:
    ids = [pk for (pk,) in store.rows(write.newest, [write.all(expressions), limit])]
    if not ids:
        return []
    sql = f"SELECT id, title, url, kind FROM search_document WHERE id IN ({places(ids)})"
    found = {pk: (title, url, kind) for pk, title, url, kind in store.rows(sql, ids)}
    return [found[pk] for pk in ids if pk in found]
