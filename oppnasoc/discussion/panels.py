"""What talks show on other pages: the latest on a matter, and where else a group talks."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.groups.models import Group
from oppnasoc.matters.models import Matter
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import panel

from .models import GroupTalk
from .reading import ON_A_PANEL, latest, together


@panel("matters.matter", order=60, queries=1)
def beside_a_matter(request: HttpRequest, matter: Matter) -> str:
    """The latest that people wrote, with answers. Writing is done on a page of its own, so that
    the page of a matter needs no cookie."""
    found = latest(matter=matter.pk)
    if not found and (matter.quick or matter.merged_into_id):
        return ""
    context = {
        "pieces": together(found[:ON_A_PANEL]),
        "more": len(found) > ON_A_PANEL,
        "matter": matter,
    }
    return render_to_string("discussion/_panel.html", context, request)


@panel("groups.group", order=50, queries=1)
def elsewhere(request: HttpRequest, group: Group) -> str:
    """Where else the group talks; the way to change that for those who lead it."""
    may_change = may(request.user, "discussion.set_up", group)
    talk = GroupTalk.objects.filter(group=group).first()
    if not may_change and (talk is None or not talk.link_elsewhere):
        return ""
    context = {"group": group, "talk": talk, "may_change": may_change}
    return render_to_string("discussion/_group.html", context, request)
