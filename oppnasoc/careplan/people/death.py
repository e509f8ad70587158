"""When somebody has died: her plan is frozen, and nobody inherits it.

Two people who work at authorities and may decide there say so; one is not enough. Were they wrong,
the person herself opens her plan again by being alive: she signs in.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import owning
from ..opening import NotThere, Opened
from ..plans import Plan
from ..seats import DeathReport, SeatKind

#: How many people must say it, and within what time.
NEEDED = 2
WITHIN = timedelta(days=30)


def may_report(opened: Opened) -> bool:
    """Those who may decide for an authority. Somebody close may not: nothing is hers for it."""
    return opened.seat.kind == SeatKind.AUTHORITY and opened.seat.mandate


def reports(opened: Opened) -> list[DeathReport]:
    """What has been said lately, by those who have not left the plan since."""
    rows = DeathReport.objects.filter(seat__plan=opened.plan, seat__ended_at=None)
    return list(rows.filter(at__gt=opened.at - WITHIN).select_related("seat").order_by("at"))


def report(opened: Opened) -> bool:
    """Say that the person has died; whether the plan is frozen now. Saying it twice is once."""
    if not may_report(opened):
        raise NotThere
    with transaction.atomic(using=ALIAS):
        Plan.objects.select_for_update().get(pk=opened.plan.pk)
        said = {"at": opened.at}
        DeathReport.objects.update_or_create(seat=opened.seat, defaults=said)
        opened.log(Verb.WRITE)
        if len({each.seat.person for each in reports(opened)}) < NEEDED:
            return False
        owning.freeze(opened.plan, at=opened.at)
    return True


def take_back(opened: Opened) -> None:
    """Take back what one said oneself, before the other has said it too."""
    with transaction.atomic(using=ALIAS):
        if DeathReport.objects.filter(seat=opened.seat).delete()[0]:
            opened.log(Verb.WRITE)


def deny(opened: Opened) -> None:
    """The person herself is here: what was said is gone, and the plan is hers as before."""
    if not opened.is_owner:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        DeathReport.objects.filter(seat__plan=opened.plan).delete()
        Plan.objects.filter(pk=opened.plan.pk).update(frozen_at=None)
        opened.log(Verb.WRITE)
    opened.plan.frozen_at = None
