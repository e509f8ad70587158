"""A hit as it is shown: title and a piece of the text, every word that matched marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from html import escape

from django.utils.safestring import SafeString

from oppnasoc.language.words import analyse, words_in

from .asking import Asked
from .closely import FIRST, IN_PART, Said

EXCERPT = 200  # characters, about


def wanted(units: Collection[Asked]) -> Matching:
    """Every term that a hit may have matched by; of phrases only the words that tell."""
    ways = [way for unit in units for way in unit.ways]
    slots = (slot for way in ways for slot in (way.listed or way.slots))
    return Matching(frozenset(term for slot in slots for term in slot))


class Matching(dict[str, bool]):
    """Whether a word as it is written matches one of the terms; each word is looked at once."""

    def __init__(self, terms: frozenset[str]) -> None:
        super().__init__()
        self.terms = terms

    def __missing__(self, word: str) -> bool:
        term = analyse(word)
        self[word] = found = not self.terms.isdisjoint((*term.wholes, *term.parts))
        return found


def marked(text: str, matching: Matching, start: int = 0, end: int | None = None) -> SafeString:
    """A piece of text as HTML, each word that matches in ``<mark>``."""
    piece = text[start:end]
    pieces: list[str] = []
    at = 0
    for match in words_in(piece):
        if matching[match[0]]:
            first, last = match.span()
            pieces += (escape(piece[at:first]), "<mark>", escape(piece[first:last]), "</mark>")
            at = last
    pieces.append(escape(piece[at:]))
    return SafeString("".join(pieces))


def excerpt(
    text: str, said: Said, cuts: str, units: Collection[Asked], matching: Matching
) -> SafeString:
    """The stretch of a text that says most of what was asked for, marked."""
    begins = cuts.split()
    if not begins:
        return SafeString("")
    line = _best_line(said, units, len(begins))
    start = int(begins[line])
    end = _end(text, start)
    before = "… " if line else ""
    after = " …" if end < len(text.rstrip()) else ""
    return SafeString(before + marked(text, matching, start, end) + after)


def _end(text: str, start: int) -> int:
    """The end of a word or sentence about ``EXCERPT`` characters on."""
    end = start + EXCERPT
    if end >= len(text):
        return len(text.rstrip())
    border = max(
        text.rfind(sign, start + EXCERPT // 2, end) + 1 for sign in (". ", "? ", "! ", "\n")
    )
    return border or max(text.rfind(" ", start, end), start) or end


def _best_line(said: Said, units: Collection[Asked], most: int) -> int:
    """The line with the most units, each by the best way that the document has."""
    scores: dict[int, float] = defaultdict(float)
    for unit in units:
        mine: dict[int, float] = {}
        for way in unit.ways:
            for term in (term for slot in way.slots for term in slot):
                at = said.at(term)
                for stretches, share in ((at.whole, 1.0), (at.part, IN_PART)):
                    worth = way.worth * way.rarity * share
                    for line in map(int, stretches[:FIRST]):
                        mine[line] = max(mine.get(line, 0.0), worth)
            if mine:
                break
        for line, worth in mine.items():
            scores[line] += worth
    shown = {line: worth for line, worth in scores.items() if line < most}
    return min(shown, key=lambda line: (-shown[line], line), default=0)
