"""What waits for those who see to measures, and for those whose plan's time is over."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import seats
from oppnasoc.people.models import User
from oppnasoc.ui.days import today
from oppnasoc.ui.registry import Todo, todo

from .models import LEADS, Measure, Plan, Stands
from .standing import of_measures

#: Who acts for an owner; a participant sees the measures on the plan and is asked for nothing.
ACTS = (*LEADS, Membership.Role.MEMBER, Membership.Role.STAFF)
#: So long before its day a measure is asked about.
AHEAD = timedelta(days=14)


@todo(order=46)
def measures_to_tell_of(user: User) -> list[Todo]:
    """Measures that she sees to and whose day comes or has passed, until somebody has said a word
    after it."""
    hers = [party for party, role in seats(user) if role in ACTS]
    if not hers:
        return []
    near = Measure.objects.filter(
        owner__in=hers,
        stands=Stands.HOLDS,
        goal__plan__status__in=Plan.HOLDING,
        by_on__lte=today() + AHEAD,
    )
    listed = list(near.select_related("goal__plan", "owner", "matter").order_by("by_on", "pk"))
    standing = of_measures(listed)
    return [
        Todo(
            _("Tell how it goes: %(measure)s") % {"measure": measure.text},
            reverse("measure_tell", args=[measure.pk]),
            _("%(owner)s sees to it in %(plan)s.")
            % {"owner": measure.owner, "plan": measure.goal.plan},
            due_on=measure.by_on,
            late=standing[measure.pk].is_silent,
            verb=_("Tell"),
        )
        for measure in listed
        if standing[measure.pk].is_open
        and (standing[measure.pk].is_silent or measure.by_on >= today())
    ]


@todo(order=47)
def plans_whose_time_is_over(user: User) -> list[Todo]:
    """Plans of where she leads whose time is over: they are revised or ended."""
    led = [party for party, role in seats(user) if role in LEADS]
    if not led:
        return []
    over = Plan.objects.filter(
        status=Plan.Status.CURRENT, ends_on__lt=today(), owner__in=led
    ).order_by("ends_on", "pk")
    return [
        Todo(
            _("Revise %(plan)s, or say that it has ended") % {"plan": plan},
            plan.get_absolute_url(),
            _("Its time is over."),
            due_on=plan.ends_on,
            late=True,
            verb=_("See to it"),
        )
        for plan in over
    ]
