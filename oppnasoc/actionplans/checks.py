"""What must always hold of action plans."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Party
from oppnasoc.language.workdays import workdays_before
from oppnasoc.ui import patience
from oppnasoc.ui.registry import Fault, Look, invariant
from oppnasoc.ui.templatetags.ui import shortday

from .models import Measure, Plan, Stands
from .standing import of_measures


def _group(owner: Party) -> tuple[int, ...]:
    return (owner.pk,) if owner.kind == Party.Kind.GROUP else ()


@invariant(
    "actionplans.plans_hold_their_time",
    order=75,
    holds=lambda: _("No action plan holds after its time: it is revised or ended."),
)
def plans_hold_their_time(look: Look) -> Iterator[Fault]:
    over = Plan.objects.filter(status=Plan.Status.CURRENT, ends_on__lt=look.today)
    for plan in over.select_related("owner").order_by("pk"):
        says = _("%(plan)s was for the time until %(day)s.")
        yield Fault(
            f"plan {plan.pk}",
            says % {"plan": plan, "day": shortday(plan.ends_on)},
            _("Revise the plan, or say that it has ended"),
            plan.get_absolute_url(),
            str(plan.owner),
            _group(plan.owner),
        )


@invariant(
    "actionplans.measures_are_told_of",
    order=76,
    holds=lambda: (
        ngettext(
            "Of every measure whose day has passed something is told within %(n)d working day.",
            "Of every measure whose day has passed something is told within %(n)d working days.",
            patience.SILENT_MEASURE_WORKDAYS,
        )
        % {"n": patience.SILENT_MEASURE_WORKDAYS}
    ),
)
def measures_are_told_of(look: Look) -> Iterator[Fault]:
    before = workdays_before(look.today, patience.SILENT_MEASURE_WORKDAYS)
    passed = Measure.objects.filter(
        stands=Stands.HOLDS, goal__plan__status__in=Plan.HOLDING, by_on__lt=before
    )
    listed = list(passed.select_related("goal__plan__owner", "owner", "matter").order_by("pk"))
    standing = of_measures(listed)
    for measure in listed:
        if not standing[measure.pk].is_silent:
            continue
        says = _("Nobody has told how it went with “%(measure)s”, which was for %(day)s.")
        yield Fault(
            f"measure {measure.pk}",
            says % {"measure": measure, "day": shortday(measure.by_on)},
            _("Tell how it goes"),
            reverse("measure_tell", args=[measure.pk]),
            str(measure.owner),
            _group(measure.goal.plan.owner),
        )
