"""A small and calm editorial part: only what is in use is in the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.ui.components import Component

#: Menu items of Wagtail that have nothing to show here: no page tree, no reports, no help.
UNUSED = {"explorer", "reports", "help", "snippets"}
SITE = "site"


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def leave_out_the_unused(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def back_to_the_site() -> MenuItem:
    return MenuItem(_("To the site"), "/", icon_name="view", name=SITE, order=20000)


class WhatYouMayEdit(Component):  # type: ignore[misc]
    """The first page: the same as the menu, in words."""

    name = "what-you-may-edit"
    template_name = "people/editorial_home.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {"items": sorted(_lines(request), key=lambda item: item.order)}


def _lines(request: HttpRequest) -> Iterator[MenuItem]:
    """Every line of the menu that leads somewhere in the editorial part, folded ones unfolded."""
    for item in admin_menu.menu_items_for_request(request):
        if isinstance(item, SubmenuMenuItem):
            yield from item.menu.menu_items_for_request(request)
        elif item.name != SITE:
            yield item


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def only_our_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [WhatYouMayEdit()]


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]
def no_summary(request: HttpRequest, items: list[Component]) -> None:
    items.clear()


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def our_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("people/editorial.css"))
