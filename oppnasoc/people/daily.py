"""What is done with sign-ins once a day."""

from __future__ import annotations

from datetime import date

from django.contrib.sessions.models import Session
from django.utils import timezone

from oppnasoc.ui.registry import daily


@daily
def remove_ended_sessions(on: date) -> int:
    """Sessions that have ended go, so that the table does not grow for ever."""
    gone, _each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return gone
