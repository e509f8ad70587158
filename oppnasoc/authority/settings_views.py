"""``/installningar/``: the municipality's look, with a preview, and how it is reached."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oppnasoc.people.requests import signed_in
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale
from oppnasoc.ui import colour, palette
from oppnasoc.ui.models import MIN_CONTRAST, Municipality

from . import actions
from .forms import ContactForm, LookForm

HEX = re.compile(r"#?([0-9a-fA-F]{6})")
SHADES = (("light", "colour_light", colour.PAPER_LIGHT), ("dark", "colour_dark", colour.PAPER_DARK))


def shade(given: str, otherwise: str) -> str:
    """A colour as it was typed, or another when it is none."""
    found = HEX.fullmatch(given.strip())
    return f"#{found[1].lower()}" if found else otherwise


def readable(own: str, paper: str) -> dict[str, Any]:
    """How well a colour reads: ``ratio`` from 1 to 21, whether it passes, and the nearest that
    does."""
    ratio = colour.contrast(own, paper)
    passes = ratio >= MIN_CONTRAST
    nearest = own if passes else colour.passing(own, paper)
    return {"colour": own, "ratio": int(ratio * 100) / 100, "passes": passes, "nearest": nearest}


def sample(given: Any) -> dict[str, Any]:
    """What the preview shows of values that were typed; what is not typed is as it is now."""
    site = Municipality.load()
    own = {name: shade(given.get(name, ""), getattr(site, name)) for _s, name, _p in SHADES}
    words = {
        name: (given.get(name) or "").strip()[:80]
        for name in ("site_name", "name", "help_phone", "sender_name")
    }
    query = urlencode({"ljus": own["colour_light"], "mork": own["colour_dark"]})
    return {
        "shades": [
            {"scheme": scheme, "field": name, **readable(own[name], paper)}
            for scheme, name, paper in SHADES
        ],
        "words": words,
        "sheet": f"{reverse('look_css')}?{query}",
    }


@never_cache
@login_required
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """``/installningar/``: what an administrator can change."""
    require(request.user, "ui.change_municipality")
    return render(request, "authority/settings.html")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """``/installningar/utseende/``: 'Show' draws the preview, 'Save' changes the site."""
    by = signed_in(request)
    require(by, "ui.change_municipality")
    site = Municipality.load()
    sent = request.method == "POST"
    form = LookForm(request.POST if sent else None, request.FILES if sent else None, instance=site)
    showing = sent and "show" in request.POST
    if sent and not showing and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_look(
                Municipality.load(),
                given,
                by=by,
                logo=given.get("logo_file"),
                without_logo=bool(given.get("without_logo")),
            )
        except Stale:
            form.add_error(None, _("Somebody else changed it first. Look at the page again."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. Everybody sees it within a few seconds."))
            return redirect("look")
    if showing:
        form.is_valid()
    values = {name: str(form[name].value() or "") for name in form.fields if name != "logo_file"}
    context = {"form": form, **sample(values)}
    return render(
        request, "authority/look.html", context, status=422 if sent and not showing else 200
    )


@never_cache
@login_required
@require_safe
def look_sample(request: HttpRequest) -> HttpResponse:
    """The preview alone, for the script that asks for it while somebody types."""
    require(request.user, "ui.change_municipality")
    return render(request, "authority/_sample.html", sample(request.GET))


@never_cache
@login_required
@require_safe
def look_css(request: HttpRequest) -> HttpResponse:
    """``…/prov.css?ljus=%23245c45&mork=%238fd0ac``: the tokens of both schemes in the preview."""
    require(request.user, "ui.change_municipality")
    light, dark = palette.schemes()
    asked = (request.GET.get("ljus", ""), request.GET.get("mork", ""))
    tokens = {
        scheme: {**ours, **colour.theme(shade(given, ours["moss"]), paper)}
        for (scheme, _name, paper), ours, given in zip(SHADES, (light, dark), asked, strict=True)
    }
    return render(request, "authority/sample.css", {"schemes": tokens}, content_type="text/css")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def contact_settings(request: HttpRequest) -> HttpResponse:
    """``/installningar/kontakt/``: phones, addresses and hours."""
    by = signed_in(request)
    require(by, "ui.change_municipality")
    sent = request.method == "POST"
    form = ContactForm(request.POST if sent else None, instance=Municipality.load())
    if form.is_valid():
        try:
            actions.change_contact(Municipality.load(), form.cleaned_data, by=by)
        except Stale:
            form.add_error(None, _("Somebody else changed it first. Look at the page again."))
        else:
            messages.success(request, _("Saved. Everybody sees it within a few seconds."))
            return redirect("contact_settings")
    status = 422 if sent else 200
    return render(request, "authority/contact_settings.html", {"form": form}, status=status)
