"""An action plan can be followed; what happens with it belongs to whose plan it is too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry
from oppnasoc.ui.templatetags.ui import day

from .models import Plan


def plans(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    return {
        plan.pk: Shown(plan.title, plan.get_absolute_url(), then(plan))
        for plan in Plan.objects.visible_to(user).filter(pk__in=keys)
    }


def then(plan: Plan) -> str:
    """Until when it holds, as a sentence; '' when it does not."""
    if plan.status not in Plan.HOLDING:
        return ""
    return _("It holds until %(day)s.") % {"day": day(plan.ends_on)}


subject("plan", word="handlingsplan", label=gettext_lazy("Action plans"), shown=plans, order=35)


@belongs("actionplans.Plan")
def of_plans(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Plan.objects.filter(pk__in={entry.about_id for entry in entries})
    owner = dict(rows.values_list("pk", "owner"))
    return {
        entry.pk: [("plan", entry.about_id), ("party", owner[entry.about_id])]
        for entry in entries
        if entry.about_id in owner
    }


@tells_of("plan")
def about_a_plan(key: int) -> Q:
    return Q(about_type="actionplans.plan", about_id=key)


@tells_of("party")
def about_plans_of_a_party(key: int) -> Q:
    theirs = Plan.objects.published().filter(owner=key).order_by().values("pk")
    return Q(about_type="actionplans.plan", about_id__in=theirs)
