"""What views need of a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from .models import User


def signed_in(request: HttpRequest) -> User:
    """The person who asks, as a row of her own that may be changed; one query.

    Raises PermissionDenied when nobody is signed in.
    """
    if request.user.pk is None:
        raise PermissionDenied
    return User.objects.get(pk=request.user.pk)


def own_path(given: str) -> str:
    """A path of this site as it was given, such as where to go afterwards; '' when it is none."""
    own = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if own else ""
