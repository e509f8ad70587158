"""Who may handle pictures in the editorial part."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy


class PicturesByRole(CollectionOwnershipPermissionPolicy):  # type: ignore[misc]
    """Who may handle pictures: asked of the rules, not of hand-made groups of users."""

    def _check_perm(self, user: Any, actions: list[str], collection: Any = None) -> bool:
        return any(user.has_perm(self._get_permission_name(action)) for action in actions)

    def _collections_with_perm(self, user: Any, actions: list[str]) -> Any:
        allowed = self._check_perm(user, actions)
        return Collection.objects.all() if allowed else Collection.objects.none()
