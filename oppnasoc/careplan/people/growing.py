"""A child grows up: at eighteen no guardian sees or decides anything in the plan any more."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from ..consent import end_of
from ..opening import NotThere, Opened
from ..owning import months_after
from ..plans import Plan
from ..seats import Grant, SeatKind
from ..writing import Refused

#: Months from birth.
CHILDHOOD = 18 * 12

#: For so many days before and after the day, the page tells of it.
AROUND = timedelta(days=30)


def set_day(opened: Opened, day: date | None, *, today: date) -> None:
    """Say which day the person turns 18, or that she is grown up already.

    What guardians see, and what they have said yes to for her, ends before that day. Raises
    Refused for a day that cannot be, and for none while somebody is guardian at the plan.
    """
    plan = opened.plan
    if not opened.is_owner:
        raise NotThere
    if not plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    if day is not None and not today < day <= months_after(today, CHILDHOOD):
        raise Refused(_("Choose the day when you turn 18."), "grown_up_on")
    guardians = plan.seats.filter(kind=SeatKind.GUARDIAN, ended_at=None)
    if day is None and plan.grown_up_on is not None and guardians.exists():
        raise Refused(_("End the places of your guardians first."), "grown_up_on")
    with transaction.atomic(using=ALIAS):
        Plan.objects.filter(pk=plan.pk).update(grown_up_on=day)
        if day is not None:
            persons = guardians.exclude(person=None).values_list("person", flat=True)
            rows = Grant.objects.filter(seat__plan=plan, excludes=False, withdrawn_at=None)
            ends = end_of(day - timedelta(days=1))
            for each in (rows.filter(seat__in=guardians), rows.filter(given_by__in=list(persons))):
                each.filter(until_at__gt=ends, from_at__lt=ends).update(until_at=ends)
        opened.log(Verb.WRITE)
    plan.grown_up_on = day


def is_near(plan: Plan, today: date) -> bool:
    """Whether she is told of the day now."""
    return plan.grown_up_on is not None and abs(plan.grown_up_on - today) <= AROUND
