"""What is known of Swedish words, mapped into memory from the files that ``compile.py`` makes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

VERSION = 1  # Another number makes ./soc compile anew.
FORMS, MODIFIERS, RULES = "forms.marisa", "modifiers.marisa", "rules.txt"
RECORD = "<HBB"  # rule, Zipf frequency of the lemma × 25, kind
LISTED = 1  # kind: hunspell-sv knows it
BASE = 2  # kind: the form is the lemma
FIRST = 4  # kind: the likeliest reading


class NoLexicon(Exception):
    """The lexicon has not been made in this environment."""


def folder() -> Path:
    """Where this version of the lexicon belongs: inside the environment, beside the packages."""
    return Path(sys.prefix) / "share" / "oppnasoc" / f"lexicon-{VERSION}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form, or the first part of a compound, may be a form of."""

    lemma: str
    zipf: float
    listed: bool
    base: bool


class Lexicon:
    """Look-ups of forms and of the first parts of compounds."""

    def __init__(self, path: Path) -> None:
        import marisa_trie

        if not (path / RULES).is_file():
            raise NoLexicon(
                "The Swedish lexicon is missing: run "
                f"{Path(sys.prefix) / 'bin' / 'python'} -m oppnasoc.language.words.compile"
            )
        self.forms: Any = marisa_trie.RecordTrie(RECORD).mmap(str(path / FORMS))
        self.modifiers: Any = marisa_trie.RecordTrie(RECORD).mmap(str(path / MODIFIERS))
        lines = (path / RULES).read_text(encoding="utf-8").split("\n")
        self.rules = [(int(off), on) for off, _, on in (line.partition(" ") for line in lines)]

    def form(self, word: str) -> list[Reading]:
        """The readings of a form in lower case, the best first; none when it is unknown."""
        return self._readings(word, self.forms.get(word, ()))

    def modifier(self, word: str) -> list[Reading]:
        """The readings of a word as the first part of a compound, the best first."""
        return self._readings(word, self.modifiers.get(word, ()))

    def beginnings(self, word: str) -> list[str]:
        """Every beginning of a word that may be the first part of a compound."""
        found: list[str] = self.modifiers.prefixes(word)
        return found

    def _readings(self, word: str, records: list[tuple[int, int, int]]) -> list[Reading]:
        found = []
        for rule, level, kind in sorted(records, key=lambda record: -(record[2] & FIRST)):
            off, on = self.rules[rule]
            lemma = word[: len(word) - off] + on
            found.append(Reading(lemma, level / 25, bool(kind & LISTED), bool(kind & BASE)))
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon of this environment. Raises NoLexicon when it has not been made."""
    return Lexicon(folder())
