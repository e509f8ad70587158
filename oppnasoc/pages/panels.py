"""What the group tells in its own words, on its page."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.people.rights import may
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import panel

from .approving import TAKE_BACK, TELL
from .models import Telling
from .telling import told_since


@prepared
def latest_of(group: int) -> QuerySet[Telling]:
    return Telling.objects.shown().filter(group=group).order_by("-quarter")[:1]


@panel("groups.group", order=24, queries=1)
def in_own_words(request: HttpRequest, group: Group) -> str:
    """The latest that the group approved; the way to it for those who lead the group."""
    since = told_since(timezone.localdate())
    telling = next((each for each in latest_of(group=group.pk) if each.quarter >= since), None)
    may_tell = may(request.user, TELL, group)
    tends = may_tell or (telling is not None and may(request.user, TAKE_BACK, group))
    if telling is None and not may_tell:
        return ""
    context = {"group": group, "telling": telling, "tends": tends, "may_tell": may_tell}
    return render_to_string("pages/_own_words.html", context, request)
