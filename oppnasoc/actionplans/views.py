"""What everybody reads of action plans: the list, a plan, what is proposed, its editions, a PDF."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oppnasoc.people.rights import may
from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui import paper

from . import comparing, picture, sheet, standing, text
from .models import Edition, Plan, Revision

LATEST = 12  # things that happened that a plan's page tells
#: What the page shows in its place already, or what is nobody else's.
UNTOLD = ("actionplans.written", "actionplans.follows", "actionplans.follows_not")


def found_plan(request: HttpRequest, pk: int) -> Plan:
    """The plan when the visitor may see it at all; Http404 otherwise."""
    return get_object_or_404(Plan.objects.visible_to(request.user).select_related("owner"), pk=pk)


@require_safe
def action_plans(request: HttpRequest) -> HttpResponse:
    """``/handlingsplaner/``: what holds now, what is being written, and what has ended."""
    plans = list(Plan.objects.visible_to(request.user).select_related("owner"))
    context = {
        "holding": [
            (plan, standing.in_short(standing.of_plan(plan)))
            for plan in plans
            if plan.status in Plan.HOLDING
        ],
        "written": [plan for plan in plans if not plan.is_public],
        "ended": [p for p in plans if p.is_public and p.status == Plan.Status.ENDED],
        "may_write": may(request.user, "actionplans.write_some"),
    }
    return render(request, "actionplans/plans.html", context)


@require_safe
def action_plan(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A plan as it holds, with how far every measure has come."""
    plan = found_plan(request, pk)
    if not plan.is_public:
        return redirect("plan_write", plan.pk)
    if slug != plan.slug:
        return redirect(plan)
    goals = standing.of_plan(plan)
    told = standing.in_short(goals)
    revision = Revision.objects.filter(plan=plan).first()
    may_write = may(request.user, "actionplans.write", plan)
    context = {
        "plan": plan,
        "edition": plan.editions.defer("content").first(),
        "goals": goals,
        "told": told,
        "picture": picture.drawing(goals, told),
        "headings": [standing.HEADINGS[code] for code in standing.ORDER],
        "table": [(goal, [goal.counted()[code] for code in standing.ORDER]) for goal in goals],
        "revision": revision,
        "proposed": len(proposed_changes(plan)) if revision else 0,
        "happened": happened(plan),
        "may_write": may_write,
        "may_tell": telling_of(request, goals),
    }
    return render(request, "actionplans/plan.html", context)


def telling_of(request: HttpRequest, goals: list[standing.GoalStanding]) -> set[int]:
    """The ids of the measures that this person may tell of."""
    return {
        each.measure.pk
        for goal in goals
        for each in goal.measures
        if goal.goal.plan.status in Plan.HOLDING
        and may(request.user, "actionplans.tell", each.measure)
    }


def happened(plan: Plan) -> list[Any]:
    """The latest that happened with the plan, newest first, as anybody may read it."""
    entries = Entry.objects.filter(about_type="actionplans.plan", about_id=plan.pk)
    entries = entries.exclude(kind__in=UNTOLD)
    return lines(entries.order_by("-at", "-pk")[:LATEST], known={"actionplans.Plan": [plan]})


def proposed_changes(plan: Plan) -> list[comparing.Change]:
    """What a revision under way proposes to change."""
    return comparing.changes(text.holding(plan), text.working(plan))


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """``/handlingsplaner/7/forslag/``: what is proposed beside what holds; 404 when nothing is."""
    plan = found_plan(request, pk)
    if plan.status != Plan.Status.REVISING:
        raise Http404
    holds, written = text.holding(plan), text.working(plan)
    context = {
        "plan": plan,
        "revision": plan.proposed,
        "changes": comparing.changes(holds, written),
        "beside": comparing.side_by_side(holds, written),
        "may_write": may(request.user, "actionplans.write", plan),
    }
    return render(request, "actionplans/proposal.html", context)


@require_safe
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    """``/handlingsplaner/7/upplagor/?fran=1&till=2``: two editions side by side.

    Without a choice the latest and the one before it; 404 for what was never adopted.
    """
    plan = found_plan(request, pk)
    every = list(plan.editions.all())
    if not every:
        raise Http404
    after = _chosen(every, request.GET.get("till", ""), every[0])
    earlier = next((each for each in every if each.number == after.number - 1), after)
    before = _chosen(every, request.GET.get("fran", ""), earlier)
    old, new = text.of(before), text.of(after)
    context = {
        "plan": plan,
        "editions": every,
        "before": before,
        "after": after,
        "changes": comparing.changes(old, new),
        "beside": comparing.side_by_side(old, new),
    }
    return render(request, "actionplans/editions.html", context)


def _chosen(every: list[Edition], given: str, otherwise: Edition) -> Edition:
    if not given:
        return otherwise
    for each in every:
        if str(each.number) == given:
            return each
    raise Http404


@require_safe
def plan_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan on paper, as it holds today; 404 before it is adopted."""
    plan = found_plan(request, pk)
    if not plan.is_public:
        raise Http404
    name = f"{_('action-plan')}-{slugify(plan.title)}"
    instead = plan.get_absolute_url()
    return paper.send(request, lambda: sheet.pdf(plan), name=name, instead=instead)
