"""A query read: its words and phrases, and for each of them what would answer it, how well.

Only the words of a query are read; quotes, signs and operators mean nothing, so no text can be
wrong or do harm. What a word leads to is decided here, when it is asked: editors change synonyms
and stop words without indexing anything again.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from oppnasoc.language.words import Term, analyse, fold, stem, words_in

from . import spelling
from .storing import MANY, Store, places
from .wordlist import Words

LONGEST, MOST_UNITS = 400, 16  # characters and words of a query that are read
MOST_ALSO = 12  # other words for one unit

# How much a hit is worth by the way it was found; a word itself is worth 1.
IN_PARTS = 0.6  # all parts of the word that was asked for
ONE_PART = 0.2  # one of them, when little else is found
OF_PHRASE = 0.25  # one word of a phrase that was asked for
SYNONYM = 0.5
AROUND = 0.25  # a word that leads to the same as the one that was asked for
KIN = 0.5  # a word with the same stem: "ansökan" for "ansöka"
MISTAKE = 0.1  # less for each mistake in a word
RESEMBLING = 0.3
MANY_HAVE = 0.2  # of all documents: a word that so many have need not be listed with others
STEM = 4  # letters that relatives have in common at least

#: Terms of which any will do.
Slot = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer a unit: every slot must be in the document.

    ``direct`` is the word itself; the words of a ``phrase`` must stand together. ``listed`` are
    the slots that documents are listed by: not those that many documents have.
    """

    slots: tuple[Slot, ...]
    worth: float
    rarity: float
    direct: bool = False
    phrase: bool = False
    listed: tuple[Slot, ...] = ()

    @property
    def value(self) -> float:
        """What a document gains that has it."""
        return self.worth * self.rarity


@dataclass
class Word:
    """A word of a query; ``corrected`` is how it was read, ``nearest`` other words as near."""

    typed: str
    term: Term
    corrected: str = ""
    nearest: tuple[str, ...] = ()
    worth: float = 1.0
    groups: tuple[Slot, ...] = ()  # its parts as it was typed


@dataclass
class Asked:
    """A word or phrase of a query with the ways to answer it, the best first."""

    words: tuple[Word, ...]
    ways: list[Way] = field(default_factory=list)
    also: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(word.term.wholes[0] for word in self.words)

    @property
    def typed(self) -> str:
        return " ".join(word.typed for word in self.words)

    @property
    def corrected(self) -> str:
        """How it was read, if otherwise than it was typed."""
        if not any(word.corrected for word in self.words):
            return ""
        return " ".join(word.corrected or word.typed for word in self.words)


