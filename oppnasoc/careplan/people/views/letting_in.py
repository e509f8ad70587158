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

from oppnasoc.ui.qr import qr
from oppnasoc.vault import sittings
from oppnasoc.vault.models import Way

from ...doors import is_by_work, kept_by_nobody, only_post, page, unlocked, with_plan
from ...opening import NotThere, Opened
from ...writing import Refused
from .. import inviting
from .people import BOTH, owned


@require_http_methods(BOTH)
@with_plan(fresh=True)
def make(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """Make the link and show it, this once: only its hash is kept. A reload makes a new one."""
    whom = owned(opened, seat)
    if request.method != "POST":
        return redirect("plan_person", opened.plan.pk, whom.pk)
    try:
        token = inviting.invite(opened, whom)
    except Refused as why:
        messages.warning(request, why.told)
        return redirect("plan_person", opened.plan.pk, whom.pk)
    address = settings.SITE_URL + reverse("plan_invitation", args=[token])
    made = inviting.open_invite(whom, opened.at)
    return page(request, "careplan/people/link.html", opened, whom=whom, words=opened.about(whom),
                address=address, drawing=qr(address, _("The link, to scan with a phone")),
                until=made.until_at if made else None)  # fmt: skip


@only_post
@with_plan
def unmake(request: HttpRequest, opened: Opened, seat: uuid.UUID) -> HttpResponse:
    """The link stops working."""
    whom = owned(opened, seat)
    inviting.uninvite(opened, whom)
    messages.success(request, _("The link does not work any more."))
    return redirect("plan_person", opened.plan.pk, whom.pk)


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link is told that there is a plan, and nothing of it.

    A link that is wrong, used, past its day or taken back is answered alike. Taking the place
    needs a sitting: somebody who has just proved who she is.
    """
    try:
        inviting.invitation(token)
    except NotThere:
        return kept_by_nobody(page(request, "careplan/people/no_invitation.html", None, status=404))
    if request.method == "POST":
        return _accept(request, token)
    return kept_by_nobody(page(request, "careplan/people/invitation.html", None))


@unlocked
def _accept(request: HttpRequest, token: str) -> HttpResponse:
    user: Any = request.user
    sitting = sittings.current(request)
    try:
        whose = inviting.invitation(token).seat
        if is_by_work(whose) and (sitting is None or sitting.way != Way.STAFF):
            told = _("This place is at your work. Sign in as you do at work, then open it again.")
            return page(request, "careplan/people/invitation.html", None, refused=told, status=422)
        seat = inviting.accept(token, user.uuid)
    except NotThere:
        return page(request, "careplan/people/no_invitation.html", None, status=404)
    except Refused as why:
        return page(request, "careplan/people/invitation.html", None, refused=why.reason,
                    status=422)  # fmt: skip
    messages.success(request, _("You are in. Now say what you read for."))
    return redirect("plan", seat.plan_id)
