"""A document as tokens, in the shape that the database indexes and a ranking reads.

``terms`` has a line for the title, a line for each stretch of the text, and a last line of words
that are not shown and of what the document is filtered by. Every token has a space on both sides,
so that it can be found and counted as a piece of text:

- ``_plan`` a word of the title, ``~plan`` a part of a compound there,
- ``plan`` a word of the text, ``-plan`` a part of a compound there,
- ``:matter`` the kind of the document, ``@7`` the party that it belongs to.

One index of plain tokens with marks is smaller and faster than one with columns, and the list of
the newest documents of a token can be cut where it is long enough.
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

    @property
    def terms(self) -> str:
        return "\n".join(self.lines)

    def tokens(self, word: str, whole: str, part: str) -> list[str]:
        term = analyse(word)
        for each in term.wholes:
            self.shown.setdefault(each, term.shown if fold(term.shown) == each else each)
        return [whole + each for each in term.wholes] + [part + each for each in term.parts]

    def line(self, tokens: list[str]) -> None:
        self.lines.append(f" {' '.join(tokens)} ")


def analysed(kind: str, found: Found) -> Analysed:
    """The tokens of a document and where the stretches of its text begin."""
    made = Analysed()
    made.line(
        [
            token
            for match in words_in(found.title)
            for token in made.tokens(match[0], TITLE, TITLE_PART)
        ]
    )
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
        stretch.extend(made.tokens(match[0], "", PART))
        before = end
    if made.cuts:
        made.line(stretch)
    last = [token for match in words_in(found.kept) for token in made.tokens(match[0], "", PART)]
    last.append(kind_token(kind))
    if found.party is not None:
        last.append(party_token(found.party))
    made.line(last)
    return made


def kind_token(kind: str) -> str:
    return KIND + fold(kind)


def party_token(party: int) -> str:
    return f"{PARTY}{party}"


def vocabulary(terms: str) -> tuple[set[str], set[str]]:
    """The terms that a document has as words, and those that it has anywhere."""
    words: set[str] = set()
    parts: set[str] = set()
    for token in set(terms.split()):
        mark = token[0]
        if mark == TITLE:
            words.add(token[1:])
        elif mark in (PART, TITLE_PART):
            parts.add(token[1:])
        elif mark not in (KIND, PARTY):
            words.add(token)
    return words, words | parts
