"""Posts under /redaktion/."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from oppnasoc.editorial.viewset import EditedViewSet
from oppnasoc.people.rights import may

from .actions import RIGHT
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


class ForThoseWhoWrite(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, RIGHT)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def the_letters() -> MenuItem:
    url = reverse("newsletters", urlconf="config.urls")
    return ForThoseWhoWrite(_("Newsletters"), url, icon_name="mail", order=101)
