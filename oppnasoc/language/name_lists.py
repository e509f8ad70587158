"""The name lists that ship with the package, read once at first use (about 2 MB in memory)."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files


@lru_cache(maxsize=16_384)
def folded(word: str) -> str:
    """``word`` in lower case without accents; å, ä, ö stay letters of their own."""
    if word.isascii():
        return word.lower()
    kept = unicodedata.normalize("NFC", word).casefold()
    return "".join(c if c in "åäö" else _base(c) for c in kept)


def _base(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character)
    return "".join(c for c in parts if not unicodedata.combining(c))


@cache
def first_names() -> frozenset[str]:
    """Folded first names, short forms included."""
    listed = (*_lines("first_names.txt"), *_lines("more_first_names.txt"), *short_forms())
    return frozenset(folded(name) for name in listed)


@cache
def surnames() -> frozenset[str]:
    """The commonest surnames, folded."""
    return frozenset(folded(name) for name in _lines("surnames.txt"))


@cache
def short_forms() -> dict[str, str]:
    """Short form to full form, both folded ("bosse" to "bo")."""
    pairs = (line.split(" ", 1) for line in _lines("short_forms.txt"))
    return {folded(short): folded(full) for short, full in pairs}


@cache
def everyday() -> frozenset[str]:
    """First names that are also everyday words, places or months, folded.

    Alone such a word is a name only when the context says so; "Per Berg" is a name anywhere.
    """
    return frozenset(folded(name) for name in _lines("everyday_names.txt"))


@cache
def not_names() -> frozenset[str]:
    """Capitalised words that are never part of a person's name: months, places, companies."""
    return frozenset(folded(word) for word in _lines("not_names.txt"))


@cache
def not_promising_verbs() -> frozenset[str]:
    """Verbs in the present that tell what somebody says, feels or is, not what she will do."""
    return frozenset(_lines("not_promising_verbs.txt"))


def _lines(name: str) -> list[str]:
    text = files("oppnasoc.language").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]
