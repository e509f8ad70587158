"""Pages of the look itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from .models import Municipality

FOREVER = "public, max-age=31536000, immutable"
YEAR = 365 * 24 * 60 * 60  # seconds


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the tokens and their measured contrast."""
    return render(request, "ui/components.html")


@require_GET
def theme_css(request: HttpRequest) -> HttpResponse:
    """The municipality's own colours; the address carries a version, so it is kept for ever."""
    site = Municipality.load(request_or_site=request)
    response = render(request, "ui/theme.css", {"site": site}, content_type="text/css")
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
    if code in dict(settings.LANGUAGES) and check_for_language(code):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
