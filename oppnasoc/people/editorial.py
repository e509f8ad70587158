"""The editorial part under /redaktion/: our sign-in in front of Wagtail."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .rights import may

View = Callable[..., HttpResponse]

#: Wagtail's addresses for what we do our own way: signing in and out, and one's own account.
REPLACED = {"login/", "logout/", "password_reset/", "account/"}


def editors_only(view: View) -> View:
    """A visitor comes to our door; for somebody signed in without a task there is nothing: 404."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may(request.user, "wagtailadmin.access_admin"):
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    return opened


def login(request: HttpRequest) -> HttpResponse:
    """Our own door, and back here afterwards."""
    query = urlencode({"next": settings.EDITORIAL_PATH})
    return redirect(f"{reverse('account_login')}?{query}")


def account(request: HttpRequest) -> HttpResponse:
    """Our own page: Wagtail's asks for names that nobody here has."""
    return redirect("account")


urlpatterns = [
    path("account/", editors_only(account), name="wagtailadmin_account"),
    path("login/", login, name="wagtailadmin_login"),
    path("logout/", editors_only(logout), name="wagtailadmin_logout"),
    *decorate_urlpatterns(
        [p for p in wagtailadmin_urls.urlpatterns if str(p.pattern) not in REPLACED], editors_only
    ),
]
