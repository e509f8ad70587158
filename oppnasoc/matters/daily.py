"""What is done with matters once a day."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from oppnasoc.trail.actions import Stale, record
from oppnasoc.ui.registry import daily
from oppnasoc.voices.models import Reach

from .feedback import is_told_for_good
from .models import Matter
from .passing import lapse


@daily
def take_back_what_nobody_answered(on: date) -> int:
    """Let hand-overs come back whose five working days have passed (R12)."""
    count = 0
    for matter in Matter.objects.filter(asked_until__lt=on).select_related("asked"):
        try:
            lapse(matter, on=on)
        except Stale:
            continue  # Somebody answered or called it back in this moment.
        count += 1
    return count


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
