"""Who is at the plan, and what each of them may see: one plain question for one person."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ... import consent, deciding, on_paper
from ...doors import only_post, page, with_plan
from ...opening import NotThere, Opened, holds
from ...pieces import OPEN, Kind
from ...saying import ReadsOtherwise
from ...seats import ACTING_FOR, Power, Purpose, Seat, SeatKind, Support
from ...sections import SHOWABLE
from ...writing import Refused
from .. import circle, inviting, sight
from .. import news as people_news
from ..forms import PersonForm, PowerForm, SureForm, read_anew
from ..tries import tell_of_a_try
from ..yes_forms import AskForm, NeverForm

BOTH = ["GET", "POST"]


def seat_at(opened: Opened, pk: uuid.UUID) -> Seat:
    """Somebody at the plan whom this person knows of. Raises NotThere, also for the owner's."""
    found = next((seat for seat in opened.seats if seat.pk == pk), None)
    if found is None or found.kind == SeatKind.OWNER:
        raise NotThere
    return found


def decided_for(opened: Opened, pk: uuid.UUID) -> Seat:
    """Somebody whom this person may say yes to: the owner anybody, a representative others."""
    seat = seat_at(opened, pk)
    if not opened.is_owner and (opened.seat.kind not in ACTING_FOR or seat.pk == opened.seat.pk):
        raise NotThere
    return seat


def owned(opened: Opened, pk: uuid.UUID) -> Seat:
    """Somebody at one's own plan."""
    if not opened.is_owner:
        raise NotThere
    return seat_at(opened, pk)


