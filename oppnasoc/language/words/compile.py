"""Make the lexicon: ``python -m oppnasoc.language.words.compile [--force]``.

Three sources know Swedish words: simplemma (form → lemma), hunspell-sv (base words, how they are
inflected, which of them begin compounds) and wordfreq (how common a form is). They are big and
slow to load, so they are read once, after installation, and what a search needs is written as
files that every worker maps into memory: 20 MB on disk, read in a few milliseconds, in memory
once. ``./soc`` runs this when the lexicon is missing or of another version.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import marisa_trie

from .lexicon import (
    BASE,
    FIRST,
    FORMS,
    LISTED,
    MODIFIERS,
    RECORD,
    RULES,
    folder,
)

WORD = re.compile(r"[a-zà-öø-ÿ]{2,40}")
#: Hunspell's flags that only say where in a compound a word may stand.
PLACES = frozenset("AXYZUWvzkcO!")
BEGINS = "X"  # may begin a compound
NEVER = "%"  # forbidden
COMMON_MODIFIER = 3.0  # Zipf of a word that may begin a compound though no source says so
LINKED = 2.0  # Zipf of the word that a modifier is made of
GONE = 0.9  # Zipf of a form that only the lemma list knows

Endings = dict[str, list[tuple[str, str, Callable[[str], object] | None, str]]]


@dataclass
class Words:
    """What hunspell-sv says: base words of each form, flags of each base and modifier."""

    bases: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    flags: dict[str, str] = field(default_factory=lambda: defaultdict(str))
    made_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def hunspell_files() -> Path:
    """Where hunspell-sv has put its files, without the ending."""
    for root in (Path(sys.prefix), *map(Path, sys.path)):
        for found in root.glob("share/hunspell/sv_SE.dic"):
            return found.with_suffix("")
    raise FileNotFoundError("hunspell-sv is not installed: no share/hunspell/sv_SE.dic")


def read_endings(path: Path) -> Endings:
    """The suffix rules: flag → (letters off, letters on, a test of the word, flags of the form)."""
    found: Endings = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) < 5 or cells[0] != "SFX":
            continue
        _, flag, off, on, condition, *_ = cells
        on, _, flags = on.partition("/")
        test = None if condition == "." else re.compile(condition + "$").search
        found[flag].append(("" if off == "0" else off, "" if on == "0" else on, test, flags))
    return found


def inflected(base: str, flags: str, endings: Endings) -> Iterator[tuple[str, str]]:
    """Every form of a base word, with the form's own flags."""
    for flag in flags:
        for off, on, test, own in endings.get(flag, ()):
            if base.endswith(off) and (test is None or test(base)):
                yield base[: len(base) - len(off)] + on, own


def read_hunspell() -> Words:
    files = hunspell_files()
    endings = read_endings(files.with_suffix(".aff"))
    words = Words()
    for line in files.with_suffix(".dic").read_text(encoding="utf-8").splitlines()[1:]:
        base, _, flags = line.split("\t")[0].strip().partition("/")
        base, flags = base.lower(), flags.split(" ")[0]
        if NEVER in flags or not WORD.fullmatch(base):
            continue
        words.flags[base] += flags
        if "Z" not in flags:
            words.bases[base].add(base)
        for form, own in inflected(base, flags, endings):
            if BEGINS in own:
                words.flags[form] += own
                words.made_of[form].add(base)
            elif WORD.fullmatch(form):
                words.bases[form].add(base)
    return words


