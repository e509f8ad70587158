"""Who a session belongs to. What she may do is said by rules alone."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from oppnasoc.ui.prepared import prepared

from .models import User


@prepared
def person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


class SignIn(AuthenticationBackend):  # type: ignore[misc]
    """Signs in by address and password, and loads the person of a session.

    It gives no rights: Django's tables of permissions and groups stay empty here, so asking
    them would cost two queries for each signed-in request and could only contradict the rules.
    """

    def get_user(self, user_id: int | str) -> Any:
        """The person of a session, as asked for at every request of hers."""
        found = [user for user in person(pk=int(user_id)) if self.user_can_authenticate(user)]
        return found[0] if found else None

    def has_perm(self, user: Any, permission: str, thing: Any = None) -> bool:
        return False

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user: Any, thing: Any = None) -> set[str]:
        return set()

    def get_user_permissions(self, user: Any, thing: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user: Any, thing: Any = None) -> set[str]:
        return set()
