"""A meeting is called, answered, moved, and held step by step."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import drafts
from ...doors import page, with_plan
from ...kinds import SHAPES
from ...opening import NotThere, Opened
from ...pieces import Kind
from ...saying import ReadsOtherwise
from ...seats import Level
from ...sections import Section
from ...shown import shown_one
from ...writing import Changed, Refused
from .. import calling, holding
from .. import meeting as meet
from ..forms import CallForm, HereForm, PointForm, ReplyForm, called

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
@with_plan
def call(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Call a meeting: when, where and who."""
    if not meet.may_call(opened):
        raise NotThere
    posted = request.method == "POST"
    begun = {} if posted else drafts.kept(opened, "call")
    form = CallForm(request.POST if posted else None, opened=opened, initial=begun)
    if form.is_valid():
        try:
            made = meet.call(
                opened, form.words(), day=form.cleaned_data["day"], seats=form.seats_called()
            )
        except Refused as why:
            form.refuse(why)
        else:
            drafts.drop(opened, "call")
            if calling.untold(opened):
                told = _("The day is set. Print the letters to those who are not in here.")
                messages.success(request, told)
            elif form.seats_called():
                messages.success(request, _("The meeting is called. Here you see who answers."))
            else:
                messages.success(request, _("The day is set. Nobody is called yet."))
            return redirect("plan_meeting", opened.plan.pk, made.pk)
    status = 422 if posted else 200
    return page(request, "careplan/turns/call.html", opened, form=form, draft="call",
                restored=bool(begun), status=status)  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def meeting(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """One meeting: when and where, who comes and who has not answered, and what was said."""
    read = meet.find(opened, piece)
    calls = meet.calls_of(opened, read.piece)
    may_lead = meet.may_change_meeting(opened, read.piece)
    there = {each.call.seat_id for each in calls}
    left = [seat for seat in meet.callable_seats(opened) if seat.pk not in there]
    asks = any(piece.pk == read.piece.pk for piece in holding.waits_for_her_word(opened))
    if request.method == "POST" and request.POST.get("do") == "met":
        holding.they_met(opened, piece)
        messages.success(request, _("Saved."))
        return redirect("plan_approve", opened.plan.pk)
    if request.method == "POST":
        if not may_lead:
            raise NotThere
        chosen = [seat for seat in left if str(seat.pk) in request.POST.getlist("seats")]
        try:
            meet.call_more(opened, read.piece, chosen)
        except Refused as why:
            messages.warning(request, why.told)
        else:
            messages.success(request, _("Saved."))
        return redirect("plan_meeting", opened.plan.pk, piece)
    today = timezone.localdate(opened.at)
    return page(
        request, "careplan/turns/meeting.html", opened,
        read=read,
        said=[x for x in shown_one(opened, read).lines if x.name not in meet.INVITATION],
        calls=calls,
        letters={row.pk for row in calling.untold(opened)},
        left=[(seat.pk, called(opened, seat)) for seat in left] if may_lead else [],
        may_lead=may_lead, asks=asks,
        held=meet.is_held(read.piece),
        has_come=read.piece.due_on is None or read.piece.due_on <= today,
        first=holding.AGENDA[0],
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def put_off(request: HttpRequest, opened: Opened, piece: uuid.UUID) -> HttpResponse:
    """Move a meeting to another day, time or place."""
    read = meet.find(opened, piece)
    if not meet.may_change_meeting(opened, read.piece):
        raise NotThere
    posted = request.method == "POST"
    now = {**read.words, "day": read.piece.due_on, "edition": read.piece.edition}
    form = CallForm(request.POST if posted else None, opened=opened, moves=True, initial=now)
    theirs = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            meet.put_off(
                opened, piece, form.words(), day=given["day"], edition=given["edition"] or 0
            )
        except Refused as why:
            form.refuse(why)
        except Changed as changed:
            theirs = changed.now
            form.read_anew(theirs.piece.edition)
        else:
            if any(row.meeting_id == piece for row in calling.untold(opened)):
                told = _("The meeting is moved. Those who are not in here need a new letter.")
                messages.success(request, told)
            else:
                told = _("The meeting is moved. Everybody who is called is told.")
                messages.success(request, told)
            return redirect("plan_meeting", opened.plan.pk, piece)
    return page(
        request, "careplan/turns/call.html", opened,
        form=form, read=read, theirs=theirs, status=409 if theirs else 422 if posted else 200,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def answer(request: HttpRequest, opened: Opened, call: uuid.UUID) -> HttpResponse:
    """The answer to a call: the invitation and nothing else of the plan."""
    found = meet.find_call(opened, call)
    posted = request.method == "POST"
    row = found.call
    name = f"call:{row.pk}"
    begun = {} if posted else drafts.kept(opened, name)
    now = {**found.words, "reply": row.reply, "mandate": bool(found.words.get("substitute")),
           "edition": row.mark}  # fmt: skip
    if begun:
        now |= {**begun, "mandate": "mandate" in begun}
    form = ReplyForm(request.POST if posted else None, seat=row.seat, initial=now)
    theirs = ""
    if form.is_valid():
        try:
            meet.answer(opened, call, **form.cleaned_data)
        except Refused as why:
            form.refuse(why)
        except ReadsOtherwise:
            found = meet.find_call(opened, call)
            form.read_anew(found.call.mark)
            theirs = found.in_words
        else:
            drafts.drop(opened, name)
            messages.success(request, _("Thank you. Your answer has come."))
            if opened.is_owner:
                return redirect("plan_meeting", opened.plan.pk, row.meeting_id)
            return redirect("plan_answer", opened.plan.pk, call)
    return page(
        request, "careplan/turns/answer.html", opened,
        called=found, form=form, theirs=theirs, declines=not meet.cannot_decline(row.seat),
        held=meet.is_held(row.meeting), draft=name, restored=bool(begun),
        status=409 if theirs else 422 if posted else 200,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan
def point(request: HttpRequest, opened: Opened, piece: uuid.UUID, point: str) -> HttpResponse:
    """One step of a meeting that is going on: one thing on the page, as the phone goes round."""
    read, step = meet.find(opened, piece), holding.point(point)
    if not meet.may_change_meeting(opened, read.piece):
        raise NotThere
    if not holding.may_say(opened, step):
        if request.method == "POST":
            return _onward(request, opened, piece, step)
        return _point_page(
            request, opened, piece, step, None, None, 200, hers=read.words[step.field]
        )
    if step.field:
        return _said(request, opened, piece, step)
    calls, posted = meet.calls_of(opened, read.piece), request.method == "POST"
    here = [str(c.call.seat_id) for c in calls if c.call.came]
    form = HereForm(request.POST if posted else None, calls=calls, initial={"came": here})
    if form.is_valid():
        holding.who_came(opened, piece, {uuid.UUID(pk) for pk in form.cleaned_data["came"]})
        return _onward(request, opened, piece, step)
    return _point_page(request, opened, piece, step, form, None, 422 if posted else 200)


def _said(
    request: HttpRequest, opened: Opened, piece: uuid.UUID, step: holding.Point
) -> HttpResponse:
    """A step where something is written."""
    read, posted = meet.find(opened, piece), request.method == "POST"
    name = f"{piece}:{step.name}"
    begun = {} if posted else drafts.kept(opened, name)
    now = {"text": read.words.get(step.field, ""), "edition": read.piece.edition}
    if "text" in begun:  # With what it was written upon: another who wrote since is seen.
        now = {"text": begun["text"], "edition": begun.get("edition", 0)}
    form = PointForm(request.POST if posted else None, field=step.field, initial=now)
    theirs, given = None, ""
    if form.is_valid():
        try:
            holding.note(
                opened, piece, step.field, form.cleaned_data["text"],
                edition=form.cleaned_data["edition"],
            )  # fmt: skip
        except Refused as why:
            form.add_error("text", why.reason)
        except Changed as changed:
            theirs, given = changed.now, str(changed.now.words.get(step.field, ""))
            form.read_anew(theirs.piece.edition)
        else:
            drafts.drop(opened, name)
            return _onward(request, opened, piece, step)
    status = 409 if theirs else 422 if posted else 200
    return _point_page(
        request, opened, piece, step, form, given, status, draft=name, restored=bool(begun)
    )


def _onward(
    request: HttpRequest, opened: Opened, piece: uuid.UUID, step: holding.Point
) -> HttpResponse:
    """To the next step, or out of the meeting when it is over."""
    then = holding.after(step)
    if then is not None:
        return redirect("plan_point", opened.plan.pk, piece, then.name)
    try:
        holding.hold(opened, piece, edition=meet.find(opened, piece).piece.edition)
    except Refused as why:
        messages.warning(request, why.told)
        return redirect("plan_meeting", opened.plan.pk, piece)
    except Changed:
        messages.warning(request, _("Somebody saved just now. Look at it and try again."))
        return redirect("plan_meeting", opened.plan.pk, piece)
    messages.success(request, _("The meeting is written down."))
    return redirect("plan_approve" if opened.is_owner else "plan", opened.plan.pk)


def _point_page(
    request: HttpRequest,
    opened: Opened,
    piece: uuid.UUID,
    step: holding.Point,
    form: HereForm | PointForm | None,
    theirs: str | None,
    status: int,
    draft: str = "",
    *,
    restored: bool = False,
    hers: str = "",
) -> HttpResponse:
    """``hers``: what the person herself has said, for who may not write there."""
    may_act = any(opened.may(part, Level.WRITE) for part in SHAPES[Kind.ACTION].sections)
    return page(
        request, "careplan/turns/point.html", opened,
        meeting=piece, step=step, agenda=holding.AGENDA, at=holding.AGENDA.index(step),
        before=holding.before(step), last=holding.after(step) is None, form=form,
        theirs=theirs, draft=draft, restored=restored, may_act=may_act,
        may_say=holding.may_say(opened, step), hers=hers,
        circle=step.name == "theirs" and opened.may(Section.MEETING) and holding.in_circle(opened),
        status=status,
    )  # fmt: skip
