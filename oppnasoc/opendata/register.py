"""What has been shown: kept beside what may be read now, so that others hear of what has gone.

Nothing is ever shown because it stands here: what is shown is read from what is public each time.
Entries of the trail say what to look at again (``settle``); once a day everything is compared
(``reconcile``), which also finds what no entry told of.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from oppnasoc.search.touching import touched_by
from oppnasoc.trail import kinds as trail
from oppnasoc.trail.models import Entry
from oppnasoc.ui.prepared import prepared

from .models import Exhibit, Unseen
from .oparl.kinds import Kind, Made, kinds

BATCH = 200  # entries or things that are looked at together
MANY = 1000  # entries; more are not looked at one by one

log = logging.getLogger(__name__)

#: What of ours the things of the trail and of the search are.
OF_LABEL = {
    "matters.matter": "paper",
    "meetings.meeting": "meeting",
    "groups.place": "location",
    **dict.fromkeys(
        (f"groups.{each}" for each in ("party", "group", "organisation", "unit", "outside")),
        "organization",
    ),
}
OF_SOURCE = {
    "matter": "paper",
    "meeting": "meeting",
    "point": "agendaitem",
    **dict.fromkeys(("group", "organisation", "unit", "outside"), "organization"),
}

Things = dict[str, set[str]]


@prepared
def waiting() -> QuerySet[Unseen, tuple[int]]:
    """An entry that waits, if there is any."""
    return Unseen.objects.order_by("pk").values_list("pk")[:1]


def settle() -> int:
    """Look again at everything that entries tell of. Returns how many entries were taken.

    One query when nothing waits. While somebody else writes for long it is left for later.
    """
    if not waiting():
        return 0
    try:
        if Unseen.objects.count() > MANY:
            return _settle_all()
        done = 0
        while some := _settle_some():
            done += some
        return done
    except DatabaseError:
        log.warning("What was shown as open data is looked at later.", exc_info=True)
        return 0


@transaction.atomic
def _settle_some() -> int:
    rows = Unseen.objects.select_for_update(of=("self",)).select_related("entry").order_by("pk")
    taken = list(rows[:BATCH])
    things: Things = defaultdict(set)
    for row in taken:
        for kind, keys in concerned(row.entry).items():
            things[kind] |= keys
    look_at(things)
    Unseen.objects.filter(pk__in=[row.pk for row in taken]).delete()
    return len(taken)


def _settle_all() -> int:
    last = Unseen.objects.order_by("-pk").values_list("pk", flat=True)[0]
    reconcile()
    return Unseen.objects.filter(pk__lte=last).delete()[0]


def concerned(entry: Entry) -> Things:
    """What of ours an entry is about, refers to, or touches of what can be found."""
    found: Things = defaultdict(set)
    declared = trail.registry.get(entry.kind)
    labels = {key: label.lower() for key, label in (declared.refs if declared else {}).items()}
    named = [(entry.about_type, entry.about_id)]
    named += [(label, pk) for key, label in labels.items() if (pk := entry.data.get(key))]
    for label, pk in named:
        if label in OF_LABEL:
            found[OF_LABEL[label]].add(str(pk))
    for source, ids in touched_by(entry).items():
        if source in OF_SOURCE:
            found[OF_SOURCE[source]].update(map(str, ids))
    return found


def look_at(things: Mapping[str, Iterable[str]], now: datetime | None = None) -> int:
    """Note how these things and all that goes with them stand now. Returns how many changed."""
    when = now or timezone.now()
    wanted: Things = defaultdict(set, {kind: set(keys) for kind, keys in things.items()})
    for kind in kinds().values():
        for other, part in kind.parts.items():
            if keys := wanted.get(other):
                ours = [int(key) for key in keys if key.isdecimal()]
                wanted[kind.path].update(str(key) for key in part(ours))
                names = [f"{other}:{key}" for key in keys]
                gone_with = Q(under__in=names) | Q(beside__in=names)
                rows = Exhibit.objects.filter(gone_with, kind=kind.path)
                wanted[kind.path].update(rows.values_list("key", flat=True))
    return sum(_note(kind, wanted.get(kind.path, ()), when) for kind in kinds().values())


def reconcile() -> int:
    """Compare everything that was ever shown with everything that may be read now."""
    when, changed = timezone.now(), 0
    for kind in kinds().values():
        keys = {str(key) for key in kind.every()}
        shown = Exhibit.objects.filter(kind=kind.path, gone_at=None)
        changed += _note(kind, keys | set(shown.values_list("key", flat=True)), when)
    return changed


def _note(kind: Kind, keys: Iterable[str], when: datetime) -> int:
    every = sorted(keys)
    parts = [every[start : start + BATCH] for start in range(0, len(every), BATCH)]
    return sum(_note_some(kind, part, when) for part in parts)


@transaction.atomic
def _note_some(kind: Kind, keys: list[str], when: datetime) -> int:
    with translation.override("sv"):
        made = kind.made(keys)
    known = {row.key: row for row in Exhibit.objects.filter(kind=kind.path, key__in=keys)}
    new, changed = [], []
    for key in keys:
        row, thing = known.get(key), made.get(key)
        if thing is not None:
            facts = {"digest": digest(thing), "under": thing.under, "beside": thing.beside}
            if row is None:
                times = {"created_at": when, "modified_at": when}
                new.append(Exhibit(kind=kind.path, key=key, **facts, **times))
            elif row.gone_at is not None or any(
                getattr(row, name) != value for name, value in facts.items()
            ):
                for name, value in {**facts, "gone_at": None, "modified_at": when}.items():
                    setattr(row, name, value)
                changed.append(row)
        elif row is not None and row.gone_at is None:
            row.gone_at = row.modified_at = when
            row.digest = ""
            changed.append(row)
    Exhibit.objects.bulk_create(new, ignore_conflicts=True)
    fields = ["digest", "under", "beside", "gone_at", "modified_at"]
    Exhibit.objects.bulk_update(changed, fields)
    return len(new) + len(changed)


def digest(made: Made) -> str:
    """What changes when the thing says something else; 32 hexadecimal characters."""
    said = json.dumps(made.content, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
