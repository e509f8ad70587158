"""What waits for those who lead a group: to tell of the quarter that is over, or not."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group
from oppnasoc.groups.rules import seats
from oppnasoc.groups.seats import LEADS
from oppnasoc.people.models import User
from oppnasoc.ui.registry import Todo, todo

from .models import Telling
from .proposing import facts_of, latest_over, proposal

ASKED = timedelta(days=60)  # from when the quarter is over


@todo(order=72)
def to_tell(user: User) -> list[Todo]:
    """Her groups in which something happened and nothing is decided; at most five queries."""
    today = timezone.localdate()
    quarter = latest_over(today)
    leads = [party for party, role in seats(user) if role in LEADS]
    if not leads or today >= quarter.after().begins + ASKED:
        return []
    decided = Telling.objects.filter(quarter=quarter.begins).values("group")
    groups = Group.objects.filter(pk__in=leads, status=Group.Status.ACTIVE)
    waiting = list(groups.exclude(pk__in=decided).order_by("name"))
    if not waiting:
        return []
    facts = facts_of([group.pk for group in waiting], quarter)
    return [
        Todo(
            _("Does %(group)s want to tell how it went?") % {"group": group},
            reverse("own_words", args=[group.slug]),
            _("A few sentences about %(when)s. You can also let it be.") % {"when": quarter.months},
            verb=_("Read the proposal"),
            rests=True,
        )
        for group in waiting
        if proposal(facts[group.pk])
    ]
