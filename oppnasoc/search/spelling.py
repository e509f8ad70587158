"""Words of the index that are near a word which nobody has written like that.

Only public documents have words in the index, so a correction tells nothing that is not public.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from oppnasoc.language.words import fold, stem

from .storing import Store, grams, places

LOOKED_AT = 40  # words with most letters in common
FAR = 2  # mistakes in a word
FEW_LETTERS = 4  # of a word in which only one is forgiven
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
    or without its ending, whichever is fewer.
    """
    mine = grams(word)
    if not mine:
        return []
    found = store.rows(
        f"SELECT term, COUNT(*) FROM search_gram WHERE gram IN ({places(mine)}) "
        "AND length BETWEEN %s AND %s GROUP BY term ORDER BY COUNT(*) DESC, term LIMIT %s",
        [*mine, len(word) - FAR - 1, len(word) + 4, LOOKED_AT],
    )
    if not found:
        return []
    shared: dict[str, int] = dict(found)
    rows = store.rows(
        f"SELECT term, shown, stem, anywhere FROM search_word WHERE term IN ({places(shared)})",
        list(shared),
    )
    short = fold(stem(word))
    result = []
    for term, shown, root, anywhere in rows:
        mistakes = min(OSA.distance(word, term), OSA.distance(short, root))
        theirs = len(term) if len(term) > 2 else 1
        alike = 2 * shared[term] / (len(mine) + theirs)
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