@dataclass
class Question:
    """A query as it was read; ``left_out`` are its stop words, ``cut`` that it was too long."""

    units: list[Asked]
    left_out: list[str] = field(default_factory=list)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the index."""

    shown: str
    documents: int
    anywhere: int


class Reader:
    """Reads queries for one index: its words, and how rare each of them is."""

    def __init__(self, store: Store, words: Words, documents: int) -> None:
        self.store, self.words, self.documents = store, words, max(documents, 1)
        self.known: dict[str, Known] = {}
        self.kin: dict[str, list[str]] = {}
        self.neighbours: dict[str, list[spelling.Near]] = {}

    def read(self, query: str) -> Question:
        """The question that a query is. It has no units when there is no word in the query."""
        found = words_of(query)
        self.learn(found)
        for word in found:
            self.correct(word)
        question = units_of(found, self.words)
        question.cut = question.cut or len(query) > LONGEST
        self.learn_others(question.units)
        for unit in question.units:
            unit.ways.extend(self.directly(unit))
            unit.ways.extend(self.others(unit))
        self.joined(question.units)
        for unit in question.units:
            unit.ways.sort(key=lambda way: -way.worth)
        return question

    def rarity(self, slots: Iterable[Slot]) -> float:
        """How telling terms are, 0–about 10: more the fewer documents have all of them."""
        having = min(map(self.having, slots))
        documents = max(self.documents, having)  # There may be more since they were counted.
        return math.log(1 + (documents - having + 0.5) / (having + 0.5)) + 0.2

    def having(self, slot: Slot) -> int:
        """About how many documents have any of these terms."""
        return max((self.known[term].anywhere for term in slot if term in self.known), default=0)

    def has(self, slots: Iterable[Slot]) -> bool:
        """Is there a document that could have all of them?"""
        return all(any(term in self.known for term in slot) for slot in slots)

    def learn(self, words: list[Word]) -> None:
        """Look up the terms of words, those of their parts, and their relatives."""
        terms: set[str] = set()
        for word in words:
            terms.update(word.term.wholes, *word.term.groups)
        for one, two in pairwise(words):
            terms.update(analyse(one.typed + two.typed).wholes)
        self.look_up(terms, {each for w in words if len(each := kin_of(w.term)) >= STEM})

    def learn_others(self, units: list[Asked]) -> None:
        """Look up what the units lead to."""
        keys = [unit.key for unit in units]
        keys += [analyse(one.typed + two.typed).wholes[:1] for one, two in pairwise(units)]
        others = (o for key in keys for o in (*self.words.also(key), *self.words.around(key)))
        self.look_up({term for o in others for slot in slots_of(o) for term in slot})

    def look_up(self, terms: Iterable[str], stems: Collection[str] = ()) -> None:
        """Learn about terms, and about every word that has one of these stems; one query."""
        wanted, roots = sorted(terms)[:MANY], sorted(stems)[:MANY]
        columns = [(c, some) for c, some in (("term", wanted), ("stem", roots)) if some]
        if not columns:
            return
        rows = self.store.rows(
            "SELECT term, shown, stem, documents, anywhere FROM search_word WHERE "
            + " OR ".join(f"{column} IN ({places(some)})" for column, some in columns),
            wanted + roots,
        )
        for term, shown, root, documents, anywhere in rows:
            self.known[term] = Known(shown, documents, anywhere)
            if root in stems:
                self.kin.setdefault(root, []).append(term)

    def way(
        self, slots: Iterable[Slot], worth: float, *, direct: bool = False, phrase: bool = False
    ) -> Way:
        # A term that no document has need not be looked for in any.
        slots = tuple(tuple(t for t in slot if t in self.known) or slot for slot in slots)
        phrase = phrase and len(slots) > 1
        return Way(slots, worth, self.rarity(slots), direct, phrase, self.telling(slots))

    def telling(self, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Those of several slots that not too many documents have, at least the rarest."""
        by_rarity = sorted(slots, key=self.having)
        few = [slot for slot in by_rarity if self.having(slot) <= MANY_HAVE * self.documents]
        return tuple(few or by_rarity[:1])

    def directly(self, unit: Asked) -> Iterator[Way]:
        """The words themselves, their parts, and words of the same stem."""
        slots = tuple((*word.term.wholes, *word.nearest) for word in unit.words)
        worth = min(word.worth for word in unit.words)
        if self.has(slots):
            yield self.way(slots, worth, direct=True, phrase=True)
        if len(unit.words) > 1:
            for word in unit.words:
                if fold(word.typed) not in self.words.stop and self.has([word.term.wholes]):
                    yield self.way([word.term.wholes], OF_PHRASE)
            return
        term = unit.words[0].term
        for groups in (term.groups, unit.words[0].groups):
            if len(groups) > 1 and self.has(groups):
                yield self.way(groups, worth * IN_PARTS)
        if relatives := tuple(t for t in self.kin.get(kin_of(term), ()) if t not in term.wholes):
            yield self.way([relatives], worth * KIN)

    def others(self, unit: Asked) -> Iterator[Way]:
        """Words that mean the same, and those that lead to the same."""
        for other in self.words.also(unit.key)[:MOST_ALSO]:
            slots = slots_of(other)
            if slots and self.has(slots):
                unit.also.append(other)
                yield self.way(slots, SYNONYM, phrase=True)
        for other in self.words.around(unit.key)[:MOST_ALSO]:
            slots = slots_of(other)
            if slots and self.has(slots):
                yield self.way(slots, AROUND, phrase=True)

    def joined(self, units: list[Asked]) -> None:
        """Words that were written apart are also looked for as one: "boende stöd"."""
        for one, two in pairwise(units):
            if len(one.words) > 1 or len(two.words) > 1:
                continue
            typed = one.typed + two.typed
            both = Asked((Word(typed, analyse(typed)),))
            ways = list(self.others(both))
            if self.has([both.words[0].term.wholes]):
                ways.append(self.way([both.words[0].term.wholes], 1.0, direct=True))
            for unit in (one, two) if ways else ():
                unit.ways += ways
            one.also += both.also

    def correct(self, word: Word) -> None:
        """Read a word that nobody knows as the nearest one that some document has."""
        term = word.term
        if term.known or self.has([term.wholes]) or fold(word.typed) in self.words.stop:
            return
        if term.wholes in self.words.leads:
            return
        found = spelling.corrections(word.typed, self.near(word.typed))
        # A compound of known parts is hardly misspelt, unless it nearly is another word.
        apart = len(term.groups) > 1 and self.has(term.groups)
        if found and (found[0].mistakes < 2 or not apart):
            word.groups = term.groups if apart else ()
            self.note(found)
            best = analyse(found[0].shown)
            word.term = (
                best
                if found[0].term in best.wholes
                else Term((found[0].term,), (), (), found[0].shown, True)
            )
            word.corrected = found[0].shown
            word.nearest = tuple(each.term for each in found[1:])
            word.worth = 1 - MISTAKE * found[0].mistakes
            self.learn([word])

    def resemble(self, unit: Asked) -> None:
        """More ways, when too little was found: one part of it, or words that are like it."""
        for group in unit.words[0].term.groups:
            if self.has([group]):
                unit.ways.append(self.way([group], ONE_PART))
        had = {term for way in unit.ways for slot in way.slots for term in slot}
        for each in spelling.resembling(self.near(unit.typed)):
            if each.term not in had:
                self.note([each])
                unit.ways.append(self.way([(each.term,)], RESEMBLING * each.alike))

    def near(self, word: str) -> list[spelling.Near]:
        if word not in self.neighbours:
            self.neighbours[word] = spelling.near(self.store, word)
        return self.neighbours[word]

    def note(self, near: Iterable[spelling.Near]) -> None:
        for each in near:
            self.known[each.term] = Known(each.shown, each.documents, each.documents)


