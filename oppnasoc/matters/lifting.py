"""What nobody sees to goes to a manager: a matter that is late for long, and one that two who were
asked did not take. And saying why it is late.

The manager is a post, never a person: the head of the unit that it lies with, else who stands
above (``groups.levels``). She says something, or decides with whom it lies from now on: that is
the one time when a receiver is not asked.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.levels import ladder
from oppnasoc.groups.models import Party, Post
from oppnasoc.groups.promise import USUAL, promised_by_all
from oppnasoc.language.workdays import workdays_after, workdays_before
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.trail.models import Entry
from oppnasoc.voices.actions import moment

from .actions import ahead, change, still_open, write
from .models import Matter, Note

REFUSALS = 2  # hand-overs in a row that came back
REASON_LENGTH = 240  # characters: one sentence

CAME_BACK = ("matters.given_back", "matters.lapsed")
#: After one of these a matter begins anew to look for somebody who takes it.
FOUND = ("matters.moved", "matters.placed", "matters.lifted", "matters.reopened")


@transaction.atomic
def explain(
    matter: Matter,
    reason: str,
    *,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Note:
    """Say in one sentence why a matter is late; again to say it better.

    Raises PermissionDenied, Stale, and ValidationError when it is not late, or without words.
    """
    require(by, "matters.pass_on", matter)
    today = on or timezone.localdate()
    if not matter.is_open or matter.stands_still or (matter.next_on or today) >= today:
        raise ValidationError(_("The matter is not late."))
    text = " ".join(reason.split())
    if not text:
        raise ValidationError({"reason": _("Write why, in one sentence.")})
    if len(text) > REASON_LENGTH:
        shorter = _("Write it shorter, %(n)d characters at most.") % {"n": REASON_LENGTH}
        raise ValidationError({"reason": shorter})
    note = write(matter, text, by=by, at=moment(on))
    change(matter, seen=seen, at=moment(on), why_late=note)
    record("matters.explained", matter, by=by, at=moment(on), note=note)
    return note


@transaction.atomic
def lift(matter: Matter, to: Party, *, because: str, on: date | None = None) -> Matter:
    """Put a matter on a manager's desk; it stays with its holder meanwhile. Nobody does it: time
    or two refusals do. Raises Stale when it lies on one already or has changed."""
    today = on or timezone.localdate()
    move(
        matter,
        when={"revision": matter.revision, "lifted_to": None, "closed_on": None},
        to={"lifted_to": to, "lifted_on": today, "lifted_because": because},
    )
    record("matters.lifted", matter, at=moment(on), target=to, because=because)
    return matter


def lift_what_nobody_takes(matter: Matter, *, on: date | None = None) -> bool:
    """Lift a matter when the second receiver in a row has not taken it; whether it was."""
    if matter.lifted_to_id or matter.holder_id is None:
        return False
    entries = Entry.objects.about(matter).filter(kind__in=(*CAME_BACK, *FOUND))
    latest = entries.order_by("-pk").values_list("kind", flat=True)[:REFUSALS]
    if [kind for kind in latest if kind in CAME_BACK] != list(latest) or len(latest) < REFUSALS:
        return False
    manager = ladder().manager(matter.holder_id)
    if manager is None:
        return False
    lift(matter, Post.objects.get(pk=manager), because=Matter.Lifted.REFUSED, on=on)
    return True


def lift_what_is_late(on: date) -> int:
    """Lift what is late for longer than its holder has promised; how many. Eight queries to find
    out, and a transaction for each that is lifted."""
    own = promised_by_all()
    soonest = min([USUAL.lift, *(times.lift for times in own.values())])
    late = Matter.objects.late(on).filter(next_on__lt=workdays_before(on, soonest), lifted_to=None)
    ripe = [
        matter
        for matter in late.order_by("pk")
        if matter.next_on is not None
        and workdays_after(matter.next_on, own.get(matter.holder_id or 0, USUAL).lift) < on
    ]
    if not ripe:
        return 0
    up = ladder()
    managers = {matter.pk: up.manager(matter.holder_id or 0) for matter in ripe}
    posts = Post.objects.in_bulk({pk for pk in managers.values() if pk})
    count = 0
    for matter in ripe:
        if (to := posts.get(managers[matter.pk] or 0)) is not None:
            with suppress(Stale):  # Somebody moved it in this moment.
                lift(matter, to, because=Matter.Lifted.LATE, on=on)
                count += 1
    return count


@transaction.atomic
def place(
    matter: Matter,
    *,
    to: Party,
    reason: str,
    next_on: date,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Decide with whom a matter lies that was lifted: at once, without asking, with the reason.

    Raises PermissionDenied, Stale, and ValidationError naming the field.
    """
    require(by, "matters.place", matter)
    still_open(matter)
    if matter.lifted_to_id is None:
        raise ValidationError(_("Nobody has lifted the matter to you."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it lies there from now on.")})
    today = on or timezone.localdate()
    ahead(next_on, today)
    source = matter.holder
    change(matter, seen=seen, at=moment(on), holder=to, held_since=today, next_on=next_on)
    note = write(matter, reason, by=by, at=moment(on))
    record("matters.placed", matter, by=by, at=moment(on), source=source, target=to, note=note)
    return matter
