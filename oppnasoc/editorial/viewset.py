"""How edited texts look under /redaktion/: a list for each noun, with drafts and history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Edited


class KeepsWhatWasPublic(ModelPermissionPolicy):  # type: ignore[misc]
    """A text that everybody could read is taken back, never deleted: its versions remain."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and instance.first_published_at is not None:
            return False
        allowed: bool = super().user_has_permission_for_instance(user, action, instance)
        return allowed


class EditedViewSet(SnippetViewSet):  # type: ignore[misc]
    """The list and the form of one noun. A room sets ``model``, ``menu_order`` and ``panels``."""

    model: type[Edited]
    add_to_admin_menu = True
    list_display = [
        "title",
        LiveStatusTagColumn(label=_("Status")),
        "last_published_at",
        UpdatedAtColumn(),
    ]
    list_filter = ["live"]
    search_fields = ["title"]
    search_backend_name = None
    ordering = ["-latest_revision__created_at"]
    copy_view_enabled = False
    inspect_view_enabled = False
    #: The fields between the summary and what every text ends with.
    own_panels: list[Panel] = []

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        return KeepsWhatWasPublic(self.model)

    def get_edit_handler(self) -> Any:
        panels = [*self.model.text_panels(), *self.own_panels, *self.model.last_panels()]
        return ObjectList(panels).bind_to_model(self.model)
