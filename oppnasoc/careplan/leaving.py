"""Whoever leaves her work leaves the plans that she had a place at in it, at once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from oppnasoc.people.models import User
from oppnasoc.ui.registry import daily, farewell

from .people.inviting import left_work
from .practice import tasks as practice
from .seats import WORKING, Seat

MANY = 500  # accounts asked for at a time


@farewell
def her_places_end(person: UUID) -> int:
    """Where plans are served. A part without plans leaves it to the round of one that has them;
    meanwhile nobody signs in by an account that is closed."""
    return left_work(person) if "plan" in settings.PARTS else 0


@farewell
def her_practice_ends(person: UUID) -> int:
    """What she has practised is erased; nobody else can begin with it."""
    return practice.erase_all(person) if "plan" in settings.PARTS else 0


@daily
def end_places_of_closed_accounts(on: date) -> int:
    """What was missed when an account was closed, such as where another part closed it."""
    if "plan" not in settings.PARTS:
        return 0
    seats = Seat.objects.filter(kind__in=WORKING, ended_at=None, person__isnull=False)
    seats = seats.filter(plan__practice=False)  # Those who are invented have no account.
    people = sorted({p for p in seats.values_list("person", flat=True) if p is not None})
    gone = 0
    for first in range(0, len(people), MANY):
        some = people[first : first + MANY]
        there = User.objects.filter(uuid__in=some, is_active=True)
        gone += sum(map(left_work, set(some) - set(there.values_list("uuid", flat=True))))
    return gone
