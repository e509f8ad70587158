"""The index follows the database: put what changed, drop what is no longer public.

Everything is read from the sources again, so an index that is behind or broken is made right by
asking once more; nothing here may be the only place of anything.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from oppnasoc.language.words import ANALYSER

from .analysing import analysed, tokens
from .models import Document
from .sources import Found, sources
from .storing import Store

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


UNDATED = (1 << 22) - 1  # the day of what has none


def number(kind: str, thing: int, on: date | None) -> int:
    """The key of a document: it sorts by day, and what has no day is as new as can be."""
    day = on.toordinal() if on else UNDATED
    return day << 41 | number_of_kind(kind) << 28 | thing


def newest_first(number: int) -> tuple[bool, int]:
    """What to sort keys by: the newest first, and last what has no day, which is no news."""
    return number >> 41 == UNDATED, -number


def number_of_kind(of: str | int) -> int:
    """The part of a document's key that says its kind, of a kind or of a key."""
    return (of >> 28 if isinstance(of, int) else zlib.crc32(of.encode())) & 0x1FFF


def digest(found: Found) -> str:
    """Changes when a document must be analysed again."""
    said = (found.title, found.text, found.url, found.on, found.party, found.kept, ANALYSER)
    text = "\0".join(map(str, said)).encode(errors="replace")
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def put(kind: str, ids: Iterable[int]) -> None:
    """Index these things as they are now; those that are not public any longer are dropped."""
    wanted = list(dict.fromkeys(ids))
    source = next(each for each in sources() if each.kind == kind)
    store = Store()
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        with store.writing():  # What is read in here is what is written, whoever else writes.
            put_into(store, kind, source.documents(some), some)


def drop(kind: str, ids: Iterable[int]) -> None:
    """Forget these things."""
    store, gone = Store(), list(ids)
    with store.writing():
        store.write(kind, [], gone, {})


def put_into(
    store: Store, kind: str, documents: Iterable[Found], things: Iterable[int] = ()
) -> None:
    """Index documents; those of ``things`` that are not among them are dropped."""
    rows: dict[int, tuple[object, ...]] = {}
    shown: dict[str, str] = {}
    for found in documents:
        clean = replace(found, title=_clean(found.title), text=_clean(found.text))
        made = analysed(clean, shown)
        rows[found.thing] = (
            number(kind, found.thing, found.on),
            kind,
            found.thing,
            clean.title,
            clean.text,
            found.url,
            found.on,
            found.party,
            tokens(kind, clean, made),
            made.terms,
            " ".join(made.cuts),
            digest(found),
        )
    store.write(kind, list(rows.values()), [thing for thing in things if thing not in rows], shown)


def _clean(text: str) -> str:
    """Without the one sign that PostgreSQL does not keep."""
    return text.replace("\0", " ")


def rebuild(progress: Progress | None = None) -> None:
    """Index everything anew without downtime; may be stopped and run again.

    Each batch is a short transaction of its own: readers find the old or the new of each thing.
    What is no longer public goes last.
    """
    for source in sources():
        every = list(source.every())
        for start in range(0, len(every), BATCH):
            put(source.kind, every[start : start + BATCH])
            if progress:
                progress(min(start + BATCH, len(every)), len(every), source.kind)
        _drop_others(source.kind, set(every))
    _drop_unknown_kinds()


def _drop_others(kind: str, every: set[int]) -> None:
    kept = Document.objects.filter(kind=kind).values_list("thing", flat=True)
    extra = [thing for thing in kept.iterator() if thing not in every]
    for start in range(0, len(extra), BATCH):
        put(kind, extra[start : start + BATCH])  # Asks again: it may have become public just now.


def _drop_unknown_kinds() -> None:
    """Kinds that no app declares any longer."""
    known = [source.kind for source in sources()]
    for kind in Document.objects.exclude(kind__in=known).values_list("kind", flat=True).distinct():
        drop(kind, Document.objects.filter(kind=kind).values_list("thing", flat=True))


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
    known = [source.kind for source in sources()]
    extra.extend(Document.objects.exclude(kind__in=known).values_list("kind", "thing"))
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
    _drop_unknown_kinds()
    return wrong
