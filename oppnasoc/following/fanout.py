"""From what happened to a delivery for each follower, some hundred at a time.

Who follows an entry's matter, its group and everything gets it once: at the earliest time that
she chose for any of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from oppnasoc.trail.models import Entry

from . import searches
from .models import Delivery, Follow, Happening
from .subjects import EVERYTHING, SEARCH, targets
from .times import due

BATCH = 500  # followers of one transaction
HAPPENINGS = 50  # of one round
ROUND = 10  # transactions of one round, so that others get their turn


def fan_out(now: datetime) -> int:
    """Make deliveries of what has happened; returns how many transactions did something."""
    done = 0
    for happening in Happening.objects.order_by("pk")[:HAPPENINGS]:
        while deliver(happening.pk):
            done += 1
            if done >= ROUND:
                return done
    return done


@transaction.atomic
def deliver(happening: int) -> bool:
    """Deliveries for the next followers of one happening; False when there is nothing to do.

    The row is locked, and goes when all followers have theirs.
    """
    row = Happening.objects.select_for_update().select_related("entry").filter(pk=happening).first()
    if row is None:
        return False
    following = _following(row.entry, row.made_at).filter(follower__gt=row.after)
    some = list(following.order_by("follower", "pk")[: BATCH + 1])
    # The follows of one follower are never parted: what of her is cut off waits for the next round.
    whole = (
        some if len(some) <= BATCH else [f for f in some if f.follower_id < some[-1].follower_id]
    )
    Delivery.objects.bulk_create(_deliveries(row, whole), ignore_conflicts=True)
    if len(some) <= BATCH:
        row.delete()
    else:
        row.after = whole[-1].follower_id
        row.save(update_fields=["after"])
    return True


def _following(entry: Entry, at: datetime) -> QuerySet[Follow]:
    """Who follows anything that the entry belongs to; not who did it herself."""
    wanted = Q(kind=EVERYTHING)
    its = targets([entry]).get(entry.pk, [])
    for kind, key in its:
        wanted |= Q(kind=kind, thing=key, query="")
    if asked := searches.matching(entry):
        wanted |= Q(kind=SEARCH, query__in=asked)
    if not its:  # Nothing that anybody could see.
        return Follow.objects.none()
    following = Follow.objects.filter(wanted, confirmed_at__lte=at, ended_at=None)
    following = following.filter(follower__closed_at=None)
    if entry.actor_id is not None:
        following = following.exclude(follower__user=entry.actor_id)
    return following


def _deliveries(row: Happening, follows: Iterable[Follow]) -> list[Delivery]:
    found = []
    for follower, its in groupby(follows, key=lambda follow: follow.follower_id):
        first = min(its, key=lambda follow: (due(follow.rhythm, row.made_at), follow.pk))
        found.append(
            Delivery(
                follower_id=follower,
                entry_id=row.entry_id,
                follow=first,
                due_at=due(first.rhythm, row.made_at),
            )
        )
    return found


def tell_otherwise(ending: Follow) -> None:
    """What waits because of a follow that ends comes because of another one that tells of it
    too, as often as she has chosen there; the rest is not told."""
    waiting = Delivery.objects.filter(follow=ending, message=None, done_at=None)
    listed = list(waiting.select_related("entry"))
    if not listed:
        return
    others = Follow.objects.filter(follower=ending.follower_id, ended_at=None)
    others = others.exclude(pk=ending.pk).exclude(confirmed_at=None)
    by = {(each.kind, each.thing): each for each in others if each.kind != SEARCH}
    its = targets([each.entry for each in listed])
    now = timezone.now()
    changed = []
    for each in listed:
        why = [by[one] for one in [*its.get(each.entry_id, []), (EVERYTHING, 0)] if one in by]
        if why:
            each.follow = min(why, key=lambda follow: (due(follow.rhythm, now), follow.pk))
            each.due_at = max(each.due_at, due(each.follow.rhythm, now))
            changed.append(each)
    Delivery.objects.bulk_update(changed, ["follow", "due_at"])
