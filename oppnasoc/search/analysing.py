"""A document as the database indexes it and as a ranking reads it.

``terms`` has a line for the title, a line for each stretch of the text, and a last line of words
that are not shown. A term has a space on both sides, so that it can be found and counted as a piece
of text; ``-`` before it says that it is a part of a compound, ``_`` that it is in the title, ``~``
both.

``tokens`` has each of the following once, so that one token answers one question:

- ``_plan`` is in the title, also as a part; ``plan`` is a word anywhere; ``-plan`` a part of a
  compound anywhere,
- ``:matter`` the kind of the document, ``@7`` the party that it belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from oppnasoc.language.words import analyse, fold, words_in

from .sources import Found

MOST_WORDS = 40_000  # of a document; the rest is not searched
STRETCH, FULL_STRETCH = 60, 160  # characters, at the end of a sentence and anywhere
TITLE, TITLE_PART, PART, KIND, PARTY = "_", "~", "-", ":", "@"
_ENDS = re.compile(r"[.!?:\n•]")


@dataclass
class Analysed:
    """What is kept of a document's words; ``shown`` is how each of its own terms is written."""

    lines: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)

    tokens: set[str] = field(default_factory=set)

    @property
    def terms(self) -> str:
        return "\n".join(self.lines)

    def take(self, word: str, title: bool = False) -> list[str]:
        """The terms of a word, as they stand in a line."""
        term = analyse(word)
        for each in term.wholes:
            self.shown.setdefault(each, term.shown if fold(term.shown) == each else each)
        self.tokens.update(term.wholes)
        self.tokens.update([PART + part for part in term.parts])
        if title:
            self.tokens.update([TITLE + each for each in (*term.wholes, *term.parts)])
            return [*(TITLE + w for w in term.wholes), *(TITLE_PART + p for p in term.parts)]
        return [*term.wholes, *(PART + part for part in term.parts)]

    def line(self, tokens: list[str]) -> None:
        self.lines.append(f" {' '.join(tokens)} ")


def analysed(kind: str, found: Found) -> Analysed:
    """The tokens of a document and where the stretches of its text begin."""
    made = Analysed()
    made.line([each for match in words_in(found.title) for each in made.take(match[0], True)])
    begin = before = 0
    stretch: list[str] = []
    for count, match in enumerate(words_in(found.text)):
        if count == MOST_WORDS:
            break
        start, end = match.span()
        ended = start - begin >= STRETCH and _ENDS.search(found.text, before, start)
        if not made.cuts or ended or end - begin > FULL_STRETCH:
            if made.cuts:
                made.line(stretch)
            begin, stretch = start, []
            made.cuts.append(str(start))
        stretch.extend(made.take(match[0]))
        before = end
    if made.cuts:
        made.line(stretch)
    last = [token for match in words_in(found.kept) for token in made.take(match[0])]
    made.line(last)
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
