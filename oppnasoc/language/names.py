"""Names of persons in running Swedish text.

A name is read where capital letters, the list of first names and the context agree: a listed
first name with a capitalised word after it, two capitalised words beside a role or a verb of
saying, or a lone first name. Organisations, places, months and roles are kept out. What this
cannot know (a rare name in an odd place) a person must see; nothing here decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from oppnasoc.language import name_lists
from oppnasoc.language.name_lists import folded
from oppnasoc.language.organisations import KnownOrganisation, looks_like_organisation, mentions
from oppnasoc.language.roles import is_role

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-‐‑][^\W\d_]+)*")
_PARTICLES = frozenset(
    {
        "von",
        "af",
        "de",
        "la",
        "van",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "di",
        "da",
        "del",
        "dos",
        "das",
        "du",
        "le",
        "los",
        "las",
        "ten",
        "ter",
        "zu",
        "zum",
        "ibn",
        "abu",
        "bint",
        "ould",
    }
)
_PLACE_ENDINGS = (
    "gatan", "gata", "vägen", "torget", "torg", "skolan", "kyrkan", "parken", "gården", "huset",
    "hemmet", "salen", "plan", "platsen", "backen", "gränd", "allén", "berget", "stugan", "hallen",
    "gruppen", "kliniken", "förskola", "skola", "hamn", "stad", "kommun", "verket", "rummet",
)  # fmt: skip
_SAYING = (
    r"(?:berätta|informera|redogjor?|redogör|säg|sa\b|undra|tyck|mena|svara|föresl|fråga|visa|"
    r"presentera|hälsa|öppna|tacka|påpeka|lyft|betona|beskr|inled|avsluta|redovisa|rapportera|"
    r"ansvara|förklara|kollar|skickar|bokar|åtog|åtar|tar\b|tog\b|återkommer|återkom|deltog|deltar|"
    r"valdes|väljs|utses|utsågs|ska\b|skall\b|höll|håller|leder|ledde|jobbar|arbetar|kontaktar|"
    r"hör\b|pratar|pratade|önska|ringer|skriver|bjud|bjöd|har\b|är\b|var\b|kommer|vill|anser|ansåg)"
)
_AFTER_NAME = re.compile(rf"\s*(?:,\s*|\s\(|\s[–-]\s)(?P<role>[^,.;()\n]{{2,40}})|\s+{_SAYING}")
_BEFORE_NAME = re.compile(r"(?:^|[\s(])(?P<role>[\w-]{3,30}(?:\s[\w-]{3,20})?)[,:]?\s+$")
_VERB_NEXT = re.compile(rf"\s+{_SAYING}")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A person's name in a text: ``text`` = source[start:end]; ``name`` without genitive -s.

    ``full``: first name and surname. ``sure``: a listed or already known name.
    """

    start: int
    end: int
    text: str
    name: str
    full: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str


def is_first_name(word: str) -> bool:
    """Whether ``word`` (or each part of a hyphenated one) is a listed first name."""
    known = name_lists.first_names()
    plain = folded(word)
    if plain in known:
        return True
    parts = plain.replace("‐", "-").replace("‑", "-").split("-")
    return len(parts) == 2 and all(part in known for part in parts)


def looks_like_name(text: str, known_organisations: Sequence[KnownOrganisation] = ()) -> bool:
    """Whether ``text`` alone, as an item of a list of people, can be a person's name.

    More generous than :func:`find`: two to four capitalised words are enough when nothing says
    organisation, place or role; one word must be a listed first name.
    """
    stripped = text.strip(" .*_")
    words = stripped.split()
    if not 1 <= len(words) <= 5 or any(c.isdigit() for c in stripped):
        return False
    if any(folded(w) in name_lists.not_names() for w in words) or is_role(stripped):
        return False
    if len(words) == 1:
        return is_first_name(words[0]) and words[0][:1].isupper()
    big = [w for w in words if folded(w) not in _PARTICLES]
    shaped = all(w[:1].isupper() and _TOKEN.match(w) for w in big) and len(big) >= 2
    if not shaped or big[0] == stripped:
        return False
    if stripped.isupper() and not is_first_name(big[0]):
        return False
    if is_first_name(big[0]):
        return not stripped.endswith(("AB", "HB")) and not _is_place(big[-1])
    return not looks_like_organisation(stripped, known_organisations) and not _is_place(big[-1])


def find(
    text: str,
    *,
    people: Sequence[str] = (),
    known_organisations: Sequence[KnownOrganisation] = (),
) -> list[NameMention]:
    """Names in ``text`` in order. ``people``: full names already known (from attendance)."""
    taken = [(m.start, m.end) for m in mentions(text, known_organisations)]
    known = _known_people(tuple(people))
    found: list[NameMention] = []
    for run in _runs(text):
        position = 0
        while position < len(run):
            mention, used = _at(text, run, position, known)
            overlaps = mention and any(
                mention.start < end and start < mention.end for start, end in taken
            )
            if mention is not None and not overlaps:
                found.append(mention)
            position += max(1, used)
    return found


