"""Likeness between a text and existing matters, so that the same thing is not raised twice.

Three signs are weighed: shared word stems (Snowball's Swedish stemmer, rare words count more),
shared parts of compounds (character trigrams: "väntetider" and "väntetiden till samtal"), and
nothing else – no data, no network. Scores are comparable between calls: 1.0 means that every
meaningful word of the shorter text is in the other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from oppnasoc.language.words import stem

# At this score a pair is shown as "kanske samma fråga"; below it only on request. Chosen on the
# pairs in tests/test_similar.py, where every true pair scores above and every false one below.
PROPOSED = 0.3

_WORD = re.compile(r"[^\W\d_]{2,}|\d{2,}")
_STOP_WORDS = (
    "och att det som en på är av för med den till inte om ett har de i vi man kan men så ska "
    "var från eller vid hur när vad vill också där här sig alla då nu bli blir få får finns "
    "finnas göra gör gå går hon han du jag ni dem oss er sin sitt sina min mitt mina din "
    "ditt dina vår vårt våra deras hans hennes detta denna dessa dom under över efter före "
    "utan mellan genom mot per samt ju väl bara mer mest mycket många flera fler någon något "
    "några ingen inget inga varje annan annat andra än åt upp ner in ut bör borde måste "
    "behöver behövs skulle kunna skall vara varit blev ha hade komma kommer ta tar även "
    "redan ännu lite bra dåligt dålig bättre tycker menar säger sa fråga frågan frågor "
    "varför vilken vilket vilka vem vems saknas svårt lätt hos kring omkring ofta alltid "
    "aldrig idag dag gång gånger sätt sak saker del möjlighet möjligt bort"
)
_STOP = frozenset(_STOP_WORDS.split())


def rank(
    text: str, candidates: Sequence[tuple[int, str]], limit: int = 3
) -> list[tuple[int, float]]:
    """The candidates most like ``text``: (id, score 0..1), best first, at most ``limit``.

    Candidates without any likeness are left out. Compare a score with :data:`PROPOSED`.
    """
    wanted = _profile(text)
    if not wanted or limit < 1:
        return []
    profiles = [(number, _profile(words)) for number, words in candidates]
    weights = _weights((profile for _, profile in profiles), len(profiles))
    scored = ((number, _score(wanted, profile, weights)) for number, profile in profiles)
    best = sorted((pair for pair in scored if pair[1] > 0.05), key=lambda pair: (-pair[1], pair[0]))
    return best[:limit]


def _weights(profiles: Iterable[frozenset[str]], total: int) -> dict[str, float]:
    """How telling each stem is: 1 for a rare one, down to about 0.3 for one in most texts."""
    counts: Counter[str] = Counter()
    for profile in profiles:
        counts.update(profile)
    scale = math.log(total + 1.0) or 1.0
    return {stem: max(0.3, 1.0 - 0.7 * math.log(count) / scale) for stem, count in counts.items()}


def _score(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    if not other:
        return 0.0
    shared = one & other
    left, right = one - shared, other - shared
    gain = sum(weights.get(each, 1.0) for each in shared)
    for mine in left:
        gain += weights.get(mine, 1.0) * max((_part_likeness(mine, o) for o in right), default=0.0)
    if not gain:
        return 0.0
    mass_one = sum(weights.get(each, 1.0) for each in one)
    mass_other = sum(weights.get(each, 1.0) for each in other)
    shorter, longer = sorted((mass_one, mass_other))
    # Containment of the shorter, tempered by how much the longer says besides.
    contained, mutual = gain / shorter, gain / math.sqrt(shorter * longer)
    return round(min(1.0, math.pow(contained, 0.7) * math.pow(mutual, 0.3)), 4)


@lru_cache(maxsize=65_536)
def _part_likeness(one: str, other: str) -> float:
    """How much two different stems share as compounds: 0, or 0.4 and more."""
    if len(one) < 4 or len(other) < 4:
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 5 and (long.startswith(short) or long.endswith(short)):
        return 0.75
    a, b = _trigrams(one), _trigrams(other)
    overlap = len(a & b) / min(len(a), len(b))
    return 0.6 * overlap if overlap >= 0.6 else 0.0


@lru_cache(maxsize=16_384)
def _trigrams(stem: str) -> frozenset[str]:
    return frozenset(stem[i : i + 3] for i in range(len(stem) - 2))


@lru_cache(maxsize=8_192)
def _profile(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(stem(word) for word in words if word not in _STOP)
