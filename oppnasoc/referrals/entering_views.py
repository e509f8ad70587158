"""The page where whoever asks writes down what somebody answered on paper, by phone or so."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oppnasoc.people.requests import signed_in

from . import entering
from .concluding import silent
from .forms import EnterForm
from .tending import put, tended
from .views import answer_page, asked_paragraphs, show_receipt


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """``/tyck-till/7/skriv-in/?fran=12``: for one who is asked, or for a person, who gets a code
    to be handed on."""
    found = tended(request, pk)
    if not found.is_open:
        messages.info(request, _("It takes no more answers."))
        return redirect(found)
    start = {"party": request.GET.get("fran"), "once": secrets.token_hex(16)}
    given: dict[str, Any] = {
        "paragraphs": asked_paragraphs(found),
        "silent": silent(found),
        "anyone": found.anyone,
        "initial": start,
    }
    form = EnterForm(request.POST if request.method == "POST" else None, **given)
    if form.is_valid():
        try:
            response, code = entering.enter(found, by=signed_in(request), **form.said())
        except ValidationError as error:
            put(form, error)
        else:
            if code:
                return show_receipt(request, response, code, entered=True)
            messages.success(request, _("The answer is written down, and everybody can read it."))
            return redirect(found)
    return answer_page(request, found, form, status=422 if form.is_bound else 200, entering=True)
