"""Posts under /redaktion/."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from oppnasoc.editorial.viewset import EditedViewSet

from .models import Post


class PostViewSet(EditedViewSet):
    model = Post
    icon = "doc-full"
    menu_label = _("News")
    menu_order = 100
    own_panels = [
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], _("Picture")),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("group"), FieldPanel("theme")], _("Belongs to")),
        InlinePanel(
            "links", panels=[FieldPanel("address")], heading=_("What it is about"), label=_("page")
        ),
    ]


register_snippet(PostViewSet)