def canonical(mentions_in_order: Iterable[NameMention]) -> list[str]:
    """One name per person, by first appearance: short forms, accents and lone names merged."""
    full: dict[str, int] = {}
    lone: list[str] = []
    for mention in mentions_in_order:
        if mention.full:
            same = next((name for name in full if same_person(name, mention.name)), None)
            full[same or mention.name] = full.get(same or mention.name, 0) + 1
        elif mention.name not in lone:
            lone.append(mention.name)
    rest: list[str] = []
    for name in lone:
        matches_full = any(_same_first(name, each) for other in full for each in _firsts(other))
        if not matches_full and not any(_same_first(name, each) for each in rest):
            rest.append(name)
    return [*full, *rest]


def _firsts(name: str) -> tuple[str, ...]:
    """The word of a full name that she is called by; registers write the surname first."""
    first, *_, last = name.split()
    turned = not is_first_name(first) and is_first_name(last)
    return (first, last) if turned else (first,)


def same_person(one: str, other: str) -> bool:
    """Whether two full names are one: same first name or its short form, nearly same surname."""
    if one == other:
        return True
    first, _, last = one.rpartition(" ")
    other_first, _, other_last = other.rpartition(" ")
    if not first or not other_first:
        return False
    if not _same_first(first.split()[0], other_first.split()[0]):
        return False
    a, b = folded(last), folded(other_last)
    return a == b or a == b + "s" or b == a + "s" or fuzz.ratio(a, b) >= 90


def _same_first(one: str, other: str) -> bool:
    a, b = folded(one), folded(other)
    short = name_lists.short_forms()
    return a == b or short.get(a, a) == short.get(b, b) or a == b + "s" or b == a + "s"


class _KnownPeople:
    """Look-up of names already known, by folded words."""

    def __init__(self, people: Sequence[str]) -> None:
        self.by_first: dict[str, list[list[str]]] = {}
        for name in people:
            words = [folded(word) for word in name.split()]
            if words:
                self.by_first.setdefault(words[0], []).append(words)
            if len(words) == 2 and len(_firsts(name)) == 2:
                self.by_first.setdefault(words[1], []).append(words[::-1])

    def length_at(self, run: list[_Token], position: int) -> int:
        """How many tokens from ``position`` are a known person's full name; 0 for none."""
        head = folded(run[position].word)
        for words in self.by_first.get(head, ()):
            given = [folded(token.word) for token in run[position : position + len(words)]]
            if len(given) == len(words) > 1 and given[:-1] == words[:-1]:
                last = given[-1]
                if last in (words[-1], words[-1] + "s") or fuzz.ratio(last, words[-1]) >= 90:
                    return len(words)
        return 0

    def has_first(self, word: str) -> bool:
        plain = folded(word)
        return plain in self.by_first or plain.removesuffix("s") in self.by_first

    def surname_of(self, words: list[str]) -> str | None:
        """The known surname that the last of ``words`` is a genitive or variant of."""
        for known in self.by_first.get(folded(words[0]), ()):
            if folded(words[-1]).removesuffix("s") == known[-1]:
                return words[-1].removesuffix("s")
        return None


@lru_cache(maxsize=8)
def _known_people(people: tuple[str, ...]) -> _KnownPeople:
    # One document asks for the same people in every sentence.
    return _KnownPeople(people)


