"""What is done with sign-ins once a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from oppnasoc.ui.registry import daily

from .models import Tally


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
