"""Write down what somebody else has said, one after the other."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oppnasoc.language import urgent
from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require

from . import actions, codes, entering, helping, marks
from .forms import EnterForm
from .models import Voice
from .views import came_by

WRITTEN = "entered"  # in the session: what the latest code is made of, and what stays for the next
STAYS = ("channel", "said_on", "group", "organisation")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """``/sag-nagot/at-nagon/``: save, read the code out, write the next."""
    require(request.user, "voices.enter")
    by = signed_in(request)
    if request.method == "POST":
        form = EnterForm(request.POST, user=by)
        context: dict[str, Any] = {"form": form}
        if form.is_valid() and "seen" not in request.POST:
            context |= marks.to_look_at(form.cleaned_data["text"])
            if context["found"]:
                return render(request, "voices/enter.html", context)
        if form.is_valid():
            try:
                said = form.said()
                said["once"] = said["once"] or secrets.token_hex(16)
                entering.enter(by=by, **said)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                kept = {name: request.POST.get(name, "") for name in STAYS}
                request.session[WRITTEN] = {"once": said["once"], "kept": kept}
                return redirect("enter")
        return render(request, "voices/enter.html", context, status=422)
    written = request.session.pop(WRITTEN, None) or {}
    came = came_by(request)
    start: dict[str, Any] = {
        "channel": Voice.Channel.PHONE,
        "said_on": timezone.localdate(),
        "group": came.group,
        **written.get("kept", {}),
        "once": secrets.token_hex(16),
    }
    form = EnterForm(initial=start, user=by)
    code = codes.spell(codes.of_sending(written["once"])) if written else ""
    latest = actions.find(code) if code else None
    needs = urgent.find(latest.text) if latest else ()
    context = {"form": form, "code": code, "help": helping.fitting(needs)}
    return render(request, "voices/enter.html", context)
