"""When somebody is told: at once, in the morning, or on Monday morning. Swedish time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from .models import Follow

MORNING = time(7, 0)
MONDAY = 0


def due(rhythm: str, now: datetime) -> datetime:
    """When news of ``now`` is due; daily at the next 7.00, weekly at 7.00 on the next Monday.

    By the clock on the wall: a week with a change to summer time is an hour shorter.
    """
    if rhythm == Follow.Rhythm.AT_ONCE:
        return now
    here = timezone.localtime(now)
    day = here.date()
    if here.time() >= MORNING:
        day += timedelta(days=1)
    if rhythm == Follow.Rhythm.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, MORNING))
