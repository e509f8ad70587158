"""The name lists that ship with the package, read once at first use (about 2 MB in memory)."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files


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


def _lines(name: str) -> list[str]:
    text = files("oppnasoc.language").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


# First names that are also everyday words, places or months. Alone they are a name only when
# the document has the full name; "Per Berg" is a name anywhere.
EVERYDAY = frozenset(
    ["adel", "alaa", "alba", "alma", "alva", "april", "armin", "ask", "august", "aurora", "axel", "basel", "ben", "bill", "bo", "bonnie", "bror", "dag", "dana", "dania", "disa", "du", "eden", "eira", "enar", "england", "europa", "flora", "florence", "francis", "fred", "frej", "frank", "georgia", "glenn", "gloria", "grace", "gry", "guy", "göta", "hala", "hans", "harry", "hawa", "heli", "henry", "holly", "hugo", "ian", "ilse", "india", "ina", "indra", "irene", "iris", "isa", "jasmin", "jordan", "joy", "juni", "juno", "kai", "karla", "kent", "kim", "kian", "lage", "lana", "lara", "lea", "li", "lin", "linda", "lis", "lion", "liv", "liz", "lo", "lou", "louise", "love", "luna", "lykke", "maj", "majd", "malta", "mark", "mars", "marina", "mary", "max", "may", "medina", "melody", "mika", "mila", "milan", "mio", "mira", "misty", "morris", "my", "nova", "noor", "nour", "odd", "ola", "olga", "ove", "paris", "penny", "per", "peder", "pia", "rama", "rim", "ro", "robin", "romeo", "rosa", "rose", "roy", "rut", "saga", "salam", "sally", "sam", "siri", "sima", "sofia", "sol", "sten", "stella", "stig", "storm", "svea", "sven", "taim", "tage", "tara", "teo", "texas", "tim", "tom", "tor", "tora", "tore", "tove", "ture", "tyra", "una", "uno", "urban", "van", "vega", "vera", "victoria", "vida", "vide", "viking", "viktoria", "vilja", "viola", "vincent", "volvo", "yngve", "östen"]
) - frozenset(
    # Common enough as names, rare enough as words, to be read as names when they stand alone.
    ["adel", "alma", "alva", "armin", "axel", "harry", "henry", "hugo", "ian", "ina", "irene", "kim", "linda", "lea", "louise", "max", "mary", "olga", "ola", "peder", "pia", "robin", "rosa", "sally", "sam", "siri", "sofia", "sven", "tage", "tim", "tom", "tore", "tove", "ture", "urban", "vera", "vincent", "yngve", "östen", "tyra", "bill", "glenn", "kent", "ove"]
)
