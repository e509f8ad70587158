"""What is forgotten of those who follow, once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from oppnasoc.outbox.models import Message
from oppnasoc.ui.registry import daily

from . import pausing
from .models import Delivery, Follow, Follower
from .pausing import AWAY

UNCONFIRMED = timedelta(days=7)  # without a yes
ENDED = timedelta(days=7)  # while one press takes it back
STOPPED = timedelta(days=30)
TOLD = timedelta(days=90)
SOME = 5_000  # rows of one statement


@daily
def forget_questions(on: date) -> int:
    """Who was asked and has not said yes, what was stopped, and addresses that follow nothing."""
    now = timezone.now()
    with transaction.atomic():
        ended = Follow.objects.filter(ended_at__lt=now - ENDED)
        Delivery.objects.filter(follow__in=ended, message=None, done_at=None).delete()
        gone = ended.delete()[0]
        gone += Follow.objects.filter(confirmed_at=None, made_at__lt=now - UNCONFIRMED).delete()[0]
        follows = Follow.objects.filter(follower=OuterRef("pk"))
        nothing = Follower.objects.filter(user=None, made_at__lt=now - UNCONFIRMED)
        gone += nothing.filter(~Exists(follows)).delete()[0]
    return gone


@daily
def bring_back(on: date) -> int:
    """Those without an account who pause until a day are back when it has come."""
    back = list(Follower.objects.filter(user=None, paused_until__lte=on))
    for follower in back:
        pausing.come_back(follower)
    return len(back)


@daily
def forget_stopped(on: date) -> int:
    """Who has stopped everything, a month ago; and addresses that did not work."""
    before = timezone.now() - STOPPED
    wish = Follower.objects.filter(closed_at__lt=before, closed_because=Follower.Closed.WISH)
    gone = wish.delete()[0]
    refused = Follower.objects.filter(closed_at__lt=before, user=None)
    return gone + refused.delete()[0]


@daily
def forget_what_was_told(on: date) -> int:
    """Deliveries of long ago, and the messages that they were in."""
    before = timezone.now() - TOLD
    gone = 0
    while count := _forget_some(before):
        gone += count
    return gone


@transaction.atomic
def _forget_some(before: datetime) -> int:
    """Deliveries first: without its message one would seem to wait."""
    told = Delivery.objects.filter(due_at__lt=before).exclude(AWAY, done_at=None).order_by("pk")
    keys = list(told.values_list("pk", flat=True)[:SOME])
    gone = Delivery.objects.filter(pk__in=keys).delete()[0]
    if gone:
        return gone
    over = (Message.State.SENT, Message.State.DROPPED, Message.State.REFUSED)
    sent = Message.objects.filter(kind__startswith="following.", state__in=over)
    some = sent.filter(due_at__lt=before).order_by("pk").values_list("pk", flat=True)[:SOME]
    return Message.objects.filter(pk__in=list(some)).delete()[0]
