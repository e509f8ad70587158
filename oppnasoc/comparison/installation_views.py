"""``/jamfor/andra/``: the installations whose open data we read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale

from . import actions
from .fetching import FAULTS
from .forms import InstallationForm
from .models import Installation


@login_required
@require_http_methods(["GET", "POST"])
def installations(request: HttpRequest) -> HttpResponse:
    """Whom we read, how it went, and a form to read one more."""
    require(request.user, actions.SUBSCRIBE)
    form = InstallationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.subscribe(by=signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("We read it from now on. It takes some minutes."))
            return redirect("installations")
    read = Installation.objects.filter(subscribed=True).annotate(matters=Count("borrowed"))
    context = {"form": form, "read": [(each, FAULTS.get(each.fault, "")) for each in read]}
    status = 422 if form.is_bound else 200
    return render(request, "comparison/installations.html", context, status=status)


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one no longer; what it said goes at once."""
    require(request.user, actions.SUBSCRIBE)
    found = get_object_or_404(Installation, pk=pk)
    try:
        actions.unsubscribe(found, by=signed_in(request))
    except Stale:
        messages.warning(request, _("We have stopped reading it already."))
    else:
        messages.success(request, _("We read it no longer. What it said is gone from here."))
    return redirect("installations")
