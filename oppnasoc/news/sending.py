"""A newsletter that leaves: a copy and a message for each subscriber, some hundred at a time.

As with all news, nobody gets anything twice: a copy is unique, and so is the message's key. Who
reads on the site, or pauses, finds the letter among her news instead.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from oppnasoc.following.gathering import SENT_TO
from oppnasoc.following.models import Delivery, Follow
from oppnasoc.outbox.actions import new, put_all
from oppnasoc.trail.models import Entry

from .following import NEWSLETTER, THE_ONE
from .models import Copy, Newsletter

BATCH = 500  # subscribers of one transaction
ROUND = 10  # transactions of one round, so that others get their turn


def subscriptions() -> QuerySet[Follow]:
    """Who wants the newsletter now and has not stopped everything."""
    wanted = Follow.objects.current().filter(kind=NEWSLETTER, thing=THE_ONE)
    return wanted.filter(follower__closed_at=None)


def hand_out(now: datetime) -> int:
    """Make copies of what leaves; returns how many transactions did something."""
    done = 0
    for pk in list(Newsletter.objects.filter(status="leaving").values_list("pk", flat=True)):
        while done < ROUND and hand_out_some(pk):
            done += 1
    return done


@transaction.atomic
def hand_out_some(pk: int) -> bool:
    """Copies for the next subscribers; False when everybody has hers. The row is locked."""
    leaving = Newsletter.objects.select_for_update().filter(pk=pk, status="leaving")
    newsletter = leaving.first()
    if newsletter is None:
        return False
    rest = subscriptions().filter(follower__gt=newsletter.after).order_by("follower")
    some = list(rest.select_related("follower__user")[:BATCH])
    if not some:
        leaving.update(status=Newsletter.Status.SENT)
        return False
    mailed = [follow for follow in some if reached_by_mail(follow)]
    Copy.objects.bulk_create(
        [Copy(newsletter=newsletter, follower=follow.follower) for follow in mailed],
        ignore_conflicts=True,
    )
    channels = {follow.follower_id: follow.follower.channel for follow in mailed}
    copies = Copy.objects.filter(newsletter=newsletter, follower__in=channels)
    put_all(
        new("news.newsletter", copy, channel=channels[who], key=f"newsletter:{pk}:{who}")
        for copy, who in copies.values_list("pk", "follower")
    )
    _tell_here(newsletter, [follow for follow in some if follow not in mailed])
    leaving.update(after=some[-1].follower_id)
    return True


def reached_by_mail(follow: Follow) -> bool:
    """Whether a message goes out to her; not while she pauses."""
    who = follow.follower
    away = who.paused_on or (who.user and who.user.paused_on)
    return who.channel in SENT_TO and not away


def _tell_here(newsletter: Newsletter, follows: list[Follow]) -> None:
    entry = Entry.objects.about(newsletter).filter(kind="news.newsletter_sent").first()
    if entry is not None:
        now = timezone.now()
        Delivery.objects.bulk_create(
            [Delivery(follower=f.follower, entry=entry, follow=f, due_at=now) for f in follows],
            ignore_conflicts=True,
        )


def progress(newsletter: Newsletter) -> dict[str, int]:
    """How many copies there are, have left, and did not come through. One query."""
    counted: dict[str, int] = newsletter.copies.filter(tester=None).aggregate(
        made=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        refused=Count("pk", filter=Q(refused=True)),
    )
    return counted
