"""Deliveries that are due become one message for each follower."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from oppnasoc.outbox.actions import new, put_all
from oppnasoc.outbox.models import Message

from .models import Delivery, Follower
from .pausing import AWAY

BATCH = 200  # followers of one transaction
ROUND = 5  # transactions of one round, so that what is gathered leaves meanwhile
SENT_TO = (Follower.Channel.EMAIL, Follower.Channel.SMS)


def waiting(now: datetime) -> Q:
    """Due, and not because of something that she follows no longer."""
    still = Q(follow=None) | Q(follow__ended_at=None)
    return Q(message=None, done_at=None, due_at__lte=now) & still


def gather(now: datetime) -> int:
    """Put a message in the outbox for everybody who has news that is due, a thousand in a round;
    how many."""
    done = 0
    for _ in range(ROUND):
        if not (count := _some(now)):
            break
        done += count
    return done


@transaction.atomic
def _some(now: datetime) -> int:
    due = Delivery.objects.filter(waiting(now), follower__channel__in=SENT_TO).exclude(AWAY)
    ids = list(due.order_by("follower").values_list("follower", flat=True).distinct()[:BATCH])
    if not ids:
        return 0
    # Locked, so that two who gather at the same moment do not take the same deliveries.
    followers = list(Follower.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    mine: dict[int, list[int]] = {}
    rows = due.filter(follower__in=ids).order_by("pk").values_list("pk", "follower")
    for pk, follower in rows:
        mine.setdefault(follower, []).append(pk)
    messages = {
        f.pk: new(
            "following.news", f.pk, channel=f.channel, key=f"news:{f.pk}:{mine[f.pk][0]}", at=now
        )
        for f in followers
        if f.pk in mine and f.closed_at is None
    }
    put_all(messages.values())
    made = dict(
        Message.objects.filter(key__in=[m.key for m in messages.values()]).values_list("key", "pk")
    )
    for follower, message in messages.items():
        mine_too = Delivery.objects.filter(pk__in=mine[follower], message=None)
        mine_too.update(message=made[message.key])
    closed = [pk for follower, pks in mine.items() if follower not in messages for pk in pks]
    Delivery.objects.filter(pk__in=closed).update(done_at=timezone.now())
    return len(mine)
