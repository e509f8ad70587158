"""The way from what happened to the index: touched things stand in line, and leave it after commit.

An action touches things in its own transaction; after the commit they are put into the index. When
the process is killed between the two, the rows stay: the next action, the next reader or the daily
round takes them. ::

    touch("matter", [7])
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from oppnasoc.ui.prepared import prepared

from . import index
from .finding import Hit
from .pending import Pending
from .sources import sources

BATCH = 100  # things of one transaction
FOR_A_READER = 100  # things that a reader waits for, some tenths of a second

log = logging.getLogger(__name__)
_paused: ContextVar[bool] = ContextVar("paused", default=False)


def touch(kind: str, ids: Iterable[int]) -> None:
    """Say that things of a kind may have changed or are gone; one query."""
    rows = [Pending(kind=kind, thing=pk) for pk in ids]
    if not rows or _paused.get():
        return
    Pending.objects.bulk_create(rows)
    # Once for each transaction. One that belongs to a part which is rolled back goes with it, and
    # so do the rows of that part.
    if not any(waiting[1] is after_commit for waiting in connection.run_on_commit):
        transaction.on_commit(after_commit, robust=True)


def after_commit() -> None:
    """Put into the index what the action touched; an error is logged, the rows stay in line."""
    deliver()


@contextmanager
def paused() -> Iterator[None]:
    """Touch nothing meanwhile; whoever fills a whole town rebuilds the index at the end."""
    before = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(before)


def deliver(most: int | None = None) -> int:
    """Put what stands in line into the index, and take it out of the line.

    Reading the rows locks them, so of two that deliver the same thing the later one reads it after
    the earlier one has written. Returns how many rows left the line; ``most`` is about the
    greatest number.
    """
    known = {source.kind for source in sources()}
    done = 0
    while most is None or done < most:
        with transaction.atomic():
            rows = list(Pending.objects.select_for_update().order_by("pk")[:BATCH])
            things: dict[str, set[int]] = defaultdict(set)
            for row in rows:
                things[row.kind].add(row.thing)
            for kind, ids in things.items():
                if kind in known:
                    _put(kind, sorted(ids))
            Pending.objects.filter(pk__in=[row.pk for row in rows]).delete()
        done += len(rows)
        if len(rows) < BATCH:
            break
    return done


def _put(kind: str, ids: list[int]) -> None:
    """Index things; one that cannot be indexed is found no longer, and holds up nobody else."""
    try:
        with transaction.atomic():
            index.put(kind, ids)
    except DatabaseError:
        raise  # Everybody has to wait for that.
    except Exception:
        if len(ids) > 1:
            for pk in ids:
                _put(kind, [pk])
            return
        log.exception("%s %s cannot be indexed; the daily round tries again.", kind, ids[0])
        index.drop(kind, ids)


@prepared
def in_line() -> QuerySet[Pending, tuple[int]]:
    """A row that waits, if there is any."""
    return Pending.objects.order_by("pk").values_list("pk")[:1]


def settle() -> bool:
    """Let a reader meet nothing that is behind; whether the index now is as the database is.

    One query when nothing stands in line. Only if something is left must a reader look at
    ``still_there``.
    """
    if not in_line():
        return True
    try:
        deliver(most=FOR_A_READER)
    except DatabaseError:  # Somebody else writes for long.
        log.warning("The search index is behind.", exc_info=True)
    return not in_line()


def still_there(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those that stand in line and are gone. One query, mostly."""
    found = list(hits)
    things = {(hit.kind, hit.thing) for hit in found}
    numbers = {thing for _kind, thing in things}
    rows = Pending.objects.filter(thing__in=numbers).values_list("kind", "thing")
    behind = things & set(rows)
    if not behind:
        return found
    public = {
        (source.kind, each.thing)
        for source in sources()
        if (ids := sorted(thing for kind, thing in behind if kind == source.kind))
        for each in source.documents(ids)
    }
    return [hit for hit in found if (key := (hit.kind, hit.thing)) not in behind or key in public]
