"""Words of the index that are near a word which nobody has written like that.

Only public documents have words in the index, so a correction tells nothing that is not public.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .storing import Store, grams, places

LOOKED_AT = 40  # words with most letters in common
FAR = 2  # mistakes in a word
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
    mistakes: int
    alike: float


def near(store: Store, word: str) -> list[Near]:
    """Words of the index that share letters with a folded word, the nearest first.

    ``mistakes`` are letters too many, missing, wrong or swapped, counted for the word as it stands
    or without an ending, whichever is fewer. Two swapped letters spoil every three in a row around
    them, so when nothing is near the word is looked for with each two of its letters swapped.
    """
    found = _sharing(store, word, grams(word))
    if not found or found[0].mistakes > FAR:
        swapped = {
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)
        }
        more = {gram for other in swapped for gram in grams(other)}
        found = _sharing(store, word, sorted(more | set(grams(word))))
    return found


def _sharing(store: Store, word: str, wanted: list[str]) -> list[Near]:
    if not wanted:
        return []
    forms = [word, *(word[: -len(end)] for end in ENDINGS if word.endswith(end))]
    forms = [form for form in forms if form == word or len(form) >= SHORTEST_FORM]
    wanted = sorted({*wanted, *(gram for form in forms for gram in grams(form))})
    found = store.rows(
        f"SELECT term, COUNT(*) FROM search_gram WHERE gram IN ({places(wanted)}) "
        "AND length BETWEEN %s AND %s GROUP BY term ORDER BY COUNT(*) DESC, term LIMIT %s",
        [*wanted, min(map(len, forms)) - FAR, len(word) + 4, LOOKED_AT],
    )
    if not found:
        return []
    terms = [term for term, _ in found]
    rows = store.rows(
        f"SELECT term, shown, anywhere FROM search_word WHERE term IN ({places(terms)})", terms
    )
    mine = set(grams(word))
    result = []
    for term, shown, anywhere in rows:
        mistakes = min(OSA.distance(form, term) for form in forms)
        theirs = grams(term)
        alike = 2 * len(mine.intersection(theirs)) / (len(mine) + len(theirs) or 1)
        result.append(Near(term, shown, anywhere, mistakes, alike))
    return sorted(result, key=lambda each: (each.mistakes, -each.alike, -each.documents, each.term))


def corrections(word: str, neighbours: list[Near]) -> list[Near]:
    """What a misspelt word was meant to be: the nearest words, all as near as the first."""
    allowed = 1 if len(word) <= FEW_LETTERS else FAR
    found = [each for each in neighbours if each.mistakes <= allowed]
    return [each for each in found if each.mistakes == found[0].mistakes][:3]


def resembling(neighbours: list[Near], most: int = 6) -> list[Near]:
    """Words that are like a word, for when nothing else was found."""
    found = [each for each in neighbours if each.alike >= ALIKE]
    return sorted(found, key=lambda each: (-each.alike, each.term))[:most]
