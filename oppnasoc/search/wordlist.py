"""Words that mean the same, and words that are left out: the editors' rows, or the file they begin
with (``data/words.txt``, which says how it is written).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from oppnasoc.language.words import analyse, fold, words_in

FILE = Path(__file__).parent / "data" / "words.txt"
KEPT = 5.0  # seconds before the rows are looked at again

#: A word or phrase: the first term of each of its words.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Words that mean the same, and those that lead to them."""

    words: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass
class Words:
    """What a search goes by: stop words (folded), and for each word or phrase what it leads to."""

    stop: frozenset[str] = frozenset()
    leads: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    near: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    longest: int = 1

    def also(self, key: Key) -> tuple[str, ...]:
        """The other words for this, as they are shown."""
        return self.leads.get(key, ())

    def around(self, key: Key) -> tuple[str, ...]:
        """Words that lead to the same: a weak sign, when a document has nothing better."""
        return self.near.get(key, ())


def key_of(phrase: str) -> Key:
    """How a phrase is recognised, inflected or not."""
    found = (analyse(match[0]).wholes for match in words_in(phrase))
    return tuple(wholes[0] for wholes in found if wholes)


def made(groups: Iterable[Group], stop: Iterable[str]) -> Words:
    """The list in the form that a search reads."""
    leads: dict[Key, dict[str, None]] = defaultdict(dict)
    near: dict[Key, dict[str, None]] = defaultdict(dict)
    for group in groups:
        for word in (*group.words, *group.asked):
            key = key_of(word)
            others = (other for other in group.words if key_of(other) != key)
            leads[key].update(dict.fromkeys(others))
            near[key].update(dict.fromkeys(o for o in group.asked if key_of(o) != key))
    leads.pop((), None)
    return Words(
        frozenset(filter(None, map(fold, stop))),
        {key: tuple(others) for key, others in leads.items()},
        {key: tuple(others) for key, others in near.items()},
        max(map(len, leads), default=1),
    )


def read(text: str) -> tuple[list[Group], list[str]]:
    """Groups and stop words of a file. Raises ValueError naming the line that it cannot read."""
    groups: list[tuple[list[str], list[str]]] = []
    stop: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        if line.startswith("stop:"):
            stop += _listed(line.removeprefix("stop:"))
        elif line.startswith("same:"):
            groups.append((_listed(line.removeprefix("same:")), []))
        elif "<-" in line:
            found, _, asked = line.partition("<-")
            word = found.strip()
            home = next((group for group in groups if group[0][0] == word), None)
            if home is None:
                groups.append(home := ([word], []))
            home[1].extend(_listed(asked))
        else:
            raise ValueError(f"line {number} is not stop:, same: or <-")
    return [Group(tuple(words), tuple(asked)) for words, asked in groups], stop


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


@cache
def default() -> Words:
    """The list of the file."""
    return made(*read(FILE.read_text(encoding="utf-8")))


@dataclass
class _Kept:
    """The site's list in this process, looked at again every few seconds."""

    looked: float = float("-inf")
    version: object = None
    words: Words = field(default_factory=Words)


_kept = _Kept()


def current() -> Words:
    """The editors' list; another process sees a change within ``KEPT`` seconds."""
    if time.monotonic() - _kept.looked > KEPT:
        refresh()
    return _kept.words


def refresh() -> None:
    """Look at the editors' rows now, after a change."""
    from django.db.models import Count, Max

    from .models import StopWord, WordGroup

    version = [
        model._default_manager.aggregate(Count("pk"), Max("changed_at"))
        for model in (WordGroup, StopWord)
    ]
    if version != _kept.version:
        groups = [
            Group(tuple(each.words.splitlines()), tuple(each.asked.splitlines()))
            for each in WordGroup.objects.order_by("pk")
        ]
        _kept.words = made(groups, StopWord.objects.values_list("word", flat=True))
    _kept.version, _kept.looked = version, time.monotonic()
