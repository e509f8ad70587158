"""The guide under /redaktion/."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from oppnasoc.editorial.viewset import EditedViewSet
from oppnasoc.people.models import User
from oppnasoc.trail.actions import record

from .models import FirstTime, Help, Process, Situation, Tip

STEP = [
    FieldPanel("title"),
    FieldPanel("by_you"),
    FieldPanel("what"),
    FieldRowPanel([FieldPanel("who"), FieldPanel("who_words")]),
    FieldRowPanel([FieldPanel("place"), FieldPanel("place_words")]),
    FieldRowPanel([FieldPanel("days_least"), FieldPanel("days_most")]),
    FieldPanel("you_can"),
    FieldPanel("rights"),
]


class ProcessViewSet(EditedViewSet):
    model = Process
    icon = "list-ol"
    menu_label = _("How we do")
    menu_order = 110
    own_panels = [
        FieldPanel("for_whom"),
        MultiFieldPanel(
            [FieldPanel("owner"), FieldPanel("theme"), FieldPanel("situations")], _("Belongs to")
        ),
        InlinePanel("steps", label=_("step"), heading=_("Steps in their order"), panels=STEP),
        FieldPanel("papers"),
        FieldPanel("laws"),
        FieldPanel("body"),
        FieldPanel("related"),
    ]


class HelpViewSet(EditedViewSet):
    model = Help
    icon = "help"
    menu_label = _("Help that exists")
    menu_order = 111
    own_panels = [
        FieldPanel("situations"),
        MultiFieldPanel(
            [FieldPanel("giver"), FieldPanel("party"), FieldPanel("giver_words")],
            _("Who gives it"),
        ),
        FieldPanel("for_whom"),
        FieldPanel("how"),
        MultiFieldPanel(
            [FieldPanel(n) for n in ("cost", "phone", "open_when", "place", "accessible", "link")],
            _("Good to know"),
        ),
        FieldPanel("theme"),
        FieldPanel("body"),
    ]


class FirstTimeViewSet(EditedViewSet):
    model = FirstTime
    icon = "user"
    menu_label = _("The first time")
    menu_order = 112
    own_panels = [
        FieldPanel("situation"),
        FieldPanel("whom_you_meet"),
        FieldPanel("what_happens"),
        FieldPanel("how_long"),
        FieldPanel("rights"),
        FieldPanel("who_along"),
        FieldPanel("to_say"),
        FieldPanel("written_by"),
        FieldPanel("body"),
    ]


class TipViewSet(EditedViewSet):
    model = Tip
    icon = "pick"
    menu_label = _("Tips")
    menu_order = 113
    own_panels = [
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], _("Source")),
        FieldPanel("theme"),
        FieldPanel("body"),
    ]


class SituationViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Situation
    icon = "tag"
    menu_label = _("Situations")
    menu_order = 205
    add_to_admin_menu = True
    list_display = ["title", "urgent", "position"]
    ordering = ["position", "title"]
    panels = [FieldPanel(n) for n in ("title", "position", "urgent")]


for viewset in (ProcessViewSet, HelpViewSet, FirstTimeViewSet, TipViewSet, SituationViewSet):
    register_snippet(viewset)


@hooks.register("after_create_snippet")  # type: ignore[untyped-decorator]
@hooks.register("after_edit_snippet")  # type: ignore[untyped-decorator]
def say_that_it_changed(request: HttpRequest, instance: Any) -> None:
    """Situations are saved by Wagtail and not by an action; here the trail hears of it."""
    if isinstance(instance, Situation):
        by = request.user if isinstance(request.user, User) else None
        with transaction.atomic():
            record("guide.situation_saved", instance, by=by)
