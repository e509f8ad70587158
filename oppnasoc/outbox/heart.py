"""The worker's sign of life, and whether it has been asked to stop."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Event

from .models import Beat

OFTEN = timedelta(seconds=30)  # between two signs of life
DEAD = timedelta(minutes=10)  # after the last one; a round may wait for slow servers
ONE = 1  # the key of the only row

#: Set when the worker is to stop: whoever does much in a round looks at it now and then.
asked_to_stop = Event()


def beat(now: datetime, *, chores_on: date | None = None) -> None:
    """Say that the worker lives, and, when it has done them, that a day's chores are done."""
    done = {} if chores_on is None else {"chores_on": chores_on}
    Beat.objects.update_or_create(pk=ONE, defaults={"at": now, **done})


def last() -> Beat | None:
    """The last sign of life, if there ever was one."""
    return Beat.objects.filter(pk=ONE).first()


def stands_still(now: datetime) -> bool:
    """Whether no worker has given a sign of life for ten minutes, or ever."""
    return not Beat.objects.filter(pk=ONE, at__gt=now - DEAD).exists()
