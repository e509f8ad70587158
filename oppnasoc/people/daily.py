"""What is done with people and their sign-ins once a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from oppnasoc.trail.actions import Stale
from oppnasoc.ui.registry import daily

from . import pausing
from .models import Tally, User


@daily
def remove_ended_sessions(on: date) -> int:
    """Sessions that have ended go, so that the table does not grow for ever."""
    gone, _each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return gone


@daily
def forget_networks(on: date) -> int:
    """What was counted of networks (``limits.py``) goes when a day has passed."""
    gone, _each = Tally.objects.filter(since__lt=timezone.now() - timedelta(days=1)).delete()
    return gone


@daily
def bring_back(on: date) -> int:
    """Those who pause until a day are back when it has come."""
    count = 0
    for person in User.objects.filter(paused_until__lte=on):
        with suppress(Stale):  # She came back by herself in this moment.
            pausing.come_back(person, by=None)
            count += 1
    return count
