"""Meetings and their minutes, as everybody reads them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from oppnasoc.matters.models import Ground, Matter
from oppnasoc.matters.sentences import chip
from oppnasoc.matters.views import page_number
from oppnasoc.voices.models import Voice

from .models import Heard, Meeting, Minutes

PAGE = 20
LINK = re.compile(r"(https?://[^\s<>\"]{4,300}[^\s<>\".,;:!?)\]])")


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Coming meetings and published minutes, twenty at a time."""
    page = page_number(request)
    start = (page - 1) * PAGE
    found = (
        Minutes.objects.visible_to(request.user)
        .select_related("meeting__group")
        .annotate(raised=Count("points", filter=Q(points__outcome="matter")))
        .defer("original")
        .order_by("-meeting__held_on", "-id")
    )
    held = list(found[start : start + PAGE + 1])
    coming = (
        Meeting.objects.filter(status=Meeting.Status.PLANNED, held_on__gte=timezone.localdate())
        .select_related("group", "place")
        .order_by("held_on", "starts_at")[:10]
    )
    context = {
        "held": held[:PAGE],
        "coming": coming,
        "previous": page - 1,
        "next": page + 1 if len(held) > PAGE else None,
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One meeting with its minutes; each point has an anchor and shows what it became."""
    found = get_object_or_404(Meeting.objects.select_related("group", "place"), pk=pk)
    minutes = (
        Minutes.objects.visible_to(request.user).defer("original").filter(meeting=found).first()
    )
    if minutes is None and found.status == Meeting.Status.HELD:
        raise Http404
    if slug != found.slug:
        return redirect(found)
    context: dict[str, Any] = {"meeting": found, "minutes": minutes}
    if minutes is not None:
        context |= shown(request, found, minutes)
    return render(request, "meetings/meeting.html", context)


def shown(request: HttpRequest, meeting: Meeting, minutes: Minutes) -> dict[str, Any]:
    """Points with their matters and other meetings; five queries whatever the length."""
    visible = Matter.objects.visible_to(request.user)
    grounds = Ground.objects.filter(
        voice__heard__point__minutes=minutes,
        voice__visibility=Voice.Visibility.PUBLIC,
        matter__in=visible,
    ).select_related("matter", "voice__heard")
    became = {ground.voice.heard.point_id: ground.matter for ground in grounds}
    also = other_meetings({m.pk for m in became.values()}, meeting)
    points = [
        {
            "point": point,
            "html": linked(point.text),
            "matter": (matter := became.get(point.pk)),
            "also": also.get(matter.pk, []) if matter else [],
        }
        for point in minutes.points.all()
    ]
    matters = {m.pk: m for m in became.values()}
    return {
        "points": points,
        "attendees": list(minutes.attendees.all()),
        "matters": [{"matter": m, "chip": chip(m)} for m in matters.values()],
    }


def other_meetings(matters: set[int], meeting: Meeting) -> dict[int, list[Meeting]]:
    """For each matter the other meetings at which it was taken up, the first one first."""
    heard = (
        Heard.objects.filter(voice__grounds__matter__in=matters)
        .filter(point__minutes__status=Minutes.Status.PUBLISHED)
        .exclude(point__minutes__meeting=meeting)
        .order_by("point__minutes__meeting__held_on")
        .values_list("voice__grounds__matter", "point__minutes__meeting")
        if matters
        else []
    )
    pairs = list(dict.fromkeys(heard))
    meetings = Meeting.objects.in_bulk({pk for _matter, pk in pairs}) if pairs else {}
    found: dict[int, list[Meeting]] = defaultdict(list)
    for matter, pk in pairs:
        found[matter].append(meetings[pk])
    return found


def linked(text: str) -> str:
    """The text with its web addresses as links, safe HTML."""
    parts = LINK.split(text)
    return format_html_join(
        "", "{}", ((part,) if n % 2 == 0 else (_link(part),) for n, part in enumerate(parts))
    )


def _link(url: str) -> str:
    return format_html_join("", '<a href="{}" rel="nofollow">{}</a>', [(url, url)])