def _runs(text: str) -> Iterable[list[_Token]]:
    """Runs of capitalised words with single spaces (particles and initials allowed inside)."""
    run: list[_Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        gap = text[run[-1].end : match.start()] if run else ""
        joined = bool(run) and (gap in (" ", "\u00a0") or (gap == ". " and len(run[-1].word) == 1))
        if run and not joined:
            yield run
            run = []
        if re.search(r"-[a-zåäö]", word) and word[0].isupper():
            # "Siv Ek-loppet" is called after her, it is not she.
            run = []
            continue
        if word[0].isupper() or (run and word.lower() in _PARTICLES):
            run.append(_Token(match.start(), match.end(), word))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _at(
    text: str, run: list[_Token], position: int, known: _KnownPeople
) -> tuple[NameMention | None, int]:
    """The name that starts at ``position`` of a run, and how many tokens were used."""
    token = run[position]
    if _part_of_address(text, token):
        return None, len(run) - position
    length = known.length_at(run, position)
    if length:
        return _mention(text, run[position : position + length], known, sure=True), length
    if token.word[0].islower() or folded(token.word) in name_lists.not_names():
        return None, 1
    listed = is_first_name(token.word)
    length = _surname_end(run, position)
    if listed and length > 1 and not (token.word.isupper() and len(token.word) > 1):
        return _mention(text, run[position : position + length], known, sure=True), length
    if listed and length > 1 and token.word.isupper():
        return None, length
    if length in (2, 3) and not listed and _stands_as_person(text, run, position, length):
        return _mention(text, run[position : position + length], known, sure=False), length
    if len(run) - position > 1 and not known.has_first(token.word):
        return None, 1
    return _lone(text, token, known), 1


def _part_of_address(text: str, token: _Token) -> bool:
    before = text[max(0, token.start - 1) : token.start]
    after = text[token.end : token.end + 1]
    return before in ("@", "/", "_") or after in ("@", "_") or before == "."


def _surname_end(run: list[_Token], position: int) -> int:
    """Number of tokens of the name at ``position``: first name(s), particles, surname."""
    end = position + 1
    while end < len(run) and end - position < 4:
        word = run[end].word
        if folded(word) in _PARTICLES and word[0].islower():
            if end + 1 >= len(run):
                break
        elif (
            folded(word) in name_lists.not_names()
            or _is_place(word)
            or (word.isupper() and len(word) > 2)
            or (
                not is_first_name(run[end - 1].word)
                and run[end - 1].word[0].isupper()
                and (end - position >= 2 and len(run[end - 1].word) > 1)
            )
        ):
            break
        end += 1
    while end > position + 1 and run[end - 1].word[0].islower():
        end -= 1
    return end - position


def _stands_as_person(text: str, run: list[_Token], position: int, length: int) -> bool:
    """Whether two capitalised words, not on the lists, stand where only a person can."""
    words = [token.word for token in run[position : position + length]]
    if any(
        folded(w) in name_lists.not_names() or _is_place(w) or w.isupper() or len(w) < 2
        for w in words
    ):
        return False
    if position or length != len(run) or looks_like_organisation(" ".join(words)):
        return False
    if is_role(words[0]) or words[0].endswith(("chef", "ordförande")):
        return False
    start, end = run[position].start, run[position + length - 1].end
    after = _AFTER_NAME.match(text, end, min(len(text), end + 60))
    if after and (after["role"] is None or is_role(after["role"])):
        return True
    before = _BEFORE_NAME.search(text[max(0, start - 55) : start])
    return bool(before and (is_role(before["role"]) or is_role(before["role"].split()[-1])))


def _lone(text: str, token: _Token, known: _KnownPeople) -> NameMention | None:
    """A first name standing alone, when it can hardly be anything else."""
    word = token.word
    if known.has_first(word):
        name = word if folded(word) in known.by_first else word[:-1]
        return NameMention(token.start, token.end, word, name, full=False)
    name = word
    if not is_first_name(word):
        if not (word.endswith("s") and len(word) > 3 and is_first_name(word[:-1])):
            return None
        name = word[:-1]
    plain = folded(name)
    if plain in name_lists.everyday() and name != word:
        return None
    if plain in name_lists.everyday() and not (
        _VERB_NEXT.match(text, token.end) and plain not in _ODD_LONE
    ):
        return None
    if len(name) < 3 or (word.isupper() and len(word) > 1):
        return None
    return NameMention(token.start, token.end, word, name, full=False)


# Followed by a verb these are still mostly words: "Per person", "Hans förslag är", "Alla har".
_ODD_WORDS = (
    "per hans my dag du mars maj juni ask sol vide finn inga mina dina inge else line vilja ana "
    "ville vilda said liv bo bror odd lage"
)
_ODD_LONE = frozenset(_ODD_WORDS.split())


def _mention(text: str, tokens: list[_Token], known: _KnownPeople, *, sure: bool) -> NameMention:
    start, end = tokens[0].start, tokens[-1].end
    words = [token.word for token in tokens]
    surname = known.surname_of(words) if len(words) > 1 else None
    if surname is None and _is_genitive(text, end, words[-1]):
        surname = words[-1][:-1]
    name = " ".join([*words[:-1], surname or words[-1]])
    return NameMention(start, end, text[start:end], name, full=len(words) > 1, sure=sure)


_KEEPS_S = ("ss", "us", "is", "ns", "fors", "näs", "as", "os", "es", "ks")


def _is_genitive(text: str, end: int, word: str) -> bool:
    """Whether a surname in -s stands before a noun: "Anna Lindbergs förslag"."""
    if not word.endswith("s") or len(word) < 3:
        return False
    following = text[end : end + 2]
    if not (following[:1] == " " and following[1:2].islower()):
        return False
    if folded(word[:-1]) in name_lists.surnames() or word[:-1].endswith(("son", "berg", "ström")):
        return True
    return len(word) > 3 and not word.lower().endswith(_KEEPS_S)


def _is_place(word: str) -> bool:
    return word.lower().endswith(_PLACE_ENDINGS) and len(word) > 6
