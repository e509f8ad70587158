"""What editors tend under /redaktion/: themes, places and words. Groups are edited on the site."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from oppnasoc.people.models import User
from oppnasoc.trail.actions import record

from .models import Place, Theme
from .words import RevealingWord


class ThemeViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    menu_order = 200
    add_to_admin_menu = True
    list_display = ["name", "description", "position"]
    ordering = ["position", "name"]
    panels = [FieldPanel(n) for n in ("name", "slug", "description", "position")]


class PlaceViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Place
    icon = "site"
    menu_label = _("Places")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "address"]
    panels = [FieldPanel(n) for n in ("name", "address", "directions")]


class RevealingWordViewSet(SnippetViewSet):  # type: ignore[misc]
    model = RevealingWord
    icon = "warning"
    menu_label = _("Words about health")
    menu_order = 220
    add_to_admin_menu = True
    panels = [FieldPanel("word")]


for viewset in (ThemeViewSet, PlaceViewSet, RevealingWordViewSet):
    register_snippet(viewset)


@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
def say_that_it_changed(request: HttpRequest, instance: Any) -> None:
    """Themes and places are saved by Wagtail and not by an action; here the trail hears of it.

    What is removed there leaves the search index with the daily round.
    """
    by = request.user if isinstance(request.user, User) else None
    with transaction.atomic():
        if isinstance(instance, Theme):
            record("groups.theme_edited", instance, by=by)
        elif isinstance(instance, Place):
            record("groups.place_edited", instance, by=by)
