"""The index follows the database: put what changed, drop what is no longer public.

Everything is read from the sources again, so an index that is behind or broken is made right by
asking once more; nothing here may be the only place of anything.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from .models import Document
from .sources import Found, sources

BATCH = 200  # documents of one transaction

#: (done, of, kind) while an index is rebuilt.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Differences:
    """What tells the index from the database: pairs of kind and id."""

    missing: tuple[tuple[str, int], ...] = ()
    extra: tuple[tuple[str, int], ...] = ()
    outdated: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.extra or self.outdated)


def number(kind: str, thing: int, on: date | None) -> int:
    """The key of a document: it sorts by day, and what has no day is as new as can be."""
    day = on.toordinal() if on else (1 << 22) - 1
    return day << 41 | (zlib.crc32(kind.encode()) & 0x1FFF) << 28 | thing


def digest(found: Found) -> str:
    """Changes when a document must be analysed again."""
    said = "\0".join(map(str, (found.title, found.text, found.url, found.on, found.party)))
    return hashlib.md5(f"{said}\0{found.kept}".encode(), usedforsecurity=False).hexdigest()


@transaction.atomic
def put(kind: str, ids: Iterable[int]) -> None:
    """Index these things as they are now; those that are not public any longer are dropped."""
    wanted = list(ids)
    source = next(each for each in sources() if each.kind == kind)
    drop(kind, wanted)
    for each in source.documents(wanted):
        Document.objects.create(
            id=number(kind, each.thing, each.on),
            kind=kind,
            thing=each.thing,
            title=each.title,
            text=each.text,
            url=each.url,
            on=each.on,
            party=each.party,
            terms="",
            cuts="",
            digest=digest(each),
        )


def drop(kind: str, ids: Sequence[int]) -> None:
    """Forget these things."""
    Document.objects.filter(kind=kind, thing__in=ids).delete()


def rebuild(progress: Progress | None = None) -> None:
    """Index everything anew without downtime; may be stopped and run again."""
    for source in sources():
        every = list(source.every())
        for start in range(0, len(every), BATCH):
            put(source.kind, every[start : start + BATCH])
            if progress:
                progress(min(start + BATCH, len(every)), len(every), source.kind)


def differences() -> Differences:
    """Compare the index with the database."""
    missing: list[tuple[str, int]] = []
    extra: list[tuple[str, int]] = []
    outdated: list[tuple[str, int]] = []
    for source in sources():
        kept = dict(Document.objects.filter(kind=source.kind).values_list("thing", "digest"))
        every = list(source.every())
        for start in range(0, len(every), BATCH):
            for found in source.documents(every[start : start + BATCH]):
                old = kept.pop(found.thing, None)
                if old is None:
                    missing.append((source.kind, found.thing))
                elif old != digest(found):
                    outdated.append((source.kind, found.thing))
        extra.extend((source.kind, thing) for thing in kept)
    return Differences(tuple(missing), tuple(extra), tuple(outdated))


def repair() -> Differences:
    """Make the index like the database again; tells what was wrong."""
    wrong = differences()
    for source in sources():
        wanted = [
            thing
            for kind, thing in (*wrong.missing, *wrong.outdated, *wrong.extra)
            if kind == source.kind
        ]
        for start in range(0, len(wanted), BATCH):
            put(source.kind, wanted[start : start + BATCH])
    return wrong
