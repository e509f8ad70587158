"""Somebody is asked for a plan, answers, and the person prepares the meeting."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui import paper
from oppnasoc.vault.log import Verb

from ... import drafts, writing
from ...doors import only_post, page, with_plan
from ...opening import NotThere, Opened, Read
from ...pieces import Kind
from ...public import papers
from ...sections import Section
from ...writing import Changed, Refused
from .. import asking, late
from ..forms import AskForm, PrepareForm, ReceiveForm, RefuseForm, SupportForm
from ..models import Ask

BOTH = ["GET", "POST"]
LETTER = "brev"  # what the file is called: it tells nobody what is in it
ENDS = {
    "withdraw": asking.withdraw,
    "granted": asking.granted,
    "handed_in": asking.handed_in,
}


@require_http_methods(BOTH)
@with_plan
def ask(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Ask for a plan together, and see what was asked before and what came of it."""
    if not asking.may_ask(opened):
        raise NotThere
    posted = request.method == "POST"
    begun = {} if posted else drafts.kept(opened, "ask")
    form = AskForm(request.POST if posted else None, opened=opened, initial=begun)
    if form.is_valid():
        try:
            made = asking.ask(
                opened, form.side(), seat=form.seat(), words=form.cleaned_data["words"]
            )
        except Refused as why:
            form.refuse(why)
        else:
            drafts.drop(opened, "ask")
            _say_asked(request, made)
            return redirect("plan_asked", opened.plan.pk, made.pk)
    status = 422 if posted else 200
    return _ask_page(request, opened, form, status, restored=bool(begun))


def _say_asked(request: HttpRequest, made: Ask) -> None:
    if made.sent_on is not None:  # Otherwise the page says what to do.
        messages.success(request, _("You have asked. The day for an answer stands here."))


def _ask_page(
    request: HttpRequest, opened: Opened, form: AskForm, status: int, *wrong: SupportForm,
    restored: bool = False,
) -> HttpResponse:  # fmt: skip
    supports = wrong or tuple(
        SupportForm(initial={"support": each.value}, prefix=None, auto_id=f"{each.value}_%s")
        for each in asking.SUPPORTS
    )
    return page(
        request, "careplan/turns/ask.html", opened,
        form=form, restored=restored, asks=asking.asks(opened),
        supports=zip(asking.SUPPORTS, supports, strict=False),
        status=status,
    )  # fmt: skip


@only_post
@with_plan
def ask_support(request: HttpRequest, opened: Opened) -> HttpResponse:
    """One button: ask for a case manager or a user specialist."""
    if not asking.may_ask(opened):
        raise NotThere
    form = SupportForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = asking.ask(opened, given["to"] or "municipality", support=given["support"])
        except Refused as why:
            form.refuse(why)
        else:
            _say_asked(request, made)
            return redirect("plan_asked", opened.plan.pk, made.pk)
    return _ask_page(request, opened, AskForm(opened=opened), 422)


@require_http_methods(BOTH)
@with_plan
def asked(request: HttpRequest, opened: Opened, ask: uuid.UUID) -> HttpResponse:
    """One ask: who is asked answers here; the owner sees the answer and where she can turn."""
    found = asking.find(opened, ask)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    receive = ReceiveForm(request.POST if do == "receive" else None)
    name = f"ask:{ask}:no"
    begun = {} if do == "refuse" else drafts.kept(opened, name)
    refuse = RefuseForm(
        request.POST if do == "refuse" else None, initial=begun, to_write_down=opened.is_owner
    )
    if do in ENDS:
        return _ended(request, opened, found.ask, do)
    try:
        if receive.is_valid():
            asking.receive(opened, found.ask, receive.cleaned_data["receiver"])
            messages.success(request, _("Thank you. She sees that it has come."))
            return redirect("plan_asked", opened.plan.pk, ask)
        if refuse.is_valid():
            asking.refuse(opened, found.ask, **refuse.cleaned_data)
            drafts.drop(opened, name)
            messages.success(request, _("Saved. She sees the reason and where she can turn."))
            return redirect("plan_asked", opened.plan.pk, ask)
    except Refused as why:
        (receive if do == "receive" else refuse).refuse(why)
    return page(
        request, "careplan/turns/asked.html", opened,
        one=found,
        receive=receive,
        refuse=refuse,
        answers=opened.is_owner or asking.is_asked(opened, found.ask),
        mine=opened.is_owner or found.ask.by_id == opened.seat.pk,
        whom=opened.about(found.ask.seat),
        complaints=late.complaints(found.ask.side),
        draft=name,
        restored=bool(begun),
        status=422 if receive.errors or refuse.errors else 200,
    )  # fmt: skip


