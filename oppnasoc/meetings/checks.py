"""What must always hold of meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Group
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import shortday

from .models import Meeting


def months_before(day: date, n: int) -> date:
    """The same day ``n`` months earlier, or the 28th when that month may be too short."""
    months = day.year * 12 + day.month - 1 - n
    return date(months // 12, months % 12 + 1, min(day.day, 28))


@invariant(
    "meetings.groups_meet",
    order=70,
    holds=lambda: (
        ngettext(
            "Every group at work meets at least once in %(n)d month.",
            "Every group at work meets at least once in %(n)d months.",
            patience.MONTHS_WITHOUT_MEETING,
        )
        % {"n": patience.MONTHS_WITHOUT_MEETING}
    ),
)
def groups_meet(look: Look) -> Iterator[Fault]:
    """A meeting that is planned counts; a group that has just begun is given time."""
    before = months_before(look.today, patience.MONTHS_WITHOUT_MEETING)
    met = Meeting.objects.exclude(status=Meeting.Status.CANCELLED).filter(group=OuterRef("pk"))
    silent = Group.objects.filter(
        ~Exists(met.filter(held_on__gte=before)),
        status=Group.Status.ACTIVE,
        status_since__lt=before,
    )
    latest = Max("meetings__held_on", filter=~Q(meetings__status=Meeting.Status.CANCELLED))
    for group in silent.annotate(latest=latest):
        text = _("%(group)s is said to be at work but has never met.")
        if on := vars(group)["latest"]:
            text = _("%(group)s is said to be at work but has not met since %(day)s.")
        yield Fault(
            f"group {group.pk}",
            text % {"group": group, "day": shortday(on)},
            _("Say when the group meets, or let it rest"),
            reverse("group_status", args=[group.slug]),
            str(group),
            (group.pk,),
        )
