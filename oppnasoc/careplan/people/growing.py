"""A child grows up: at eighteen no guardian sees or decides anything in the plan any more."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import deciding
from ..opening import NotThere, Opened
from ..owning import months_after
from ..plans import Plan
from ..seats import SeatKind
from ..writing import Refused, hold

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
        hold(opened)
        Plan.objects.filter(pk=plan.pk).update(grown_up_on=day)
        plan.grown_up_on = day
        for guardian in guardians:
            deciding.trim(opened, guardian)
        deciding.ask_guardians(opened)
        opened.log(Verb.WRITE)


def is_near(plan: Plan, today: date) -> bool:
    """Whether she is told of the day now."""
    return plan.grown_up_on is not None and abs(plan.grown_up_on - today) <= AROUND
