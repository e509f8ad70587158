"""The page that somebody opens with her code: what she answered, and what it changed.

As with voices the code is posted once and forgotten; the session keeps the number of the answer
while she clicks, for half an hour at most.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oppnasoc.people import limits
from oppnasoc.trail.actions import Stale
from oppnasoc.voices.speaking import IDLE, WRONG, WRONG_TRIES

from . import responding
from .forms import CodeForm
from .models import Response
from .views import RECEIPT

OPEN, SEEN = "referral_answer", "referral_answer_seen_at"


def look_up(typed: str, request: HttpRequest) -> tuple[Response | None, bool]:
    """The answer of a typed code, if any, and whether this network may try at all; wrong codes
    of voices and of answers are counted together."""
    found = responding.find(typed)
    allowed = limits.within(WRONG, request, most=WRONG_TRIES)
    if found is None or not allowed:
        limits.count(WRONG, request, most=WRONG_TRIES)
    return (found if allowed else None), allowed


def opened(request: HttpRequest) -> Response | None:
    """The answer that is open in this browser, if any."""
    pk = request.session.get(OPEN)
    if pk is None:
        return None
    now = int(time.time())
    if now - cast("int", request.session.get(SEEN, 0)) >= IDLE:
        end(request)
        return None
    request.session[SEEN] = now
    mine = Response.objects.exclude(state=Response.State.WITHDRAWN).filter(pk=pk, party=None)
    return mine.select_related("referral__sender", "consequence").first()


def end(request: HttpRequest) -> None:
    for key in (OPEN, SEEN, RECEIPT):
        request.session.pop(key, None)


@never_cache
@require_http_methods(["GET", "POST"])
def my_answer(request: HttpRequest) -> HttpResponse:
    """``/tyck-till/mitt-svar/``: the code, and then the answer that it opens."""
    form = CodeForm(request.POST or None)
    if request.method == "GET":
        response = opened(request)
        if response is not None:
            remarks = response.remarks.select_related("paragraph", "consequence")
            context = {"response": response, "referral": response.referral, "remarks": remarks}
            return render(request, "referrals/my_answer.html", context)
        return render(request, "referrals/code.html", {"form": form})
    if form.is_valid():
        found, allowed = look_up(form.cleaned_data["code"], request)
        if found is not None:
            request.session.cycle_key()
            request.session[OPEN], request.session[SEEN] = found.pk, int(time.time())
            if not request.user.is_authenticated:
                request.session.set_expiry(0)
            return redirect("my_answer")
        text = _("We find nothing with that code. Look at it once more.")
        if not allowed:
            text = _("There were many wrong codes from here. Wait an hour, or ask for help.")
        form.add_error("code", text)
    return render(request, "referrals/code.html", {"form": form}, status=422)


@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the page on a shared phone: nothing is left to go back to."""
    end(request)
    response = redirect("my_answer")
    response["Clear-Site-Data"] = '"cache"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the answer back, after a page that says what that means."""
    response = opened(request)
    if response is None:
        return redirect("my_answer")
    if request.method == "GET":
        context = {"response": response, "referral": response.referral}
        return render(request, "referrals/take_back.html", context)
    with suppress(Stale):  # She has pressed twice: it is taken back.
        responding.take_back(response)
    end(request)
    messages.success(request, _("Your words are gone for good."))
    return redirect(response.referral)