def read_lemmas() -> dict[str, str]:
    """Form → lemma, as simplemma has it."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    pairs = DefaultDictionaryFactory().get_dictionary("sv").items()
    lowered: dict[str, str] = {}
    for form, lemma in pairs:
        form, lemma = form.lower(), lemma.lower()
        if not WORD.fullmatch(form) or not WORD.fullmatch(lemma):
            continue
        if form[0] == lemma[0] or len(lemma) <= len(form) + 3:  # Not what letters stand for.
            lowered.setdefault(form, lemma)
    return lowered


def read_frequencies() -> dict[str, float]:
    """Form → Zipf frequency: 3 is once in a million words, 6 once in a thousand."""
    import wordfreq

    bins = wordfreq.get_frequency_list("sv", wordlist="large")
    found = {}
    for number, forms in enumerate(bins):
        found.update({form: 9 - number / 100 for form in forms if WORD.fullmatch(form)})
    return found


def lemmas_of(form: str, lemmas: dict[str, str], words: Words) -> list[str]:
    """The lemma that a form is known by and, where it is a word of its own too, itself.

    "boende" is a form of "bo" and a noun of its own, whose other forms lead to "boende".
    """
    first = lemmas.get(form)
    bases = words.bases.get(form, ())
    own = form in bases and not PLACES.issuperset(words.flags.get(form, ""))
    if first is None:
        others = sorted(base for base in bases if base != form and words.flags[base])
        first = form if own or not others else min(others, key=len)
    return [first, form] if own and first != form else [first]


def modifier_of(form: str, words: Words, strength: dict[str, float]) -> list[str]:
    """The lemmas that the first part of a compound may stand for, the likeliest first.

    "brukar" is made of "brukare" or "bruka", "gatu" of "gata", "handlings" of "handling".
    """
    found = set(words.made_of.get(form, ()))
    if form[-1] == "s":
        found |= {form[:-1], form[:-1] + "e", form[:-1] + "a"}
    if form.endswith("es"):
        found.add(form[:-2] + "a")
    if form[-1] in "oue":
        found |= {form[:-1] + "a", form[:-1]}
    if form[-1] == "r":
        found |= {form + "e", form[:-1]}
    if form not in words.bases.get(form, ()):  # "skol" and "grann", but not "buss".
        found |= {form + "a", form + "e"}
    known = [lemma for lemma in found if strength.get(lemma, 0) >= LINKED]
    return sorted(known, key=lambda lemma: (-strength[lemma], lemma))[:2]


def takes_s(lemma: str, zipf: float) -> bool:
    """May a word begin a compound with a linking s?"""
    abstract = zipf >= LINKED and lemma.endswith(("ing", "tion", "het", "skap", "dom", "ment"))
    return abstract or (zipf >= COMMON_MODIFIER and len(lemma) > 3)


def takes_e(lemma: str, zipf: float) -> bool:
    """May a word in -a begin a compound with -e instead, as "resa" in "resebidrag"?"""
    return lemma.endswith("a") and zipf >= COMMON_MODIFIER and len(lemma) > 3


class Rules:
    """Numbered ways from a form to another word: how many letters off, which letters on."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, str], int] = {}

    def number(self, form: str, other: str) -> int:
        common = 0
        while form[common : common + 1] == other[common : common + 1] != "":
            common += 1
        return self.numbers.setdefault((len(form) - common, other[common:]), len(self.numbers))

    def lines(self) -> list[str]:
        return [f"{off} {on}" for off, on in self.numbers]


def make(target: Path) -> int:
    """Write the lexicon into a new folder; returns how many forms it has."""
    words, lemmas, zipf = read_hunspell(), read_lemmas(), read_frequencies()
    forms = sorted({*lemmas, *words.bases, *(form for form, z in zipf.items() if z >= LINKED)})
    led = {form: lemmas_of(form, lemmas, words) for form in forms}
    strength: dict[str, float] = defaultdict(float)
    for form, to in led.items():
        for lemma in to:
            strength[lemma] = max(strength[lemma], zipf.get(form, GONE))
    rules = Rules()
    records = []
    for form, to in led.items():
        listed = LISTED * (form in words.bases)
        for lemma in to:
            level = min(255, round(strength[lemma] * 25))
            kind = listed | BASE * (lemma == form) | FIRST * (lemma == to[0])
            records.append((form, (rules.number(form, lemma), level, kind)))
    begins = {form for form, flags in words.flags.items() if BEGINS in flags}
    begins |= {form for form in words.bases if zipf.get(form, 0) >= COMMON_MODIFIER}
    begins |= {lemma + "s" for lemma in words.bases if takes_s(lemma, strength.get(lemma, 0))}
    begins |= {form[:-1] + "e" for form in words.bases if takes_e(form, strength.get(form, 0))}
    begins |= {form for form, to in lemmas.items() if form[-1] in "ou" and to == form[:-1] + "a"}
    modifiers = []
    for form in sorted(begins):
        if len(form) < 3 or not WORD.fullmatch(form):
            continue
        to = modifier_of(form, words, strength)
        if strength.get(form, 0) >= LINKED and form in words.bases:
            to = [form, *(other for other in to if BEGINS in words.flags.get(form, ""))]
        for lemma in dict.fromkeys(to[:2]):
            level = min(255, round(strength[lemma] * 25))
            listed = LISTED * (BEGINS in words.flags.get(form, ""))
            kind = listed | BASE * (lemma == form) | FIRST * (lemma == to[0])
            modifiers.append((form, (rules.number(form, lemma), level, kind)))
    marisa_trie.RecordTrie(RECORD, records).save(str(target / FORMS))
    marisa_trie.RecordTrie(RECORD, modifiers).save(str(target / MODIFIERS))
    (target / RULES).write_text("\n".join(rules.lines()), encoding="utf-8")
    return len(forms)


def main(arguments: list[str]) -> int:
    """Make the lexicon unless it is there; 1 with one sentence when it cannot be made."""
    target = folder()
    if target.is_dir() and "--force" not in arguments:
        return 0
    began = time.monotonic()
    print(
        "Making the Swedish lexicon for the search; it takes about half a minute …", file=sys.stderr
    )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="lexicon-") as made:
            count = make(Path(made))
            shutil.rmtree(target, ignore_errors=True)
            Path(made).rename(target)
            Path(made).mkdir()
        target.chmod(0o755)
    except (OSError, ImportError) as why:
        print(f"soc: The lexicon could not be made: {why}", file=sys.stderr)
        return 1
    for old in target.parent.glob("lexicon-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    print(f"{count:,} forms, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
