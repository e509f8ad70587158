"""What action plans show on other pages: a party's plans and measures, what a matter belongs to."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Party
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import may
from oppnasoc.ui.html import fill, fill_each
from oppnasoc.ui.kept import kept
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import panel

from .models import Measure, Plan, Stands

ON_A_PANEL = 12  # measures that a panel names


@panel("groups.group", order=24, queries=2)
def of_the_group(request: HttpRequest, group: Group) -> str:
    """The group's own plans, and what it sees to in others'."""
    return _of(request, group.pk, may(request.user, "actionplans.write", group))


@panel("groups.party", order=24, queries=2)
def of_a_party(request: HttpRequest, party: Party) -> str:
    """The same for a unit, a role or an organisation."""
    has_plans = party.kind in (Party.Kind.UNIT, Party.Kind.POST)
    return _of(request, party.pk, has_plans and may(request.user, "actionplans.write", party))


def _of(request: HttpRequest, party: int, may_write: bool) -> str:
    plans = [*plans_of(party=party)]
    theirs = [
        measure for measure in measures_of(party=party) if measure.goal.plan.owner_id != party
    ]
    if not plans and not theirs and not may_write:
        return ""
    context = {
        "plans": plans,
        "measures": theirs[:ON_A_PANEL],
        "may_write": may_write,
        "party": party,
    }
    return render_to_string("actionplans/_panel.html", context, request)


@prepared
def plans_of(*, party: int) -> QuerySet[Plan]:
    """The plans of a party that hold."""
    return Plan.objects.filter(owner=party, status__in=Plan.HOLDING)


@prepared
def measures_of(*, party: int) -> QuerySet[Measure]:
    """What a party sees to in plans that hold, by its day."""
    held = Q(stands=Stands.HOLDS, goal__plan__status__in=Plan.HOLDING)
    found = Measure.objects.filter(held, owner=party).select_related("goal__plan")
    return found.order_by("by_on", "pk")


@prepared
def measures_that_follow(*, matter: int) -> QuerySet[Measure]:
    """The measures of plans that hold which follow a matter."""
    held = Q(stands=Stands.HOLDS, goal__plan__status__in=Plan.HOLDING)
    found = Measure.objects.filter(held, matter=matter).select_related("goal__plan")
    return found.order_by("pk")


@kept
def followed() -> frozenset[int]:
    """The matters that measures of plans that hold follow, so that all other pages ask nothing."""
    held = Measure.objects.filter(stands=Stands.HOLDS, goal__plan__status__in=Plan.HOLDING)
    return frozenset(held.exclude(matter=None).order_by().values_list("matter", flat=True))


@panel("matters.matter", order=40, queries=1)
def belongs_to(request: HttpRequest, matter: Matter) -> str:
    """'Belongs to the action plan …', with the measure that the matter carries out."""
    if matter.pk not in followed():
        return ""
    if not (found := measures_that_follow(matter=matter.pk)):
        return ""  # A plan has ended in another process.
    lines = (
        (each.goal.plan.get_absolute_url(), each.pk, each.goal.plan.title, each.text)
        for each in found
    )
    rows = fill_each("", '<li><p><a href="{}#atgard-{}">{}</a><br>{}</p></li>', lines)
    form = '<section><h2>{}</h2><ul class="list" role="list">{}</ul></section>'
    return fill(form, _("Belongs to the action plan"), rows)
