"""``/lage/``: what should hold and does not, for those who can mend it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.ui.registry import invariants

from .looking import look_over, seen_by
from .models import LookOver


@login_required
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Looked over anew each time, so that what is mended is gone at once."""
    user = request.user
    assert isinstance(user, User)
    require(user, "pages.see_faults")
    sees, today = seen_by(user), timezone.localdate()
    found = [one for one in look_over() if sees(one.fault)]
    found.sort(key=lambda one: one.since)
    broken = {one.invariant.name for one in found}
    everything = may(user, "pages.see_every_fault")
    context = {
        "found": found,
        "today": today,
        "everything": everything,
        "rules": [(each.holds(), each.name not in broken) for each in invariants()],
        "latest": LookOver.objects.filter(by_worker=True).order_by("-at").first(),
    }
    return render(request, "pages/state.html", context)
