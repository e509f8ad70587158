"""What differs for a visitor who is signed in. Anonymous pages are left alone."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from . import sessions

GetResponse = Callable[[HttpRequest], HttpResponse]


def signed_in(get_response: GetResponse) -> GetResponse:
    """Sign out a shared device that lies untouched, and keep a person's pages out of caches.

    Without a session cookie nobody is signed in, and the session is not even opened: a page for
    everybody gets no ``Vary: Cookie``. After signing out the Back button shows nothing, as no
    page was kept; the browser is told to forget the drafts and copies that it has.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if known and sessions.has_gone_idle(request):
            logout(request)
            text = _("You were away for a while, so we signed you out. Nobody else can go on here.")
            messages.info(request, text)
        response = get_response(request)
        if known or _just_signed_in(request):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        if known and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return respond


def _just_signed_in(request: HttpRequest) -> bool:
    user = request.__dict__.get("_cached_user")
    return user is not None and user.is_authenticated
