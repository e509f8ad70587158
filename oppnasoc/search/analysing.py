"""A document as the database indexes it and as a ranking reads it.

``terms`` has a line for each term, so that one look finds all that a ranking asks of it:
``plan _|3 7 7|4`` is in the title (``_`` as a word, ``~`` as a part of a compound), stands as a
word in the stretches 3 and 7 of the text, twice in 7, and as a part of a compound in stretch 4.
Words that are not shown are one stretch after the last.

``tokens`` has each of the following once, so that one token answers one question:

- ``_plan`` is in the title, also as a part; ``plan`` is a word anywhere; ``-plan`` a part of a
  compound anywhere,
- ``:matter`` the kind of the document, ``@7`` the party that it belongs to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from oppnasoc.language.words import analyse, fold, words_in

from .sources import Found

MOST_WORDS = 40_000  # of a document; the rest is not searched
STRETCH, FULL_STRETCH = 60, 160  # characters, at the end of a sentence and anywhere
TITLE, TITLE_PART, PART, KIND, PARTY = "_", "~", "-", ":", "@"
_ENDS = re.compile(r"[.!?:\n•]")


@dataclass(slots=True)
class Where:
    """Where a term is: marks of the title, and the stretches it is in as a word and as a part."""

    title: str = ""
    whole: list[str] = field(default_factory=list)
    part: list[str] = field(default_factory=list)


@dataclass
class Analysed:
    """What is kept of a document's words; ``shown`` is how each of its own terms is written."""

    where: dict[str, Where] = field(default_factory=lambda: defaultdict(Where))
    cuts: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)

    @property
    def terms(self) -> str:
        lines = (
            f"\n{term} {at.title}|{' '.join(at.whole)}|{' '.join(at.part)}"
            for term, at in self.where.items()
        )
        return "".join(lines) + "\n"

    def take(self, word: str, stretch: int | None) -> None:
        """Note a word of a stretch, or of the title."""
        term = analyse(word)
        for each in term.wholes:
            self.shown.setdefault(each, term.shown if fold(term.shown) == each else each)
        self.tokens.update(term.wholes)
        self.tokens.update([PART + part for part in term.parts])
        if stretch is not None:
            for each in term.wholes:
                self.where[each].whole.append(str(stretch))
            for each in term.parts:
                self.where[each].part.append(str(stretch))
            return
        self.tokens.update([TITLE + each for each in (*term.wholes, *term.parts)])
        for mark, terms in ((TITLE, term.wholes), (TITLE_PART, term.parts)):
            for each in terms:
                self.where[each].title += mark


def analysed(kind: str, found: Found) -> Analysed:
    """The tokens of a document and where the stretches of its text begin."""
    made = Analysed()
    for match in words_in(found.title):
        made.take(match[0], None)
    begin = before = 0
    for count, match in enumerate(words_in(found.text)):
        if count == MOST_WORDS:
            break
        start, end = match.span()
        ended = start - begin >= STRETCH and _ENDS.search(found.text, before, start)
        if not made.cuts or ended or end - begin > FULL_STRETCH:
            begin = start
            made.cuts.append(str(start))
        made.take(match[0], len(made.cuts) - 1)
        before = end
    for match in words_in(found.kept):
        made.take(match[0], len(made.cuts))
    made.tokens.add(kind_token(kind))
    if found.party is not None:
        made.tokens.add(party_token(found.party))
    return made


def kind_token(kind: str) -> str:
    return KIND + fold(kind)


def party_token(party: int) -> str:
    return f"{PARTY}{party}"


def vocabulary(tokens: str) -> tuple[set[str], set[str]]:
    """The terms that a document has as words, and those that it has anywhere."""
    words: set[str] = set()
    parts: set[str] = set()
    for token in tokens.split():
        if token[0] == PART:
            parts.add(token[1:])
        elif token[0] not in (TITLE, KIND, PARTY):
            words.add(token)
    return words, words | parts
