"""Calls that are papers: a letter to somebody who is called and stands on paper, and a call to
somebody who has no plan here yet.

A plan is begun by whose it is. So staff who meet her call her on a paper that she takes with her:
when, where, who, what her rights are, and where her own plan begins. Nothing of it is kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.ui import paper
from oppnasoc.ui.templatetags.ui import day as in_words
from oppnasoc.vault.log import Verb

from ...doors import page, tower, with_plan
from ...opening import NotThere, Opened, ProveAgain
from ...public import papers
from ...public.letters import Letter, Part
from ...writing import Refused
from .. import calling
from ..forms import InvitationForm

FILE = "inbjudan"
LETTER = "brev"  # what the file is called: it tells nobody what is in it


@override("sv")
def invitation(given: Mapping[str, Any]) -> Letter:
    """The paper, in Swedish: whoever comes with her reads it too."""
    when = ", ".join(part for part in (in_words(given["day"]), given.get("time", "")) if part)
    caller = ", ".join(part for part in (given.get("caller"), given.get("phone")) if part)
    hello = _("To %(name)s") % {"name": given["name"]} if given.get("name") else _("To you")
    return Letter(
        to=(hello,),
        title=_("You are invited to a meeting about your plan"),
        begins=_(
            "The plan is called SIP. It is yours, and it says who does what for you. The meeting"
            " is for you to say what you need."
        ),
        parts=(
            Part(_("When:"), when, 1),
            Part(_("Where:"), given.get("place", ""), 1),
            Part(_("What about:"), given.get("about", ""), 2),
            Part(_("Who is asked to come:"), given.get("people", ""), 3),
            Part(_("Who calls, and how you reach us:"), caller, 1),
        ),
        ends=(
            _("You decide who is there. You may bring somebody that you trust."),
            _("You may say no. Nobody talks about you without your yes."),
            _("Begin your own plan here, alone or with somebody: %(address)s")
            % {"address": f"{settings.SITE_URL}{reverse('plan_home')}"},
        ),
        name="",
        words={"day": _("Day"), "name": _("Name"), "signature": _("My signature")},
    )


@require_http_methods(["GET", "POST"])
@tower
def call_new(request: HttpRequest) -> HttpResponse:
    """``/min-plan/kalla/``: one page that becomes a paper. Who has a place at her plan, and may
    write of her meetings, calls in the plan instead."""
    posted = request.method == "POST"
    user: Any = request.user
    form = InvitationForm(request.POST if posted else None, initial={"caller": user.name})
    made = invitation(form.cleaned_data) if form.is_valid() else None
    if made is not None and "pdf" in request.POST:
        here = reverse("plan_call_new")
        return paper.send(request, lambda: papers.letter_pdf(made), name=FILE, instead=here)
    return page(
        request, "careplan/turns/call_new.html", None,
        form=form, letter=made, status=422 if posted and made is None else 200,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@with_plan
def letter(request: HttpRequest, opened: Opened, call: uuid.UUID) -> HttpResponse:
    """A call to somebody who stands on paper, as a letter; the button says that she has got it."""
    if request.method == "POST":
        try:
            told = calling.handed_in(opened, call)
        except Refused:
            raise NotThere from None  # The plan is closed: its page has no such button.
        if told.meeting.removed_at is not None:
            messages.success(request, _("Saved."))
            return redirect("plan", opened.plan.pk)
        messages.success(request, _("Good. The day for an answer stands here."))
        return redirect("plan_meeting", opened.plan.pk, told.meeting_id)
    found = calling.find(opened, call)
    if not opened.fresh:
        raise ProveAgain
    return page(
        request, "careplan/turns/call_letter.html", opened,
        letter=found.letter, call=found.call, off=found.is_off,
    )  # fmt: skip


@require_safe
@with_plan(fresh=True)
def letter_pdf(request: HttpRequest, opened: Opened, call: uuid.UUID) -> HttpResponse:
    """The same as a PDF of one page."""
    made = calling.find(opened, call).letter
    opened.log(Verb.PRINT)
    here = reverse("plan_call_letter", args=[opened.plan.pk, call])
    return paper.send(request, lambda: papers.letter_pdf(made), name=LETTER, instead=here)
