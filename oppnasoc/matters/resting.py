"""What waits for somebody who is away: its dates stand still, and nobody is told why.

A matter waits for whoever is asked to take it, else for its holder. When all who act for that
party pause, the matter rests; when one of them is back, it goes on with as many working days left.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from oppnasoc.groups.reach import reach
from oppnasoc.trail.actions import record
from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .clock import goes_again
from .models import Matter

#: Entries after which somebody is away who was there before, or there again.
COMES_AND_GOES = (
    "people.paused",
    "people.came_back",
    "groups.seat_paused",
    "groups.seat_returned",
)
FIELDS = ("next_on", "asked_until", "rests_since")


@transaction.atomic
def settle(on: date) -> int:
    """Let matters rest that wait for somebody who is away, and those go on that do not any longer.

    Four queries and one for each that goes on; returns how many it changed. Doing it again the
    same day changes nothing.
    """
    away = reach().away()
    waits = Q(asked__in=away) | Q(asked=None, holder__in=away)
    open_ = Matter.objects.open().filter(closed_on=None, paused_on=None)
    begun = open_.filter(waits, rests_since=None).update(rests_since=on)
    resting = Matter.objects.filter(rests_since__isnull=False).exclude(waits)
    back = list(resting.select_for_update(of=("self",)))
    for matter in back:
        moved = goes_again(matter, on)
        dated = moved.get("next_on") != matter.next_on
        for name in FIELDS:
            setattr(matter, name, moved.get(name))
        if dated:
            record("matters.dated", matter, next_on=matter.next_on)
    Matter.objects.bulk_update(back, FIELDS, batch_size=200)
    return begun + len(back)


@listens
def somebody_comes_or_goes(entry: Entry) -> None:
    if entry.kind in COMES_AND_GOES:
        settle(timezone.localdate(entry.at))
