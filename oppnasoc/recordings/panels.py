"""What recordings show on the pages of meetings and groups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string

from oppnasoc.groups.models import Group
from oppnasoc.meetings.models import Meeting
from oppnasoc.ui.kept import kept
from oppnasoc.ui.registry import panel

from .models import Recording

ON_A_PANEL = 3


@dataclass(frozen=True)
class Heard:
    """A published recording, as a panel names it."""

    title: str
    url: str
    on: date


@dataclass(frozen=True)
class Everything:
    """What is published, the latest first, by the keys of meetings and of groups."""

    meetings: dict[int, list[Heard]]
    groups: dict[int, list[Heard]]


@kept
def published() -> Everything:
    """One query once a minute."""
    found = Everything(defaultdict(list), defaultdict(list))
    for one in Recording.objects.published():
        heard = Heard(one.title, one.get_absolute_url(), one.recorded_on)
        if one.meeting_id is not None:
            found.meetings[one.meeting_id].append(heard)
        if one.group_id is not None:
            found.groups[one.group_id].append(heard)
    return found


def _panel(request: HttpRequest, rows: list[Heard]) -> str:
    if not rows:
        return ""
    context = {"rows": rows[:ON_A_PANEL], "more": len(rows) > ON_A_PANEL}
    return render_to_string("recordings/_panel.html", context, request)


@panel("meetings.meeting", order=10, queries=1)
def of_a_meeting(request: HttpRequest, meeting: Meeting) -> str:
    return _panel(request, published().meetings.get(meeting.pk, []))


@panel("groups.group", order=14, queries=1)
def of_a_group(request: HttpRequest, group: Group) -> str:
    return _panel(request, published().groups.get(group.pk, []))
