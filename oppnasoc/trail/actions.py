"""Record what happened, move a row by conditional update, and read the log back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone

from oppnasoc.ui.prepared import prepared

from . import kinds, listening
from .models import Entry


class Stale(Exception):
    """Somebody else changed the row first; nothing was written."""


def record(
    code: str, about: models.Model, *, by: Any = None, at: datetime | None = None, **given: Any
) -> Entry:
    """Append one entry about ``about``; ``given`` are the things and codes its kind declares.
    Whoever listens hears of it at once (``listening.py``).

    Raises KeyError for an undeclared kind and ValueError for undeclared data. Must run inside
    the transaction of the action that it tells of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An entry is recorded inside its action.")
    kind = kinds.registry[code]
    actor = None if isinstance(by, AnonymousUser) else by
    entry = Entry.objects.create(
        at=at or timezone.now(),
        kind=code,
        actor=actor,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        data=kinds.pack(kind, given),
    )
    listening.tell(entry)
    return entry


def move(thing: models.Model, *, when: dict[str, Any], to: dict[str, Any]) -> None:
    """Change a row only while ``when`` still holds; exactly one row or Stale.

    ``to`` may hold expressions; the instance is refreshed from the database afterwards.
    """
    manager: models.Manager[Any] = type(thing)._default_manager
    if manager.filter(pk=thing.pk, **when).update(**to) != 1:
        raise Stale(f"{thing._meta.label} {thing.pk} is no longer as expected.")
    thing.refresh_from_db(fields=list(to))


@dataclass(frozen=True)
class Line:
    """One line of a log as it is shown: when, the sentence as safe HTML, its kind and its entry."""

    at: datetime
    html: str
    kind: str
    entry: int = 0


@prepared
def referred(label: str, pks: Sequence[int]) -> models.QuerySet[Any]:
    """The things of one kind that entries refer to."""
    model = apps.get_model(label)
    rows: models.QuerySet[Any] = model._default_manager.filter(pk__in=pks).order_by()
    if related := getattr(model, "TRAIL_RELATED", ()):
        rows = rows.select_related(*related)  # Without a name it would join everything.
    return rows.defer(*getattr(model, "TRAIL_DEFERRED", ()))


def lines(
    entries: Iterable[Entry],
    *,
    audience: kinds.Audience = kinds.Audience.PUBLIC,
    known: Mapping[str, Iterable[models.Model]] | None = None,
) -> list[Line]:
    """Sentences for entries, in their order: at most one query for each kind of thing.

    ``known`` are things that the page has read already, by model label. A model may name in
    ``TRAIL_RELATED`` what its sentences need beside it and in ``TRAIL_DEFERRED`` what is too heavy
    to read. Entries of undeclared kinds, for another audience or with an empty sentence are left
    out.
    """
    things: dict[str, dict[int, models.Model]] = defaultdict(dict)
    for label, rows in (known or {}).items():
        things[label] = {row.pk: row for row in rows}
    declared = [(e, k) for e in entries if (k := kinds.registry.get(e.kind))]
    shown = [(e, k) for e, k in declared if k.audience in (kinds.Audience.PUBLIC, audience)]
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry, kind in shown:
        for key, label in kind.refs.items():
            if (pk := entry.data.get(key)) is not None and pk not in things[label]:
                wanted[label].add(pk)
    for label, pks in wanted.items():
        things[label] |= {row.pk: row for row in referred(label=label, pks=sorted(pks))}
    result = []
    for entry, kind in shown:
        given: dict[str, Any] = {code: entry.data.get(code) for code in kind.codes}
        for key, label in kind.refs.items():
            given[key] = things[label].get(entry.data.get(key) or 0)
        if html := kind.sentence(**given):
            result.append(Line(entry.at, html, entry.kind, entry.pk))
    return result
