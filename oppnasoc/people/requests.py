"""What views need of a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from .models import User


def signed_in(request: HttpRequest) -> User:
    """The person who asks, as a row of her own that may be changed; one query.

    Raises PermissionDenied when nobody is signed in.
    """
    if request.user.pk is None:
        raise PermissionDenied
    return User.objects.get(pk=request.user.pk)
