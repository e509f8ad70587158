"""What can be followed. Each app declares it in a ``following.py``, found at start-up.

A *subject* is something with a page that people follow: a matter, a group, a theme. Entries are
about rows of the trail; whoever owns those says which subjects they belong to. ::

    subject("matter", word="fraga", label=_("Question"), shown=matters_by_key, order=10)

    @belongs("matters.Matter")
    def of_matters(entries): return {entry.pk: [("matter", entry.about_id), …] for …}

    @tells_of("matter")
    def about_matters(key): return Q(about_type="matters.matter", about_id=key)

The last two say the same from both ends: from an entry to its subjects, and back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from oppnasoc.trail.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The kind of a subject and its key.
Target = tuple[str, int]

#: Everything that happens, and the words of a search: declared by nobody.
EVERYTHING, SEARCH = "everything", "search"


@dataclass(frozen=True)
class Shown:
    """A subject as a page or a letter names it; ``then`` is what happens next, as a sentence."""

    title: str
    url: str
    then: str = ""


#: Keys, and who looks (None is anybody) → those that she may see.
Show = Callable[[Sequence[int], Any], Mapping[int, Shown]]
Belong = Callable[[Sequence[Entry]], Mapping[int, Iterable[Target]]]
Tell = Callable[[int], Q]


@dataclass(frozen=True)
class Subject:
    """A kind of thing that can be followed; ``word`` stands for it in an address. It is
    ``answerable`` when a reply to news of one says something about it, and ``comes_whole`` when it
    is a letter by itself: then nobody is asked how often."""

    kind: str
    word: str
    label: StrOrPromise
    shown: Show
    order: int
    answerable: bool = False
    comes_whole: bool = False


_subjects: dict[str, Subject] = {}
_belongings: dict[str, list[Belong]] = defaultdict(list)
_tellings: dict[str, list[Tell]] = defaultdict(list)


def subject(
    kind: str,
    *,
    word: str,
    label: StrOrPromise,
    shown: Show,
    order: int,
    answerable: bool = False,
    comes_whole: bool = False,
) -> Subject:
    """Declare a kind of subject. Raises ValueError when it is declared twice."""
    if kind in _subjects or kind in (EVERYTHING, SEARCH) or by_word(word):
        raise ValueError(f"The subject {kind} is declared twice.")
    _subjects[kind] = Subject(kind, word, label, shown, order, answerable, comes_whole)
    return _subjects[kind]


def subjects() -> list[Subject]:
    """Every declared kind, in the order in which they are shown."""
    return sorted(_subjects.values(), key=lambda each: each.order)


def known(kind: str) -> Subject | None:
    return _subjects.get(kind)


def by_word(word: str) -> Subject | None:
    """The kind of subject that an address names."""
    return next((each for each in _subjects.values() if each.word == word), None)


def tells_of(kind: str) -> Callable[[Tell], Tell]:
    """Declare which entries belong to a subject of this kind, by its key."""

    def declare(find: Tell) -> Tell:
        _tellings[kind].append(find)
        return find

    return declare


def entries_of(kind: str, key: int) -> Q:
    """The condition of all entries that belong to one subject."""
    wanted = Q(pk__in=[])
    for find in _tellings[kind]:
        wanted |= find(key)
    return wanted


def belongs(model: str) -> Callable[[Belong], Belong]:
    """Declare to which subjects the entries about one model belong.

    The first target of each entry is the one that a letter puts it under; who may not see that
    subject is not told.
    """

    def declare(find: Belong) -> Belong:
        _belongings[model.lower()].append(find)
        return find

    return declare


def targets(entries: Iterable[Entry]) -> dict[int, list[Target]]:
    """The subjects of each entry, by the entry's key, the first of each first."""
    by_type: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_type[entry.about_type].append(entry)
    found: dict[int, list[Target]] = {}
    for about, some in by_type.items():
        for find in _belongings[about]:
            for pk, its in find(some).items():
                found.setdefault(pk, []).extend(its)
    return {pk: list(dict.fromkeys(its)) for pk, its in found.items()}


def shown(wanted: Iterable[Target], user: Any = None) -> dict[Target, Shown]:
    """The subjects that this person (None is anybody) may see, as they are named."""
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, key in wanted:
        keys[kind].add(key)
    return {
        (kind, key): each
        for kind, some in keys.items()
        if (subject := _subjects.get(kind))
        for key, each in subject.shown(sorted(some), user).items()
    }
