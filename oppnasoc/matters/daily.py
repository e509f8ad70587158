"""What is done with matters once a day."""

from __future__ import annotations

from datetime import date

from oppnasoc.trail.actions import Stale
from oppnasoc.ui.registry import daily

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
