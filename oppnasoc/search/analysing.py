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
from collections.abc import Iterator
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
    """What is kept of a document's words; ``shown`` is how terms are written, of all documents
    that are analysed together."""

    shown: dict[str, str]
    where: dict[str, Where] = field(default_factory=lambda: defaultdict(Where))
    cuts: list[str] = field(default_factory=list)

    @property
    def terms(self) -> str:
        lines = [
            f"{term} {at.title}|{' '.join(at.whole)}|{' '.join(at.part)}"
            for term, at in self.where.items()
        ]
        return "\n".join(["", *lines, ""])

    @property
    def tokens(self) -> Iterator[str]:
        for term, at in self.where.items():
            if at.title:
                yield TITLE + term
            if at.whole or TITLE in at.title:
                yield term
            if at.part or TITLE_PART in at.title:
                yield PART + term

    def take(self, word: str, stretch: str) -> None:
        """Note a word of a stretch; "" is the title."""
        term = analyse(word)
        for each in term.wholes:
            if each not in self.shown:
                self.shown[each] = term.shown if fold(term.shown) == each else each
        where = self.where
        if stretch:
            for each in term.wholes:
                where[each].whole.append(stretch)
            for each in term.parts:
                where[each].part.append(stretch)
        else:
            for each in term.wholes:
                where[each].title += TITLE
            for each in term.parts:
                where[each].title += TITLE_PART


def analysed(found: Found, shown: dict[str, str]) -> Analysed:
    """Where the terms of a document are and the stretches of its text begin; adds to ``shown``."""
    made = Analysed(shown)
    for match in words_in(found.title):
        made.take(match[0], "")
    begin = before = 0
    stretch = "0"
    for count, match in enumerate(words_in(found.text)):
        if count == MOST_WORDS:
            break
        start, end = match.span()
        ended = start - begin >= STRETCH and _ENDS.search(found.text, before, start)
        if not made.cuts or ended or end - begin > FULL_STRETCH:
            begin, stretch = start, str(len(made.cuts))
            made.cuts.append(str(start))
        made.take(match[0], stretch)
        before = end
    for match in words_in(found.kept):
        made.take(match[0], str(len(made.cuts)))
    return made


def tokens(kind: str, found: Found, made: Analysed) -> str:
    """What the database searches of a document."""
    every = [*made.tokens, kind_token(kind)]
    if found.party is not None:
        every.append(party_token(found.party))
    return " ".join(sorted(every))


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
