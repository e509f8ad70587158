"""What news show on other pages: a group's latest posts."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.groups.models import Group
from oppnasoc.ui.registry import panel

from . import talking as talking  # Who keeps a talk is declared there.
from .reading import latest_of


@panel("groups.group", order=11, queries=1)
def of_the_group(request: HttpRequest, group: Group) -> str:
    """The three latest posts of the group; nothing while it has none."""
    found = latest_of(group=group.pk)
    if not found:
        return ""
    return render_to_string("news/_group.html", {"posts": found, "group": group}, request)
