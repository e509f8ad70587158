"""Which key figures and which municipalities, and what is written about them, under /redaktion/."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from oppnasoc.people.models import User
from oppnasoc.trail.actions import record

from .models import KeyFigure, Peer

WORDS = ("title", "meaning", "cannot_say", "unit", "decimals", "better")
PLACE = ("theme", "position", "shown")


class KeyFigureViewSet(SnippetViewSet):  # type: ignore[misc]
    model = KeyFigure
    icon = "table"
    menu_label = _("Key figures")
    menu_order = 230
    add_to_admin_menu = True
    list_display = [
        "title",
        "kpi",
        DateColumn("fetched_at", label=_("Fetched from there")),
        Column("get_fault_display", label=_("What is wrong with it")),
    ]
    panels = [
        FieldPanel("kpi"),
        *(FieldPanel(name) for name in WORDS),
        MultiFieldPanel([FieldPanel("comment"), FieldPanel("comment_on")], _("our comment")),
        *(FieldPanel(name) for name in PLACE),
    ]


class PeerViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Peer
    icon = "site"
    menu_label = _("Other municipalities")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "code", "is_own"]
    panels = [FieldPanel(name) for name in ("code", "name", "is_own")]


for viewset in (KeyFigureViewSet, PeerViewSet):
    register_snippet(viewset)


@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
def say_that_it_changed(request: HttpRequest, instance: Any) -> None:
    """They are saved by Wagtail and not by an action; here the trail hears of it."""
    by = request.user if isinstance(request.user, User) else None
    with transaction.atomic():
        if isinstance(instance, KeyFigure):
            record("comparison.figure_saved", instance, by=by, figure=instance)
        elif isinstance(instance, Peer):
            record("comparison.peer_saved", instance, by=by)
