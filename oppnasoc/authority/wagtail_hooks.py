"""The statement and the easy page under /redaktion/, and the way to the municipality's settings."""

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

from .models import EasyPage, Statement


class StatementViewSet(EditedViewSet):
    model = Statement
    icon = "circle-check"
    menu_label = _("Accessibility")
    menu_order = 800
    list_display = ["title", "compliance", "assessed_on", "last_published_at"]
    own_panels = [
        FieldPanel("compliance"),
        InlinePanel("barriers", heading=_("Faults that we know of"), label=_("Fault")),
        MultiFieldPanel(
            [FieldPanel("assessed_on"), FieldPanel("method"), FieldPanel("how")], _("The test")
        ),
        MultiFieldPanel(
            [FieldPanel("burden"), FieldPanel("exceptions")], _("What the law lets us leave")
        ),
        FieldPanel("body"),
    ]


class EasyPageViewSet(EditedViewSet):
    model = EasyPage
    icon = "openquote"
    menu_label = _("Easy to read")
    menu_order = 810
    own_panels = [FieldPanel("body")]


register_snippet(StatementViewSet)
register_snippet(EasyPageViewSet)


class ForAdministrators(MenuItem):  # type: ignore[misc]
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "ui.change_municipality")


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def the_municipality() -> MenuItem:
    url = reverse("settings", urlconf="config.urls")
    return ForAdministrators(_("The municipality"), url, icon_name="home", order=900)
