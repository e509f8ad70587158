"""What is done with matters once a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from oppnasoc.language.workdays import is_workday
from oppnasoc.trail.actions import Stale, record
from oppnasoc.ui.registry import daily
from oppnasoc.voices.models import Reach

from . import lifting, quick
from .feedback import is_told_for_good
from .mailed import put_out_what_waits
from .models import Matter, Offer
from .passing import lapse
from .pausing import go_on_by_itself
from .reminding import remind
from .resting import settle

OFFERS_KEPT = timedelta(days=90)


@daily
def let_go_on(on: date) -> int:
    """Paused matters go on whose day has come."""
    count = 0
    for matter in Matter.objects.filter(paused_until__lte=on):
        with suppress(Stale, ValidationError):  # Somebody was quicker.
            go_on_by_itself(matter)
            count += 1
    return count


@daily
def rest_and_wake(on: date) -> int:
    """What waits for somebody who is away rests; what does not any longer goes on."""
    return settle(on)


@daily
def take_back_what_nobody_answered(on: date) -> int:
    """Let hand-overs come back whose promised working days have passed (R12)."""
    count = 0
    for matter in Matter.objects.going().filter(asked_until__lt=on).select_related("asked"):
        try:
            lapse(matter, on=on)
        except Stale:
            continue  # Somebody answered or called it back in this moment.
        count += 1
    return count


@daily
def let_quick_questions_grow(on: date) -> int:
    """A quick question without an answer on its day becomes a matter that is followed (R5)."""
    count = 0
    for matter in Matter.objects.open().going().filter(quick=True, next_on__lt=on):
        with suppress(Stale, ValidationError):  # Somebody answered it in this moment.
            quick.grow(matter, by=None, on=on)
            count += 1
    return count


@daily
def lift_what_is_late(on: date) -> int:
    """What is late for longer than its holder has promised goes to a manager."""
    return lifting.lift_what_is_late(on)


@daily
def remind_of_days(on: date) -> int:
    """One letter each to those who can do something about a day that is near, here or over."""
    return remind(on) if is_workday(on) else 0


@daily
def tell_by_mail_what_waits(on: date) -> int:
    """Put word in the outbox for those who are told by mail or text message and for whom none is
    there: owed since before the program sent it itself, or not shown for a while."""
    return put_out_what_waits()


@daily
def remove_what_was_not_used(on: date) -> int:
    """What came by a link or by mail and was not published goes after ninety days."""
    old = Offer.objects.filter(used=False, looked_at__lt=timezone.now() - OFFERS_KEPT)
    return old.delete()[0]


@daily
def remove_addresses_that_are_needed_no_longer(on: date) -> int:
    """Where somebody is reached is forgotten when she is told for good: nothing is owed to her
    and everything that she raised has come to its end (R13)."""
    count = 0
    candidates = Reach.objects.filter(voice__grounds__told_at__isnull=False).distinct()
    for reach in candidates.exclude(voice__grounds__matter__closed_on=None).select_related("voice"):
        if is_told_for_good(reach.voice):
            with transaction.atomic():
                reach.delete()
                record("voices.reach_removed", reach.voice)
            count += 1
    return count
