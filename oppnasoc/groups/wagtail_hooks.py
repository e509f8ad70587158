"""What editors tend under /redaktion/: themes, places and words. Groups are edited on the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

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
