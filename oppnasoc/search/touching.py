"""Which trail entries touch which documents.

Every declared kind of entry is either named here with what it touches or said to touch nothing
that can be found; a house test holds the rooms to it. A higher room says with ``also`` what its
entries touch of a lower room's things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from .sources import sources

if TYPE_CHECKING:
    from oppnasoc.trail.models import Entry

#: What finds the ids of the things that an entry touches.
Finds = Callable[["Entry"], Iterable[int]]


def about(entry: Entry) -> list[int]:
    """The thing that the entry is about."""
    return [entry.about_id]


class Touched:
    """``touched`` of a source, out of the kinds of entries and what each of them touches."""

    def __init__(self, by_kind: Mapping[str, Finds]) -> None:
        self.by_kind = dict(by_kind)

    def __call__(self, entry: Entry) -> Iterable[int]:
        find = self.by_kind.get(entry.kind)
        return find(entry) if find else ()


_also: dict[str, list[tuple[str, Finds]]] = defaultdict(list)
_nothing: set[str] = set()


def also(source: str, by_kind: Mapping[str, Finds]) -> None:
    """Declare what entries of a higher room touch of a source below it."""
    for code, find in by_kind.items():
        _also[code].append((source, find))


def nothing_findable(*codes: str) -> None:
    """Declare kinds of entries that change nothing of what can be found."""
    _nothing.update(codes)


def touched_by(entry: Entry) -> dict[str, set[int]]:
    """Source → the ids whose document may have changed by this entry."""
    found: dict[str, set[int]] = defaultdict(set)
    for source in sources():
        found[source.kind].update(source.touched(entry))
    for kind, find in _also.get(entry.kind, ()):
        found[kind].update(find(entry))
    return {kind: ids for kind, ids in found.items() if ids}


def handled() -> set[str]:
    """Kinds of entries that touch something that can be found."""
    own = {
        code
        for source in sources()
        if isinstance(source.touched, Touched)
        for code in source.touched.by_kind
    }
    return own | set(_also)


def unhandled() -> set[str]:
    """Kinds of entries that are said to touch nothing that can be found."""
    return set(_nothing)
