"""``/lage/anvandning/``: what is opened, what is looked for in vain, which answers do not help."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oppnasoc.matters.models import Answer, Matter
from oppnasoc.people.rights import require
from oppnasoc.search.vain import most_sought

from .uses import most_used

DAYS, SHOWN = 28, 30


@login_required
@require_safe
def used(request: HttpRequest) -> HttpResponse:
    """Three queries."""
    require(request.user, "pages.see_every_fault")
    pages = most_used(DAYS, SHOWN, timezone.localdate())
    answers = Answer.objects.filter(
        corrected_by=None,
        helped_not__gt=0,
        matter__quick=True,
        matter__visibility=Matter.Visibility.PUBLIC,
    )
    context = {
        "days": DAYS,
        "pages": pages,
        "most": max((total for _route, total in pages), default=0),
        "sought": most_sought(SHOWN),
        "answers": answers.select_related("matter").order_by(
            F("helped") - F("helped_not"), "-helped_not", "pk"
        )[:SHOWN],
    }
    return render(request, "pages/used.html", context)