def words_of(query: str) -> list[Word]:
    """Every word of a query."""
    found = ((match[0], analyse(match[0])) for match in words_in(query[:LONGEST]))
    return [Word(typed, term) for typed, term in found if term.wholes]


def units_of(found: list[Word], words: Words) -> Question:
    """The units of a query: the longest phrases of the word list, then words; no stop words."""
    units: list[Asked] = []
    left_out: list[str] = []
    at = 0
    while at < len(found):
        some: list[Word] = []
        for length in range(min(words.longest, len(found) - at), 0, -1):
            some = found[at : at + length]
            if length == 1 or tuple(word.term.wholes[0] for word in some) in words.leads:
                break
        if len(some) == 1 and fold(some[0].typed) in words.stop:
            left_out.append(some[0].typed)
        else:
            units.append(Asked(tuple(some)))
        at += len(some)
    if not units:  # Nothing but stop words: then they are what is asked for.
        units, left_out = [Asked((word,)) for word in found], []
    once = list({unit.key: unit for unit in reversed(units)}.values())[::-1]
    return Question(once[:MOST_UNITS], left_out, len(once) > MOST_UNITS)


def slots_of(phrase: str) -> tuple[Slot, ...]:
    """The terms of every word of a phrase."""
    return tuple(term.wholes for m in words_in(phrase) if (term := analyse(m[0])).wholes)


def kin_of(term: Term) -> str:
    return fold(stem(term.shown.lower()))