def _ended(request: HttpRequest, opened: Opened, ask: Ask, do: str) -> HttpResponse:
    """One button: take an ask back, say that the support has come, or that the letter is handed
    in."""
    try:
        ENDS[do](opened, ask)
    except Refused:
        raise NotThere from None  # The plan is closed: its page has no such buttons.
    if do == "handed_in":
        messages.success(request, _("Good. The day for an answer stands here."))
        return redirect("plan_asked", opened.plan.pk, ask.pk)
    if do == "withdraw":
        messages.success(request, _("You have taken it back."))
        return redirect("plan_ask", opened.plan.pk)
    if asking.is_given(ask, opened.seats, opened.plan, opened.at):
        messages.success(request, _("Saved."))
        return redirect("plan_asked", opened.plan.pk, ask.pk)
    messages.success(request, _("Good. Now give the person a place. You decide what is seen."))
    return redirect(f"{reverse('plan_person_new', args=[opened.plan.pk])}?stod={ask.support}")


@require_safe
@with_plan(fresh=True)
def ask_letter(request: HttpRequest, opened: Opened, ask: uuid.UUID) -> HttpResponse:
    """What she asked for as a letter, to print and hand in where nobody is in the plan yet."""
    made = asking.letter(opened, asking.find(opened, ask).ask)
    return page(request, "careplan/turns/ask_letter.html", opened, letter=made, ask=ask)


@require_safe
@with_plan(fresh=True)
def ask_letter_pdf(request: HttpRequest, opened: Opened, ask: uuid.UUID) -> HttpResponse:
    """The same as a PDF of one page."""
    made = asking.letter(opened, asking.find(opened, ask).ask)
    opened.log(Verb.PRINT)
    here = reverse("plan_ask_letter", args=[opened.plan.pk, ask])
    return paper.send(request, lambda: papers.letter_pdf(made), name=LETTER, instead=here)


@require_http_methods(BOTH)
@with_plan
def prepare(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What she thinks of before the meeting: a question, who, how."""
    return _prepare(request, opened, Kind.PREPARATION)


@require_http_methods(BOTH)
@with_plan(fresh=True)
def prepare_private(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Who and what should not be there: hers alone."""
    return _prepare(request, opened, Kind.NOT_WANTED)


def _prepare(request: HttpRequest, opened: Opened, kind: Kind) -> HttpResponse:
    if not opened.is_owner:
        raise NotThere
    posted, name = request.method == "POST", f"prepare:{kind}"
    read = _newest(opened, kind)
    begun = {} if posted else drafts.kept(opened, name)
    now = {**read.words, "edition": read.piece.edition} if read else {}
    form = PrepareForm(request.POST if posted else None, kind=kind, initial={**now, **begun})
    theirs = None
    if form.is_valid():
        words = dict(form.cleaned_data)
        edition = words.pop("edition") or 0
        try:
            if read is None:
                writing.write(opened, kind, words)
            else:
                writing.change(opened, read.piece.pk, words, edition=edition)
        except Refused as why:
            form.refuse(why)
        except Changed as changed:
            theirs = changed.now
            form.read_anew(theirs.piece.edition)
        else:
            drafts.drop(opened, name)
            messages.success(request, _("Saved."))
            return redirect("plan_prepare", opened.plan.pk)
    return page(
        request, "careplan/turns/prepare.html", opened,
        form=form, draft=name, private=kind is Kind.NOT_WANTED, theirs=theirs,
        restored=bool(begun), status=409 if theirs else 422 if posted else 200,
    )  # fmt: skip


def _newest(opened: Opened, kind: Kind) -> Read | None:
    """What she has prepared for the meeting to come: what was for earlier ones stays as it is."""
    section = Section.PRIVATE if kind is Kind.NOT_WANTED else Section.MEETING
    found = opened.pieces(kind, section=section)
    held = opened.plan.in_force_at
    new = [r for r in found if kind is Kind.NOT_WANTED or held is None or r.piece.made_at > held]
    return new[-1] if new else None
