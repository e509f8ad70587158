"""What meetings show on other pages: a group's meetings, and where a voice was heard."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oppnasoc.groups.history import Met
from oppnasoc.groups.models import Group
from oppnasoc.trail.models import Entry
from oppnasoc.ui.html import fill
from oppnasoc.ui.parts import Origin
from oppnasoc.ui.prepared import prepared
from oppnasoc.ui.registry import panel, tells
from oppnasoc.ui.templatetags.ui import clock
from oppnasoc.voices.noticeboard import Coming

from .models import Heard, Meeting, Minutes

ON_A_PANEL = 4


@panel("groups.group", order=10, queries=2)
def of_the_group(request: HttpRequest, group: Group) -> str:
    """The next meeting and the latest minutes."""
    today = timezone.localdate()
    coming = Meeting.objects.filter(
        group=group, status=Meeting.Status.PLANNED, held_on__gte=today
    ).select_related("place")
    held = (
        Minutes.objects.visible_to(request.user)
        .filter(meeting__group=group)
        .select_related("meeting")
        .defer("original")
        .order_by("-meeting__held_on")
    )
    listed = list(held[: ON_A_PANEL + 1])
    context = {
        "coming": list(coming.order_by("held_on")[:1]),
        "held": listed[:ON_A_PANEL],
        "more": len(listed) > ON_A_PANEL,
        "group": group,
    }
    if not context["coming"] and not context["held"]:
        return ""
    return render_to_string("meetings/_panel.html", context, request)


@panel("groups.group", order=5, queries=0)
def since_last(request: HttpRequest, group: Group) -> str:
    """The way to the sheet that opens a meeting."""
    text = _("Since last time: this is how far it has come")
    url = reverse("since_last", args=[group.slug])
    return fill('<p><a class="link" href="{}">{}</a></p>', url, text)


@tells("groups.met")
def met(ids: list[int]) -> dict[int, Met]:
    """How often each group has met with published minutes."""
    held = Minutes.objects.published().filter(meeting__group__in=ids).order_by()
    counted = held.values_list("meeting__group").annotate(
        Count("pk"), Min("meeting__held_on"), Max("meeting__held_on")
    )
    return {group: Met(times, first, latest) for group, times, first, latest in counted}


@tells("groups.next_meeting")
def next_meeting(ids: list[int]) -> dict[int, Meeting]:
    """The next planned meeting of each group."""
    coming = Meeting.objects.filter(
        group__in=ids, status=Meeting.Status.PLANNED, held_on__gte=timezone.localdate()
    ).order_by("-held_on")
    return {meeting.group_id: meeting for meeting in coming}


@tells("noticeboard.coming")
def coming_on(ids: list[int], *, on: date) -> dict[int, Coming]:
    """The next meeting of each group as it was planned by the end of a day; two queries."""
    planned = Meeting.objects.filter(group__in=ids, held_on__gte=on).select_related("place")
    listed = list(planned.exclude(status=Meeting.Status.CANCELLED).order_by("-held_on", "-pk"))
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    later = Entry.objects.filter(
        kind="meetings.planned",
        about_type="meetings.meeting",
        about_id__in=[meeting.pk for meeting in listed],
        at__gte=end,
    )
    unknown = set(later.values_list("about_id", flat=True))
    return {
        meeting.group_id: Coming(meeting.held_on, in_words(meeting))
        for meeting in listed
        if meeting.pk not in unknown
    }


def in_words(meeting: Meeting) -> str:
    """When and where, as it stands on a noticeboard."""
    parts = [capfirst(date_format(meeting.held_on, "l j F"))]
    if meeting.starts_at:
        parts[0] += " " + pgettext("clock", "at") + " " + clock(meeting.starts_at)
    if meeting.place:
        parts.append(", ".join(p for p in (meeting.place.name, meeting.place.address) if p))
    return ", ".join(parts)


@prepared
def heard_at(voices: list[int]) -> QuerySet[Heard]:
    """Where voices were heard, in minutes that are published."""
    minutes = "point__minutes"
    return (
        Heard.objects.filter(voice__in=voices, point__minutes__status=Minutes.Status.PUBLISHED)
        .select_related(f"{minutes}__meeting__group")
        .only(
            "voice",
            "point__key",
            f"{minutes}__status",
            f"{minutes}__meeting__title",
            f"{minutes}__meeting__held_on",
            f"{minutes}__meeting__group__name",
        )
    )


@tells("voices.origin")
def origin(ids: list[int]) -> dict[int, Origin]:
    """The meeting at which each voice was heard, with a link to the point."""
    if not ids:
        return {}
    found = {}
    for one in heard_at(voices=ids):
        meeting = one.point.minutes.meeting
        text = fill(
            '<a href="{}#{}">{}</a>',
            meeting.get_absolute_url(),
            one.point.key,
            _("the meeting of %(group)s") % {"group": meeting.group},
        )
        found[one.voice_id] = Origin(text, str(meeting.group), meeting.held_on, one.point)
    return found
