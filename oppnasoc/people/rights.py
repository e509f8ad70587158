"""One door for every check of a right: actions call ``require``, templates ``{% may %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from .models import User

Somebody: TypeAlias = "User | AnonymousUser | None"


def may(by: Somebody, permission: str, thing: object = None) -> bool:
    """Whether ``by`` (``None`` is the system or an anonymous visitor) has the permission."""
    return (by or AnonymousUser()).has_perm(permission, thing)


def require(by: Somebody, permission: str, thing: object = None) -> None:
    """Stop with PermissionDenied unless ``by`` has the permission."""
    if not may(by, permission, thing):
        raise PermissionDenied(permission)
