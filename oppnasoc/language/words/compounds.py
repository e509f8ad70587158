"""Swedish compounds taken apart: "boendestödjarna" is "boende" and "stödjare".

What may begin a compound is known from hunspell-sv and from how common a word is (linking -s, -o,
-u, -e included); what may end it is any known form. Of several ways the one with the commonest
parts is taken. A word that is itself commoner than its parts ("kommun" is not "kom" and "mun") is
left whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .lexicon import Lexicon, Reading, lexicon

SHORTEST = 3  # letters of a part
TWO_LETTERS = {"kö", "by"}  # words that end compounds all the same
SHORT_IS_COMMON = 4.5  # Zipf that a part of three letters must have
PART_IS_COMMON = 2.6  # Zipf that any other part must have
LONG, LONG_IS_KNOWN = 7, 1.5  # a part of so many letters is hardly there by chance
COST = 7.5  # Zipf of a part that would cost nothing; every part costs what it lacks
LEEWAY = 0.2  # Zipf by which a listed word may be commoner than its rarest part
LONGEST = 40  # letters of a word that is looked into
ENOUGH = 4  # parts
ENDINGS = ("", "s", "n", "ns", "na", "nas")  # of forms that may be missing from the sources
# Endings that look like words: "organisation|erna", "trygg|are".
_NOT_HEADS = """
are ares aren arna ande andes anden arnas else elser elsen erna ernas het heter heten ing ingen
ingar iska isk isch lig liga ligt ligen mest nas nats ning ningen ningar nings ret sam samma samt
skap sel ses tion tioner tionen ton ätt ade ades ats ast aste lös löst lösa bar bart bara iva ivt
ens erat erad erade eras eran era rad rade ska sko skan inna innan dom domar domen les der den det
dem des men man vis vist aktig igt iga ige orna ornas an ad ende enda ren rens sen sens sena ett
ant anten aner ist ister isten iker ikern tet teter tets
"""
# What stands before a word without being a part that anybody would look for.
_NOT_MODIFIERS = """
förs alls hans dess att och som den det har kan var ett men för med till från där när hur vad han
hon vem sin all alla här utan min san man be varann bes ges des res les hal ber sam mer mot bak
fram upp ned ner ute inne sen era ska kom kon pro per ren ant ins ind ing inn ord
"""
NOT_HEADS = frozenset(_NOT_HEADS.split())
NOT_MODIFIERS = frozenset(_NOT_MODIFIERS.split())


@dataclass(frozen=True, slots=True)
class Split:
    """A compound in parts: the lemmas that each may stand for, and those of the whole."""

    parts: tuple[tuple[str, ...], ...]
    lemmas: tuple[str, ...]
    cost: float
    weakest: float  # Zipf of the rarest part


@lru_cache(maxsize=16_384)
def split(word: str) -> Split | None:
    """The parts of a word in lower case, or None when it is not a compound (or too long)."""
    if not 2 * SHORTEST <= len(word) <= LONGEST:
        return None
    book = lexicon()
    found = _best(word, book, ENOUGH)
    if found is None:
        return None
    known = book.form(word)
    if known and known[0].zipf > found.weakest + LEEWAY:
        return None
    return found


def _best(word: str, book: Lexicon, parts: int) -> Split | None:
    best: Split | None = None
    for first in book.beginnings(word):
        if not SHORTEST <= len(first) <= len(word) - 2 or first in NOT_MODIFIERS:
            continue
        readings = book.modifier(first)
        strength = max(reading.zipf for reading in readings)
        if strength < _needed(first):
            continue
        rest = word[len(first) :]
        for tail in _tails(first, rest, book, parts):
            cost = tail.cost + COST - strength
            if best is None or cost < best.cost:
                mine = tuple(dict.fromkeys(reading.lemma for reading in readings))
                wholes = tuple(first + lemma for lemma in tail.lemmas)
                best = Split((mine, *tail.parts), wholes, cost, min(tail.weakest, strength))
    return best


def _tails(first: str, rest: str, book: Lexicon, parts: int) -> list[Split]:
    """What may follow: a known word, or a compound again."""
    found = []
    # Of three letters alike one is left out: "till" and "lag" make "tillag".
    rests = [rest, first[-1] + rest] if first[-2:-1] == first[-1] else [rest]
    for tail in rests:
        if tail in NOT_HEADS:
            continue
        if heads := _heads(tail, book):
            head = heads[0]
            lemmas = tuple(dict.fromkeys(each.lemma for each in heads))
            whole = lemmas if tail is rest else tuple(lemma[1:] for lemma in lemmas)
            found.append(Split((lemmas,), whole, COST - head.zipf, head.zipf))
        elif parts > 2 and (deeper := _best(tail, book, parts - 1)):
            found.append(deeper)
    return found


def _heads(tail: str, book: Lexicon) -> list[Reading]:
    """The readings of what may end a compound, also in a form that no source lists."""
    for ending in ENDINGS:
        if tail.endswith(ending) and (base := tail.removesuffix(ending)) not in NOT_HEADS:
            heads = book.form(base)
            if heads and heads[0].zipf >= _needed(min(base, heads[0].lemma, key=len)):
                return heads
    return []


def _needed(part: str) -> float:
    if len(part) < SHORTEST:
        return 0 if part in TWO_LETTERS else COST
    if len(part) == SHORTEST:
        return SHORT_IS_COMMON
    return PART_IS_COMMON if len(part) < LONG else LONG_IS_KNOWN
