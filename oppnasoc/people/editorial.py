"""The editorial part under /redaktion/: our sign-in in front of Wagtail."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .rights import may

View = Callable[..., HttpResponse]

#: Wagtail's addresses for what we do our own way: its password form and its signing out.
REPLACED = {"login/", "logout/", "password_reset/"}


def editors_only(view: View) -> View:
    """For somebody signed in without a task there is nothing here: 404, not a second sign-in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not may(request.user, "wagtailadmin.access_admin"):
            raise Http404
        return view(request, *args, **kwargs)

    return opened


def login(request: HttpRequest) -> HttpResponse:
    """Our own door, and back here afterwards."""
    query = urlencode({"next": reverse("wagtailadmin_home")})
    return redirect(f"{reverse('account_login')}?{query}")


urlpatterns = decorate_urlpatterns(
    [
        path("login/", login, name="wagtailadmin_login"),
        path("logout/", logout, name="wagtailadmin_logout"),
        *[p for p in wagtailadmin_urls.urlpatterns if str(p.pattern) not in REPLACED],
    ],
    editors_only,
)
