"""'Show this instead of telling it again': links that the owner makes, and what they show."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.people import limits
from oppnasoc.ui.qr import qr

from ...away import or_away
from ...coded import TRIES
from ...doors import kept_by_nobody, only_post, page, with_plan
from ...forms import CodeForm
from ...opening import NotThere, Opened
from ...pieces import Kind
from ...writing import Refused
from .. import sharing
from ..forms import ShareForm
from ..shared import lines_of_share, with_parts
from ..sharing import Made, Open, What

BOTH = ["GET", "POST"]
#: Codes that may be tried from one network in an hour, over all links.
TRIED = 60


@require_safe
@with_plan
def shares(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The links of the plan, for its owner."""
    found = sharing.all_of(opened)
    return page(
        request, "careplan/story/shares.html", opened,
        live=with_parts(opened, [share for share in found if share.is_live]),
        over=[share for share in found if not share.is_live],
        most=TRIES,
    )  # fmt: skip


@require_http_methods(BOTH)
@with_plan(fresh=True)
def make(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Make a link. Its address and its code are told once, in the answer itself."""
    if not opened.is_owner:
        raise NotThere
    told = [(str(r.piece.pk), str(r.words["heading"])) for r in opened.pieces(Kind.STORY)]
    sent = request.method == "POST"
    initial = {"pieces": request.GET.getlist("del"), "what": What.PIECES if told else What.CARD}
    form = ShareForm(request.POST if sent else None, parts=told, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = sharing.make(
                opened, given["what"], pieces=form.chosen(), days=given["days"], once=given["once"]
            )
        except Refused as why:
            form.refuse(why)
        else:
            return _told_once(request, opened, made)
    status = 422 if sent else 200
    return page(request, "careplan/story/share.html", opened, form=form, status=status)


def _told_once(request: HttpRequest, opened: Opened, made: Made) -> HttpResponse:
    """The address and the code of a link that was made just now."""
    address = settings.SITE_URL + reverse("plan_shared", args=[made.token])
    return page(request, "careplan/story/share_made.html", opened, made=made, address=address,
                qr=qr(address, _("To what you show")))  # fmt: skip


@only_post
@with_plan(fresh=True)
def renew(request: HttpRequest, opened: Opened, share: uuid.UUID) -> HttpResponse:
    """A new link to the same parts as they read now."""
    try:
        once = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        raise NotThere from None
    try:
        made = sharing.renew(opened, share, once=once)
    except Refused as why:
        messages.warning(request, why.told)
        return redirect("plan_shares", opened.plan.pk)
    return _told_once(request, opened, made)


@only_post
@with_plan
def revoke(request: HttpRequest, opened: Opened, share: uuid.UUID) -> HttpResponse:
    """Take a link back."""
    sharing.revoke(opened, share)
    messages.success(request, _("The link is dead. Nobody can open it any more."))
    return redirect("plan_shares", opened.plan.pk)


@only_post
@with_plan
def leave_out(
    request: HttpRequest, opened: Opened, share: uuid.UUID, piece: uuid.UUID
) -> HttpResponse:
    """A link that is out already shows one part less."""
    sharing.leave_out(opened, share, piece)
    messages.success(request, _("The link does not show that part any more."))
    return redirect("plan_shares", opened.plan.pk)


@csrf_exempt  # Nobody is known here, and nothing is done in anybody's name: there is no cookie.
@require_http_methods(BOTH)
@or_away
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """``/min-plan/delad/…/``: a link asks for its code, whatever link it is.

    What it shows stands in the answer to the right code and nowhere else; looking again means
    writing the code again.
    """
    sent = request.method == "POST"
    form = CodeForm(request.POST if sent else None)
    if form.is_valid():
        opened = None
        if limits.count("careplan.shared", request, most=TRIED):
            opened = sharing.open_share(token, form.cleaned_data["code"])
        if opened is not None:
            return kept_by_nobody(_shown(request, opened))
        form = CodeForm(request.POST)
        form.add_error(
            None, _("It did not work. The code is wrong, or the link cannot be used any more.")
        )
    status = 422 if sent else 200
    answer = render(request, "careplan/story/shared.html", {"form": form}, status=status)
    return kept_by_nobody(answer)


def _shown(request: HttpRequest, opened: Open) -> HttpResponse:
    context = {"open": opened, "lines": lines_of_share(opened)}
    return render(request, "careplan/story/shared_open.html", context)
