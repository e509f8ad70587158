"""'Come back when you can': somebody pauses, without saying why, and returns when she can.

Nobody is told of it. What the other rooms do meanwhile they do because ``paused_on`` is there:
no reminder, no digest, nothing late for her; what she alone owes waits.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.trail.actions import move, record

from .models import User


@transaction.atomic
def pause(person: User, *, by: User | None, until: date | None = None) -> User:
    """Pause until a day, or until she returns; again to choose another day. Nobody asks why.

    Raises PermissionDenied for anybody but herself, and ValidationError for a day that has come.
    """
    if by is None or by != person or not by.is_active:
        raise PermissionDenied("people.pause")
    today = timezone.localdate()
    if until is not None and until <= today:
        raise ValidationError({"until": _("Choose a day that has not come yet.")})
    began = person.paused_on
    move(person, when={"paused_on": began}, to={"paused_on": began or today, "paused_until": until})
    if began is None:
        record("people.paused", person, by=by)
    return person


@transaction.atomic
def come_back(person: User, *, by: User | None) -> User:
    """Back again; with ``by=None`` because the day that she chose has come.

    Raises PermissionDenied for anybody else, and Stale when she does not pause.
    """
    if by is not None and by != person:
        raise PermissionDenied("people.pause")
    move(person, when={"paused_on__isnull": False}, to={"paused_on": None, "paused_until": None})
    record("people.came_back", person, by=by)
    return person
