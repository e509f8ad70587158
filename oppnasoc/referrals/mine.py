"""The page that somebody opens with her code: what she answered, and what it changed.

She comes by the one door of codes (``voices/doors.py``).
"""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.trail.actions import Stale
from oppnasoc.voices import doors

from . import responding
from .models import Response
from .views import RECEIPT

ANSWER = "answer"


@doors.opens(ANSWER, page="my_answer", order=30, receipt=RECEIPT)
def of_code(digest: str) -> int | None:
    return Response.objects.filter(code_digest=digest).values_list("pk", flat=True).first()


def opened(request: HttpRequest) -> Response | None:
    """The answer that is open in this browser, if any."""
    mine = Response.objects.exclude(state=Response.State.WITHDRAWN).filter(party=None)
    return doors.opened(request, ANSWER, mine.select_related("referral__sender", "consequence"))


@never_cache
@require_safe
def my_answer(request: HttpRequest) -> HttpResponse:
    """``/tyck-till/mitt-svar/``: the answer that a code opened."""
    response = opened(request)
    if response is None:
        return redirect("code")
    remarks = response.remarks.select_related("paragraph", "consequence")
    context = {"response": response, "referral": response.referral, "remarks": remarks}
    return render(request, "referrals/my_answer.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the answer back, after a page that says what that means."""
    response = opened(request)
    if response is None:
        return redirect("code")
    if request.method == "GET":
        context = {"response": response, "referral": response.referral}
        return render(request, "referrals/take_back.html", context)
    with suppress(Stale):  # She has pressed twice: it is taken back.
        responding.take_back(response)
    doors.end(request)
    messages.success(request, _("Your words are gone for good."))
    return redirect(response.referral)
