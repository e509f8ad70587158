"""The link that lets somebody in to her place at the plan: made, shown once, used once."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oppnasoc.people import limits
from oppnasoc.ui.qr import qr
from oppnasoc.vault import sittings
from oppnasoc.vault.models import Way

from ...away import or_away
from ...doors import is_by_work, kept_by_nobody, only_post, page, unlocked, with_plan
from ...forms import CodeForm
from ...opening import NotThere, Opened
from ...writing import Refused
from .. import inviting
from .people import BOTH, owned

#: Codes that may be tried from one network in an hour, over all links.
TRIED = 60


@require_http_methods(BOTH)
@with_plan(fresh=True)
def make(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """Make the link and its code and show them, this once: only hashes are kept. A reload makes
    new ones."""
    whom = owned(opened, seat)
    if request.method != "POST":
        return redirect("plan_person", opened.plan.pk, whom.pk)
    try:
        made = inviting.invite(opened, whom)
    except Refused as why:
        messages.warning(request, why.told)
        return redirect("plan_person", opened.plan.pk, whom.pk)
    address = settings.SITE_URL + reverse("plan_invitation", args=[made.token])
    invite = inviting.open_invite(whom, opened.at)
    return page(request, "careplan/people/link.html", opened, whom=whom, words=opened.about(whom),
                address=address, drawing=qr(address, _("The link, to scan with a phone")),
                made=made, until=invite.until_at if invite else None)  # fmt: skip


@only_post
@with_plan
def unmake(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """The link stops working."""
    whom = owned(opened, seat)
    inviting.uninvite(opened, whom)
    messages.success(request, _("The link does not work any more."))
    return redirect("plan_person", opened.plan.pk, whom.pk)


@require_http_methods(BOTH)
@or_away
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """``/min-plan/inbjudan/…/``: a link asks for its code, whatever link it is, and tells nothing
    of a plan. Taking the place needs a sitting: somebody who has just proved who she is."""
    if request.method == "POST":
        return _accept(request, token)
    return kept_by_nobody(_asked(request, CodeForm()))


def _asked(request: HttpRequest, form: CodeForm, **more: Any) -> HttpResponse:
    ready = request.user.is_authenticated and sittings.current(request) is not None
    return page(request, "careplan/people/invitation.html", None, form=form, ready=ready, **more)


@unlocked
def _accept(request: HttpRequest, token: str) -> HttpResponse:
    user: Any = request.user
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _asked(request, form, status=422)
    try:
        if not limits.count("careplan.invitation", request, most=TRIED):
            raise NotThere
        found = inviting.invitation(token, form.cleaned_data["code"], user.uuid)
        if is_by_work(found.seat) and not _at_work(request):
            told = _("This place is at your work. Sign in as you do at work, then open it again.")
            return _asked(request, form, refused=told, status=422)
        seat = inviting.accept(found)
    except NotThere:
        wrong = _("It did not work. The code is wrong, or the link cannot be used any more.")
        form.add_error(None, wrong)
        return _asked(request, form, status=422)
    except Refused as why:
        return _asked(request, form, refused=why.reason, status=422)
    messages.success(request, _("You are in. Now say what you read for."))
    return redirect("plan", seat.plan_id)


def _at_work(request: HttpRequest) -> bool:
    sitting = sittings.current(request)
    return sitting is not None and sitting.way == Way.STAFF
