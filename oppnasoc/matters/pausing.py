"""Pause a matter, with a reason and an end that everybody can read, and let it go on.

It is not a status: a matter that is decided stays so while it is paused. Who paused it by mistake
lets it go on the same day, and every date is as it was.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment

from .actions import change, still_open, write
from .clock import goes_again
from .models import Matter

LONGEST = 6  # months from the day on which it is paused, or paused for longer


def latest_end(today: date) -> date:
    """The last day that a pause may end on: the same day in six months, or that month's last."""
    months = today.month - 1 + LONGEST
    year, month = today.year + months // 12, months % 12 + 1
    for day in range(today.day, 27, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, today.day)


@transaction.atomic
def pause(
    matter: Matter,
    reason: str,
    *,
    until: date | None,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Let a matter wait until a day, with the reason; one that waits already waits until another.

    Raises PermissionDenied, Stale, and ValidationError naming the field.
    """
    require(by, "matters.pass_on", matter)
    still_open(matter)
    today = on or timezone.localdate()
    missing = {}
    if not reason.strip():
        missing["reason"] = _("Say why it is paused. Those who asked have a right to know.")
    if until is None or until <= today:
        missing["until"] = _("Say until which day. It goes on by itself then.")
    elif until > latest_end(today):
        missing["until"] = _("Six months at most. It can be paused again then.")
    if missing:
        raise ValidationError(missing)
    fresh = {} if matter.paused_on else {**goes_again(matter, today), "paused_on": today}
    note = write(matter, reason, by=by, at=moment(on))
    change(matter, seen=seen, at=moment(on), **{**fresh, "paused_until": until, "pause_note": note})
    record("matters.paused", matter, by=by, at=moment(on), until=until, note=note)
    return matter


@transaction.atomic
def go_on(
    matter: Matter, *, by: User | None, seen: int | None = None, on: date | None = None
) -> Matter:
    """Let a paused matter go on; as many working days are left as when it was paused.

    Raises PermissionDenied, Stale, and ValidationError when it is not paused.
    """
    require(by, "matters.pass_on", matter)
    return _go_on(matter, by=by, seen=seen, today=on or timezone.localdate())


@transaction.atomic
def go_on_by_itself(matter: Matter) -> Matter:
    """The day has come, perhaps some days ago: its dates move by the days of the pause only."""
    today = timezone.localdate()
    if matter.paused_until is None or matter.paused_until > today:
        raise ValidationError(_("The pause is not over."))
    return _go_on(matter, by=None, seen=None, today=matter.paused_until)


def _go_on(matter: Matter, *, by: User | None, seen: int | None, today: date) -> Matter:
    if matter.paused_on is None:
        raise ValidationError(_("The matter is not paused."))
    now = timezone.now()
    change(matter, seen=seen, at=now, **goes_again(matter, today))
    record("matters.went_on", matter, by=by, at=now, next_on=matter.next_on)
    return matter
