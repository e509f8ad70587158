"""What guards a person: protected data, her guardians' two yeses, her 18th birthday, her death."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import consent, on_paper, owning, protecting
from ...doors import page, with_plan
from ...opening import NotThere, Opened
from ...seats import SeatKind
from ...writing import Refused
from .. import death, growing, sight
from ..forms import GrownUpForm, SureForm
from ..paper_form import PaperForm
from ..yes_forms import OTHER
from .people import BOTH


@require_http_methods(BOTH)
@with_plan(fresh=True)
def protect(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Protected personal data: what it does, on or off, and what still shows where she is."""
    if not opened.is_owner:
        raise NotThere
    refused = ""
    if request.method == "POST":
        do = request.POST.get("do")
        try:
            if do == "redact":
                protecting.redact(opened)
            elif do in ("on", "off"):
                owning.protect(opened, do == "on")
            else:
                raise Refused(_("Choose one of the answers."))
        except Refused as why:
            refused = why.reason
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_protect", opened.plan.pk)
    left = protecting.showing(opened) if opened.plan.protected else []
    status = 422 if refused else 200
    return page(request, "careplan/people/protect.html", opened, left=left, refused=refused,
                status=status)  # fmt: skip


@require_http_methods(BOTH)
@with_plan(fresh=True)
def agreements(request: HttpRequest, opened: Opened) -> HttpResponse:
    """A guardian says yes or no to what the other guardian or the child has said yes to."""
    if opened.seat.kind != SeatKind.GUARDIAN:
        raise NotThere
    if request.method == "POST":
        try:
            pk = uuid.UUID(request.POST.get("grant", ""))
        except ValueError:
            raise NotThere from None
        said = request.POST.get("answer")
        if said not in ("yes", "no"):
            raise NotThere
        consent.agree(opened, consent.find_grant(opened, pk), said == "yes")
        messages.success(request, _("Your answer is kept. You can change it."))
        return redirect("plan_agreements", opened.plan.pk)
    waiting = [(each, _whom(opened, each)) for each in sight.waiting_for(opened)]
    answered = [(each, _whom(opened, each.said)) for each in sight.answered(opened)]
    away = [(seat, sight.guardian_called(opened, seat)) for seat in on_paper.absent(opened)]
    return page(request, "careplan/people/agreements.html", opened,
                waiting=waiting, answered=answered, away=away)  # fmt: skip


@require_http_methods(BOTH)
@with_plan(fresh=True)
def written(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """Write down what a guardian who cannot come in has answered on paper or in speech."""
    guardian = next((each for each in on_paper.absent(opened) if each.pk == seat), None)
    if guardian is None:
        raise NotThere
    asked = [
        (each, _whom(opened, each), stands)
        for each, stands in sight.asked_on_paper(opened, guardian)
    ]
    choices = [(each.grant, _question(each, name)) for each, name, _stands in asked]
    given = request.POST if request.method == "POST" else None
    form = PaperForm(given, opened=opened, guardian=guardian, asked=choices)
    if form.is_valid():
        try:
            on_paper.write_down(opened, guardian, form.about, yes=form.yes,
                                how=form.cleaned_data["how"], on=form.cleaned_data["on"],
                                witness=form.seen_by)  # fmt: skip
        except Refused as why:
            names = {"witness": "other"} if form.cleaned_data["witness"] == OTHER else {}
            field = next((names.get(name, name) for name in why.fields), None)
            form.add_error(field, why.reason)
        else:
            told = _("It is written down. Those who decide for the child are told.")
            messages.success(request, told)
            return redirect("plan_on_paper", opened.plan.pk, guardian.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/people/on_paper.html", opened, form=form,
                name=sight.guardian_called(opened, guardian), waits=bool(choices),
                asked=[row for row in asked if row[2] is not None], status=status)  # fmt: skip


def _question(each: sight.Said, name: str) -> str:
    return _("May %(name)s see %(what)s?") % {"name": name, "what": each.what}


def _whom(opened: Opened, each: sight.Said) -> str:
    """Whom it is shown to: her name, or what she is to the child when that is all one knows."""
    seat = each.grant.seat
    return str(opened.about(seat).get("name") or seat.get_kind_display())


@require_http_methods(BOTH)
@with_plan(fresh=True)
def grown_up(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Whether the person is a child still, and until when."""
    if not opened.is_owner:
        raise NotThere
    asked = request.POST if request.method == "POST" else None
    form = GrownUpForm(asked, initial={"grown_up_on": opened.plan.grown_up_on})
    if form.is_valid():
        try:
            today = timezone.localdate(opened.at)
            growing.set_day(opened, form.cleaned_data["grown_up_on"], today=today)
        except Refused as why:
            form.add_error(why.fields[0] if why.fields else None, why.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_people", opened.plan.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/people/grown_up.html", opened, form=form, status=status)


@require_http_methods(BOTH)
@with_plan(fresh=True)
def passed_away(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Two at authorities say that the person has died; she herself says that it is wrong."""
    if not (opened.is_owner or death.may_report(opened)):
        raise NotThere
    said = death.reports(opened)
    mine = any(each.seat_id == opened.seat.pk for each in said)
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("do") == "back":
        death.take_back(opened)
        messages.success(request, _("It is taken back. Nobody is told."))
        return redirect("plan_people", opened.plan.pk)
    if form.is_valid():
        return _said_of_death(request, opened)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/people/death.html", opened, form=form, mine=mine,
                said=[opened.about(each.seat) for each in said] if opened.is_owner else [],
                status=status)  # fmt: skip


def _said_of_death(request: HttpRequest, opened: Opened) -> HttpResponse:
    if opened.is_owner:
        death.deny(opened)
        messages.success(request, _("The plan is yours as before."))
        return redirect("plan", opened.plan.pk)
    if death.report(opened):
        messages.success(request, _("The plan rests now. Nothing is shown or sent any more."))
        return redirect("plan_home")
    messages.success(request, _("It is noted. One more must say the same."))
    return redirect("plan", opened.plan.pk)
