"""A hit as it is shown: title and a piece of the text, every word that matched marked."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from django.utils.safestring import SafeString

from oppnasoc.language.words import analyse, words_in

from .analysing import PART
from .asking import Asked

EXCERPT = 200  # characters, about
MOST_PLACES = 4  # of a term that are looked at


def wanted(units: Collection[Asked]) -> Matching:
    """Every term that a hit may have matched by."""
    return Matching(
        frozenset(t for u in units for way in u.ways for slot in way.slots for t in slot)
    )


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
    text: str, terms: str, cuts: str, units: Collection[Asked], matching: Matching
) -> SafeString:
    """The stretch of a text that says most of what was asked for, marked."""
    begins = [int(cut) for cut in cuts.split()]
    if not begins:
        return SafeString("")
    start = begins[_best_line(terms.partition("\n")[2], units, len(begins))]
    end = _end(text, start)
    before = "… " if start > begins[0] else ""
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


def _best_line(text: str, units: Collection[Asked], lines: int) -> int:
    """The line with the most units, each counted by the best way that it has there."""
    scores: dict[int, float] = {}
    for unit in units:
        mine: dict[int, float] = {}
        for way in unit.ways:
            for term in (term for slot in way.slots for term in slot):
                for mark, worth in (("", way.worth), (PART, way.worth * 0.6)):
                    at = text.find(f" {mark}{term} ")
                    for _ in range(MOST_PLACES):
                        if at < 0:
                            break
                        line = text.count("\n", 0, at)
                        mine[line] = max(mine.get(line, 0.0), worth * way.rarity)
                        at = text.find(f" {mark}{term} ", at + 1)
            if mine and way.direct:
                break
        for line, worth in mine.items():
            scores[line] = scores.get(line, 0.0) + worth
    shown = {line: worth for line, worth in scores.items() if line < lines}
    return min(shown, key=lambda line: (-shown[line], line), default=0)
