"""Words of the index that are near a word which nobody has written like that.

Only public documents have words in the index, so a correction tells nothing that is not public.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from oppnasoc.language.words import fold
from oppnasoc.language.words.sounds import sound

from .storing import Store, grams, places

LOOKED_AT = 40  # words with most letters in common
FAR = 2  # mistakes in a word
HEARD = 0.4  # of a mistake: a word that is written otherwise but sounds the same
NEARLY = 0.3  # mistakes between words that are as near
FEW_LETTERS = 4  # of a word in which only one is forgiven
SHORTEST_FORM = 5  # letters that are left without an ending
_ENDINGS = "s n t r a e en et ar er or na de te ns ens ets arna erna orna ade ades"
ENDINGS = tuple(_ENDINGS.split())
ALIKE = 0.45  # of the letters in threes, for what is merely like a word


@dataclass(frozen=True, slots=True)
class Near:
    """A word of the index, how many mistakes away it is, and how much of it is the same (0–1)."""

    term: str
    shown: str
    documents: int
    mistakes: float
    alike: float


def near(store: Store, typed: str) -> list[Near]:
    """Words of the index that share letters with a word, the nearest first.

    ``mistakes`` are letters too many, missing, wrong or swapped, counted for the word as it stands
    or without an ending and for what is written or what is heard, whichever is fewest: "handlegare"
    is nearer to "handläggare" than to "handledare". Two swapped letters spoil every three in a row
    around them, so when nothing is near the word is looked for with each two of its letters
    swapped.
    """
    typed = typed.lower()
    word = fold(typed)
    found = _sharing(store, typed, grams(word))
    if not found or found[0].mistakes > FAR:
        swapped = {
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)
        }
        more = {gram for other in swapped for gram in grams(other)}
        found = _sharing(store, typed, sorted(more | set(grams(word))))
    return found


def _sharing(store: Store, typed: str, wanted: list[str]) -> list[Near]:
    if not wanted:
        return []
    forms = [typed, *(typed[: -len(end)] for end in ENDINGS if typed.endswith(end))]
    forms = [form for form in forms if form == typed or len(form) >= SHORTEST_FORM]
    written, heard = [fold(form) for form in forms], [sound(form) for form in forms]
    wanted = sorted({*wanted, *(gram for form in written for gram in grams(form))})
    rows = store.rows(
        "SELECT term, shown, anywhere FROM search_word WHERE term IN ("
        f"SELECT term FROM search_gram WHERE gram IN ({places(wanted)}) AND length BETWEEN "
        "%s AND %s GROUP BY term ORDER BY COUNT(*) DESC, term LIMIT %s)",
        [*wanted, min(map(len, written)) - FAR, len(written[0]) + 4, LOOKED_AT],
    )
    mine = set(grams(written[0]))
    result = []
    for term, shown, anywhere in rows:
        mistakes: float = min(OSA.distance(form, term) for form in written)
        if mistakes > HEARD:
            key = sound(shown.lower())
            mistakes = min(mistakes, HEARD + min(OSA.distance(form, key) for form in heard))
        theirs = grams(term)
        alike = 2 * len(mine.intersection(theirs)) / (len(mine) + len(theirs) or 1)
        result.append(Near(term, shown, anywhere, mistakes, alike))
    return sorted(result, key=lambda each: (each.mistakes, -each.alike, -each.documents, each.term))


def corrections(word: str, neighbours: list[Near]) -> list[Near]:
    """What a misspelt word was meant to be: the nearest words, all about as near as the first."""
    allowed = 1 + HEARD if len(word) <= FEW_LETTERS else FAR + HEARD
    found = [each for each in neighbours if each.mistakes <= allowed]
    return [each for each in found if each.mistakes <= found[0].mistakes + NEARLY][:3]


def resembling(neighbours: list[Near], most: int = 6) -> list[Near]:
    """Words that are like a word, for when nothing else was found."""
    found = [each for each in neighbours if each.alike >= ALIKE]
    return sorted(found, key=lambda each: (-each.alike, each.term))[:most]
