"""Text as terms: what an index keeps of a word and a query looks for.

A term is a lemma in lower case folded to a–z and 0–9 ("å" and "ä" to "a", "ö" to "o"), so every
database sees plain tokens and finds the same. A word has one or two terms of its own and, when it
is a compound, a term for each part: "brukarråden" is "brukarrad", with the parts "brukare",
"bruka" and "rad".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .compounds import split
from .lexicon import lexicon
from .stemming import stem

ANALYSER = 2  # Another number makes every document be analysed anew.
LONGEST = 60  # letters of a term

#: A word: letters and digits, with hyphens, apostrophes and colons inside ("SIP:en", "IT-hjälp").
WORD = re.compile(r"[^\W_]+(?:[-‐‑:'’.][^\W_]+)*")
_SUFFIX = re.compile(r"[:'’](?:en|n|et|t|er|ar|or|erna|arna|orna|na|ens|ets|ns|s|are|aren|a)$")
_APART = re.compile(r"[-‐‑:'’.]")
_LETTERS = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"}  # The common ones, for speed.
    | {"ø": "o", "æ": "a", "ß": "ss", "đ": "d", "ł": "l", "þ": "th", "ð": "d"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word as an index knows it: its own terms, those of its parts, how it is shown.

    ``groups`` are the parts in order, each with the terms that it may stand for; ``known`` tells
    that the lexicon has the word itself.
    """

    wholes: tuple[str, ...]
    parts: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    shown: str
    known: bool


def fold(word: str) -> str:
    """A word in a–z and 0–9 only; empty when nothing of it is left."""
    word = word.lower()
    if not word.isascii():
        word = word.translate(_LETTERS)
        if not word.isascii():
            word = unicodedata.normalize("NFKD", word).lower()  # "𝐀" has no small letter.
            word = "".join(letter for letter in word if letter.isascii())
    if not word.isalnum():
        word = "".join(letter for letter in word if letter.isalnum())
    return word[:LONGEST]


def words_in(text: str) -> Iterator[re.Match[str]]:
    """Every word of a text with its place."""
    return WORD.finditer(text)


@lru_cache(maxsize=32_768)
def analyse(word: str) -> Term:
    """The terms of one word as it stands in a text."""
    bare = _SUFFIX.sub("", unicodedata.normalize("NFC", word))
    pieces = [piece for piece in _APART.split(bare) if piece]
    if len(pieces) > 1:
        return _joined(pieces)
    lower = (pieces[0] if pieces else bare).lower()
    if len(lower) < 2 or not lower.isalpha():
        folded = fold(lower)
        return Term((folded,) if folded else (), (), (), lower, True)
    if bare.isupper() and len(bare) <= 6:  # SIP, LSS: not the forms of a word.
        return Term((fold(lower),), (), (), bare, True)
    readings = lexicon().form(lower)
    if readings:  # Of a known form the lemma is taken apart: "brukaren" is no kind of "ren".
        lemmas = [reading.lemma for reading in readings]
        apart = split(lemmas[-1])
    elif apart := split(lower):
        lemmas = list(apart.lemmas)
    else:
        lemmas = [stem(lower)]
    wholes = tuple(dict.fromkeys(filter(None, map(fold, lemmas))))
    groups = tuple(tuple(map(fold, each)) for each in apart.parts) if apart else ()
    parts = tuple(dict.fromkeys(part for group in groups for part in group if part not in wholes))
    return Term(wholes, parts, groups, lemmas[0], bool(readings))


def _joined(pieces: list[str]) -> Term:
    """Words with a hyphen between: one word, of parts."""
    terms = [analyse(piece) for piece in pieces]
    if not any(piece.isalpha() for piece in pieces):  # 2026-11-22, 12.30
        parts = tuple(dict.fromkeys(filter(None, map(fold, pieces))))
        return Term(parts, (), (), "".join(pieces), True)
    whole = fold("".join(pieces[:-1])) + (terms[-1].wholes or ("",))[0]
    groups = tuple((*term.wholes, *term.parts) for term in terms if term.wholes)
    parts = tuple(dict.fromkeys(part for group in groups for part in group))
    shown = "-".join([*pieces[:-1], terms[-1].shown])
    wholes = (whole[:LONGEST],) if whole else ()
    return Term(wholes, parts, groups, shown, all(term.known for term in terms))
