"""What those who write a plan and see to its measures do: thin, one page for each thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oppnasoc.groups.models import Group, Party
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import Stale

from . import adopting, desk, telling, writing
from .forms import (
    AdoptForm,
    DraftForm,
    EndForm,
    FrameForm,
    GoalForm,
    MatterForm,
    MeasureForm,
    NewPlanForm,
    NumberForm,
    ReviseForm,
    StopForm,
    TellForm,
    WordForm,
)
from .models import Goal, Measure, Plan, Stands
from .standing import of_measures
from .views import found_plan

Given = dict[str, Any]
asking = require_http_methods(["GET", "POST"])


def _ask(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[Given], Any],
    *,
    title: str,
    button: str,
    leave: str,
    **more: Any,
) -> HttpResponse:
    """A page with one form; what is wrong stands at its field (422), and ``leave`` comes after;
    ``of`` or ``plan`` is the plan that it is about."""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as error:
            _say(form, error)
        except Stale:
            messages.warning(request, _("Somebody else changed it just before you."))
            return redirect(leave)
        else:
            messages.success(request, _("Done."))
            return redirect(leave)
    context = {"form": form, "title": title, "button": button, "leave": leave, **more}
    status = 422 if form.is_bound else 200
    return render(request, "actionplans/form.html", context, status=status)


def _say(form: forms.Form, error: ValidationError) -> None:
    """Put what is wrong at its field, or on top when the form has no such field."""
    known = hasattr(error, "error_dict") and error.error_dict.keys() <= form.fields.keys()
    form.add_error(None, error if known else ValidationError(error.messages))


def _press(request: HttpRequest, do: Callable[[], Any], leave: str) -> HttpResponse:
    """A button without a form."""
    try:
        do()
    except (ValidationError, Stale) as error:
        words = error.messages if isinstance(error, ValidationError) else None
        said = " ".join(words) if words else _("Somebody else changed it just before you.")
        messages.warning(request, said)
    else:
        messages.success(request, _("Done."))
    return redirect(leave)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _plan(request: HttpRequest, pk: int) -> Plan:
    """The plan that this person may write, as she saw it when she opened the page."""
    plan = found_plan(request, pk)
    require(request.user, "actionplans.write", plan)
    _as_seen(request, plan)
    return plan


def _as_seen(request: HttpRequest, plan: Plan) -> None:
    seen = request.POST.get("seen", "")
    if seen.isascii() and seen.isdigit() and len(seen) < 10:
        plan.revision = int(seen)


def _goal(request: HttpRequest, pk: int, stands: str) -> Goal:
    """The goal of a plan that this person may write; Http404 and PermissionDenied."""
    plans = Plan.objects.visible_to(request.user)
    goals = Goal.objects.filter(stands=stands, plan__in=plans).select_related("plan__owner")
    goal = get_object_or_404(goals, pk=pk)
    require(request.user, "actionplans.write", goal.plan)
    _as_seen(request, goal.plan)
    return goal


def _measure(request: HttpRequest, pk: int, stands: str, right: str) -> Measure:
    plans = Plan.objects.visible_to(request.user)
    measures = Measure.objects.filter(stands=stands, goal__plan__in=plans)
    measure = get_object_or_404(
        measures.select_related("goal__plan__owner", "owner", "matter"), pk=pk
    )
    require(request.user, right, measure if right == "actionplans.tell" else measure.goal.plan)
    _as_seen(request, measure.goal.plan)
    return measure


def _desk(plan: Plan) -> str:
    return reverse("plan_write", args=[plan.pk])


def own_parties(request: HttpRequest) -> QuerySet[Party]:
    """Those whose plans this person may write."""
    resting = Group.objects.exclude(status=Group.Status.ACTIVE).order_by().values("pk")
    every = Party.objects.filter(kind__in=writing.OWNERS).exclude(pk__in=resting).order_by("name")
    own = [party.pk for party in every if may(request.user, "actionplans.write", party)]
    return every.filter(pk__in=own)


@login_required
@asking
def new(request: HttpRequest) -> HttpResponse:
    """``/handlingsplaner/ny/?grupp=7``: begin a plan; then its text is written."""
    require(request.user, "actionplans.write_some")
    owners = own_parties(request)
    chosen = request.GET.get("grupp", "")
    start: Given = {"owner": chosen} if chosen.isascii() and chosen.isdigit() else {}
    form = NewPlanForm(_data(request), owners=owners, initial=start)
    if form.is_valid():
        try:
            return redirect(_desk(writing.start(by=signed_in(request), **form.cleaned_data)))
        except ValidationError as error:
            _say(form, error)
    context = {
        "form": form,
        "title": _("Begin an action plan"),
        "lead": _("Nobody but you who write it sees the plan before it is adopted."),
        "button": _("Begin"),
        "leave": reverse("action_plans"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actionplans/form.html", context, status=status)


@login_required
@require_safe
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """``/handlingsplaner/7/skriv/``: the text that is being written, part by part."""
    plan = found_plan(request, pk)
    require(request.user, "actionplans.write", plan)
    if plan.is_public and plan.status != Plan.Status.REVISING:
        return redirect(plan)
    return render(request, "actionplans/write.html", desk.written(plan))


@login_required
@asking
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    text = plan.proposed if plan.status == Plan.Status.REVISING else plan
    start = {name: getattr(text, name) for name in ("intro", "begins_on", "ends_on")}
    form_of = FrameForm if plan.is_public else DraftForm
    form = form_of(_data(request), initial={"title": plan.title, **start})
    return _ask(
        request, form, lambda given: writing.edit(plan, by=signed_in(request), **given),
        title=_("Change what the plan says first"), button=_("Save"), leave=_desk(plan), plan=plan,
    )  # fmt: skip


@login_required
@asking
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    leave = _desk(plan) if not plan.is_public else plan.get_absolute_url()
    return _ask(
        request, AdoptForm(_data(request)),
        lambda given: adopting.adopt(plan, by=signed_in(request), **given),
        title=_("Adopt the plan"), button=_("Adopt the plan"), leave=leave, plan=plan,
        lead=_("What is written now holds from then on. It is kept as it is and never changed."),
    )  # fmt: skip


@login_required
@asking
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    return _ask(
        request, ReviseForm(_data(request)),
        lambda given: adopting.begin_revision(plan, by=signed_in(request), **given),
        title=_("Revise the plan"), button=_("Begin the revision"), leave=plan.get_absolute_url(),
        plan=plan,
        lead=_("The plan holds as it is meanwhile. Everybody can read what you propose."),
    )  # fmt: skip


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    do = lambda: adopting.take_back_revision(plan, by=signed_in(request))  # noqa: E731
    return _press(request, do, plan.get_absolute_url())


@login_required
@asking
def end(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    leave = plan.get_absolute_url() if plan.is_public else reverse("action_plans")
    return _ask(
        request, EndForm(_data(request)),
        lambda given: adopting.end(plan, by=signed_in(request), **given),
        title=_("End the plan") if plan.is_public else _("Give up the draft"),
        button=_("End the plan") if plan.is_public else _("Give it up"), leave=leave, plan=plan,
    )  # fmt: skip


@login_required
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    do = lambda: adopting.take_up(plan, by=signed_in(request))  # noqa: E731
    return _press(request, do, plan.get_absolute_url())


@login_required
@asking
def add_goal(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    return _ask(
        request, GoalForm(_data(request)),
        lambda given: writing.add_goal(plan, by=signed_in(request), **given),
        title=_("A new goal"), button=_("Save"), leave=_desk(plan), of=plan,
    )  # fmt: skip


@login_required
@asking
def edit_goal(request: HttpRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk, Stands.WORKING)
    start = {name: getattr(goal, name) for name in ("text", "target", "unit_word")}
    return _ask(
        request, GoalForm(_data(request), initial=start),
        lambda given: writing.edit_goal(goal, by=signed_in(request), **given),
        title=_("Change the goal"), button=_("Save"), leave=_desk(goal.plan), plan=goal.plan,
    )  # fmt: skip


@login_required
@require_POST
def leave_out_goal(request: HttpRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk, Stands.WORKING)
    do = lambda: writing.leave_out_goal(goal, by=signed_in(request))  # noqa: E731
    return _press(request, do, _desk(goal.plan))


@login_required
@require_POST
def move_goal(request: HttpRequest, pk: int, *, up: bool) -> HttpResponse:
    goal = _goal(request, pk, Stands.WORKING)
    do = lambda: writing.move_goal(goal, up=up, by=signed_in(request))  # noqa: E731
    return _press(request, do, f"{_desk(goal.plan)}#mal-{pk}")


@login_required
@require_POST
def put_back_goal(request: HttpRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk, Stands.HOLDS)
    do = lambda: writing.put_back_goal(goal.plan, goal, by=signed_in(request))  # noqa: E731
    return _press(request, do, _desk(goal.plan))


@login_required
@asking
def count(request: HttpRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk, Stands.HOLDS)
    return _ask(
        request, NumberForm(_data(request)),
        lambda given: telling.set_number(goal, by=signed_in(request), **given),
        title=_("How many are reached now?"), button=_("Save"), about=goal.text,
        leave=goal.plan.get_absolute_url(), of=goal.plan,
    )  # fmt: skip


@login_required
@asking
def add_measure(request: HttpRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk, Stands.WORKING)
    return _ask(
        request, MeasureForm(_data(request)),
        lambda given: writing.add_measure(goal, by=signed_in(request), **given),
        title=_("A new measure"), button=_("Save"), about=goal.text,
        leave=_desk(goal.plan), of=goal.plan,
    )  # fmt: skip


@login_required
@asking
def edit_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure(request, pk, Stands.WORKING, "actionplans.write")
    start = {"text": measure.text, "owner": measure.owner_id, "by_on": measure.by_on}
    return _ask(
        request, MeasureForm(_data(request), initial=start),
        lambda given: writing.edit_measure(measure, by=signed_in(request), **given),
        title=_("Change the measure"), button=_("Save"), leave=_desk(measure.goal.plan),
        plan=measure.goal.plan,
    )  # fmt: skip


@login_required
@require_POST
def leave_out_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure(request, pk, Stands.WORKING, "actionplans.write")
    do = lambda: writing.leave_out_measure(measure, by=signed_in(request))  # noqa: E731
    return _press(request, do, _desk(measure.goal.plan))


@login_required
@require_POST
def move_measure(request: HttpRequest, pk: int, *, up: bool) -> HttpResponse:
    measure = _measure(request, pk, Stands.WORKING, "actionplans.write")
    do = lambda: writing.move_measure(measure, up=up, by=signed_in(request))  # noqa: E731
    return _press(request, do, f"{_desk(measure.goal.plan)}#atgard-{pk}")


@login_required
@require_POST
def put_back_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure(request, pk, Stands.HOLDS, "actionplans.write")
    plan = measure.goal.plan
    do = lambda: writing.put_back_measure(plan, measure, by=signed_in(request))  # noqa: E731
    return _press(request, do, _desk(plan))


@login_required
@asking
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """``/handlingsplaner/atgard/7/lage/``: how far a measure has come."""
    measure = _measure(request, pk, Stands.HOLDS, "actionplans.tell")
    stands = of_measures([measure])[measure.pk]
    form: forms.Form
    if stands.matter is not None:
        form = WordForm(_data(request))
    else:
        code = stands.code if stands.is_open else None
        form = TellForm(_data(request), initial={"status": code})
    return _ask(
        request, form,
        lambda given: telling.tell(measure, by=signed_in(request), **{"status": "", **given}),
        title=_("Tell how it goes"), button=_("Tell"), about=measure.text, stands=stands,
        leave=measure.goal.plan.get_absolute_url(), of=measure.goal.plan,
        writes=may(request.user, "actionplans.write", measure.goal.plan),
    )  # fmt: skip


@login_required
@asking
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure(request, pk, Stands.HOLDS, "actionplans.tell")
    return _ask(
        request, StopForm(_data(request)),
        lambda given: telling.stop(measure, by=signed_in(request), **given),
        title=_("Stop the measure"), button=_("Stop the measure"), about=measure.text,
        leave=measure.goal.plan.get_absolute_url(), of=measure.goal.plan,
        lead=_("It stays in the plan, with the reason. You can take it up again."),
    )  # fmt: skip


@login_required
@asking
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure(request, pk, Stands.HOLDS, "actionplans.write")
    matter = measure.matter
    shown = matter is not None and matter.visibility == matter.Visibility.PUBLIC
    start = {"matter": request.build_absolute_uri(matter.get_absolute_url())} if shown else {}  # type: ignore[union-attr]
    return _ask(
        request, MatterForm(_data(request), initial=start),
        lambda given: telling.follow_matter(measure, given["matter"], by=signed_in(request)),
        title=_("Let the measure follow a question"), button=_("Save"), about=measure.text,
        leave=measure.goal.plan.get_absolute_url(), of=measure.goal.plan,
        lead=_("The question then says how far the measure has come, and how one knows."),
    )  # fmt: skip