@require_safe
@with_plan
def people(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Everybody around the person, drawn and in words; who has left is folded away."""
    there = sight.people(opened)
    now = [each for each in there if not each.is_over]
    return page(
        request,
        "careplan/people/people.html",
        opened,
        people=now,
        over=[each for each in there if each.is_over],
        picture=circle.drawn(opened.name, now) if opened.is_owner else "",
        told=people_news.people_news(opened),
        acts=opened.seat.kind in ACTING_FOR,
        left_over=_left_over(opened),
    )


def _left_over(opened: Opened) -> list[Any]:
    """The owner's actions that nobody answers for any more."""
    if not opened.is_owner:
        return []
    rows = [piece for piece in opened.outline if piece.kind == Kind.ACTION and piece.doing in OPEN]
    return [
        (piece, sight.heading(opened, piece))
        for piece in rows
        if piece.seat is not None and not holds(piece.seat, opened.plan, opened.at)
    ]


@require_http_methods(BOTH)
@with_plan
def new(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Give somebody a place. Nothing is shown to her by it."""
    if not opened.is_owner:
        raise NotThere
    support = request.GET.get("stod", "")
    first = {"kind": SeatKind.SUPPORT, "support": support} if support in Support.values else {}
    asked = request.POST if request.method == "POST" else None
    form = PersonForm(asked, opened=opened, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        try:
            seat = inviting.add(
                opened,
                given["kind"],
                form.words,
                side=given["side"],
                support=given["support"] if given["kind"] == SeatKind.SUPPORT else "",
                mandate=given["mandate"] and given["kind"] == SeatKind.AUTHORITY,
                until=given["until_on"],
            )
        except Refused as why:
            _refuse(form, why)
        else:
            messages.success(request, _("There is a place now. Nothing is shown yet."))
            return redirect("plan_person", opened.plan.pk, seat.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/people/new.html", opened, form=form, status=status)


def _refuse(form: Any, why: Refused) -> None:
    """Show a reason at its field, or on top."""
    names = (
        {"until": "until_on"} if "until_on" in form.fields and "lasts" not in form.fields else {}
    )
    known = [names.get(name, name) for name in why.fields if names.get(name, name) in form.fields]
    form.add_error(known[0] if known else None, why.reason)


@require_http_methods(BOTH)
@with_plan
def change(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """Change what stands of somebody: name, work, phone."""
    whom = owned(opened, seat)
    asked = request.POST if request.method == "POST" else None
    form = PersonForm(asked, opened=opened, seat=whom)
    theirs = ""
    if form.is_valid():
        columns = {
            name: form.cleaned_data[name]
            for name in ("side", "support", "mandate", "until_on")
            if name in form.fields
        }
        try:
            if columns.get("side", True) == "":
                raise Refused(_("Choose whom she or he works for."), "side")
            inviting.describe(
                opened, whom, form.words, edition=form.cleaned_data["edition"], **columns
            )
        except Refused as why:
            _refuse(form, why)
        except ReadsOtherwise:
            opened.__dict__.pop("seats", None)
            whom = owned(opened, seat)
            read_anew(form, whom.mark)
            theirs = sight.told_of(opened, whom)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_person", opened.plan.pk, whom.pk)
    status = 409 if theirs else 422 if form.is_bound else 200
    return page(request, "careplan/people/change.html", opened, form=form, whom=whom,
                theirs=theirs, words=opened.about(whom), status=status)  # fmt: skip


@require_safe
@with_plan
def person(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """'What may she see?': what holds now, with one click to take it back, and the question."""
    whom = seat_at(opened, seat)
    if whom.pk == opened.seat.pk:
        return _own(request, opened)
    return _person(request, opened, decided_for(opened, seat))


def _person(request: HttpRequest, opened: Opened, whom: Seat, **more: Any) -> HttpResponse:
    yes, no = sight.standing_of(opened, whom)
    power = Power.objects.filter(seat=whom).first() if whom.kind in ACTING_FOR else None
    here = holds(whom, opened.plan, opened.at)
    return page(
        request,
        "careplan/people/person.html",
        opened,
        **{
            "whom": whom,
            "words": opened.about(whom),
            "yes": yes,
            "no": no,
            "undo": sight.just_taken_back(opened, whom) if here else [],
            "here": here,
            "never": NeverForm(opened=opened, seat=whom) if opened.is_owner and here else None,
            "invite": inviting.open_invite(whom, opened.at) if opened.is_owner else None,
            "came_in": sight.came_in(opened, whom),
            "acts": whom.kind in ACTING_FOR and whom.kind != SeatKind.GUARDIAN,
            "power": power,
            "away": whom.pk in {seat.pk for seat in on_paper.absent(opened)},
            "evidence": power.words(opened.key).get("evidence", "") if power else "",
        }
        | more,
    )


def _own(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What somebody sees herself, and the way out."""
    parts = [(part, opened.level(part)) for part in SHOWABLE if opened.may(part)]
    rows = consent.shown_to(opened.seat, opened.at)
    until = min((day for each in rows if (day := sight.last_day_of(each))), default=None)
    return page(request, "careplan/people/own.html", opened, parts=parts, until=until,
                single=any(each.piece_id for each in rows), sure=SureForm())  # fmt: skip


@require_http_methods(BOTH)
@with_plan(fresh=True)
def ask(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """The question itself, answered yes or no; no is as near at hand as yes."""
    whom = decided_for(opened, seat)
    if not holds(whom, opened.plan, opened.at):
        raise NotThere
    if request.method == "POST" and request.POST.get("answer") == "no":
        return _answer_no(request, opened, whom)
    form = AskForm(request.POST if request.method == "POST" else None, opened=opened, seat=whom)
    if form.is_valid():
        given = form.cleaned_data
        try:
            consent.set_shown(
                opened,
                whom,
                form.wanted,
                purpose=given["purpose"],
                until=form.last_wanted,
                how=given["how"],
                witness=given["witness"],
                pieces=form.pieces,
                sought=form.her_will,
            )
        except Refused as why:
            _refuse(form, why)
            if isinstance(why, deciding.HerNo):
                tell_of_a_try(opened)
        else:
            messages.success(
                request, _("It applies from now on. You can take it back at any time.")
            )
            return redirect("plan_person", opened.plan.pk, whom.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/people/ask.html", opened, form=form, whom=whom,
                words=opened.about(whom), status=status)  # fmt: skip


def _answer_no(request: HttpRequest, opened: Opened, whom: Seat) -> HttpResponse:
    try:
        consent.set_shown(opened, whom, {}, purpose=Purpose.DO, until=None)
    except Refused as why:
        return _person(request, opened, whom, refused=why.reason, status=422)
    messages.success(request, _("Nothing is shown. Nobody is told."))
    return redirect("plan_person", opened.plan.pk, whom.pk)


@only_post
@with_plan
def back(request: HttpRequest, opened: Opened, seat: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    """Take a yes or a no back, at once; for a quarter of an hour it can be put back."""
    whom = decided_for(opened, seat)
    found = consent.find_grant(opened, grant)
    if found.seat_id != whom.pk:
        raise NotThere
    try:
        consent.withdraw(opened, found)
    except Refused as why:
        return _person(request, opened, whom, refused=why.reason, status=422)
    messages.success(request, _("It is taken back. Nobody is told."))
    return redirect("plan_person", opened.plan.pk, whom.pk)


@require_http_methods(BOTH)
@with_plan(fresh=True)
def undo(request: HttpRequest, opened: Opened, seat: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    """Put back what was taken back just now. Who has proved herself on the way clicks again."""
    whom = decided_for(opened, seat)
    found = consent.find_grant(opened, grant)
    if found.seat_id != whom.pk:
        raise NotThere
    if request.method == "POST":
        try:
            consent.restore(opened, found)
        except Refused as why:
            return _person(request, opened, whom, refused=why.reason, status=422)
        messages.success(request, _("It is as it was before."))
    return redirect("plan_person", opened.plan.pk, whom.pk)


@require_http_methods(BOTH)
@with_plan(fresh=True)
def never(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """Say that somebody may never see a part, whatever anybody says yes to."""
    whom = owned(opened, seat)
    if request.method != "POST":
        return redirect("plan_person", opened.plan.pk, whom.pk)
    form = NeverForm(request.POST, opened=opened, seat=whom)
    if form.is_valid():
        try:
            consent.exclude(opened, whom, form.section, piece=form.piece)
        except Refused as why:
            _refuse(form, why)
        else:
            messages.success(request, _("That will never be shown, whatever is said later."))
            return redirect("plan_person", opened.plan.pk, whom.pk)
    return _person(request, opened, whom, never=form, status=422)


@require_http_methods(BOTH)
@with_plan
def end(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """End somebody's place, or leave one's own."""
    whom = seat_at(opened, seat)
    if not opened.is_owner and whom.pk != opened.seat.pk:
        raise NotThere
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        inviting.end(opened, whom)
        messages.success(request, _("The place has ended. Nothing is seen from it any more."))
        if whom.pk == opened.seat.pk:
            return redirect("plan_home")
        return redirect("plan_people", opened.plan.pk)
    status = 422 if form.is_bound else 200
    return page(request, "careplan/people/end.html", opened, form=form, whom=whom,
                words=opened.about(whom), status=status)  # fmt: skip


@require_http_methods(BOTH)
@with_plan(fresh=True)
def power(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """Write down what a trustee's or administrator's decision says."""
    whom = owned(opened, seat)
    if whom.kind not in (SeatKind.TRUSTEE, SeatKind.ADMINISTRATOR):
        raise NotThere
    now = Power.objects.filter(seat=whom).first()
    initial = {}
    if now is not None:
        names = ("decided_on", "until_on", "rights", "property", "person")
        initial = {name: getattr(now, name) for name in names} | now.words(opened.key)
        initial["edition"] = now.mark
    theirs = ""
    form = PowerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            inviting.empower(opened, whom, **form.cleaned_data)
        except Refused as why:
            form.add_error(why.fields[0] if why.fields else None, why.reason)
        except ReadsOtherwise:
            there = Power.objects.get(seat=whom)
            read_anew(form, there.mark)
            theirs = sight.told_of_decision(opened, there)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_person", opened.plan.pk, whom.pk)
    status = 409 if theirs else 422 if form.is_bound else 200
    return page(request, "careplan/people/power.html", opened, form=form, whom=whom, theirs=theirs,
                words=opened.about(whom), status=status)  # fmt: skip
