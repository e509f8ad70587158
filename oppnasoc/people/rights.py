"""One door for every check of a right: actions call ``require``, templates ``{% may %}``.

Each app says in its ``rules.py`` who may, one line for each right::

    @rule
    def facilitates(user, group): ...

    grant("groups.edit_group", facilitates | is_editor)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from rules import permissions
from rules.predicates import Predicate

if TYPE_CHECKING:
    from .models import User

Somebody: TypeAlias = "User | AnonymousUser | None"

_binding: list[Predicate] = []


def rule(test: Callable[..., bool]) -> Predicate:
    """Make a test of (user) or (user, thing) that joins others by ``|``, ``&`` and ``~``.

    The thing may be ``None``, when a right is asked for in general.
    """
    return Predicate(test)


def grant(permission: str, who: Predicate) -> None:
    """Declare who has a right. Raises KeyError when it is already declared."""
    permissions.add_perm(permission, who)  # type: ignore[no-untyped-call]


def bind_second_factor(who: Predicate) -> None:
    """Declare people whose passkey or authenticator is asked for at every sign-in."""
    _binding.append(who)


def second_factor_binds(user: Any) -> bool:
    """Whether any app says that this person may not sign in by a code or password alone."""
    return any(who.test(user) for who in _binding)


def may(by: Somebody, permission: str, thing: Model | None = None) -> bool:
    """Whether ``by`` (``None`` is the system or an anonymous visitor) has the permission."""
    return (by or AnonymousUser()).has_perm(permission, thing)


def require(by: Somebody, permission: str, thing: Model | None = None) -> None:
    """Stop with PermissionDenied unless ``by`` has the permission."""
    if not may(by, permission, thing):
        raise PermissionDenied(permission)
