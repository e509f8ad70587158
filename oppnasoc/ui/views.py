"""Pages of the look itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import colour, examples, palette
from .models import Municipality

FOREVER = "public, max-age=31536000, immutable"
YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the tokens and their measured contrast."""
    light, dark = palette.schemes()
    names = [(name, light[name], dark[name]) for name in light]
    context = examples.content() | {"colours": names, "pairs": palette.measured()}
    return render(request, "ui/components.html", context)


@require_safe
def theme_css(request: HttpRequest) -> HttpResponse:
    """The municipality's own colours; the address carries a version, so it is kept for ever."""
    site = Municipality.load(request_or_site=request)
    light = colour.theme(site.colour_light, colour.PAPER_LIGHT)
    dark = colour.theme(site.colour_dark, colour.PAPER_DARK)
    response = render(
        request, "ui/theme.css", {"light": light, "dark": dark}, content_type="text/css"
    )
    response["Cache-Control"] = FOREVER
    return response


@csrf_exempt  # Reading pages carry no token, and all one can forge is the language of a page.
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to where the visitor was."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=YEAR,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
    return response
