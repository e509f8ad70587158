"""Meetings and their minutes, as everybody reads them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.views.decorators.http import require_safe

from oppnasoc.matters.models import Ground, Matter
from oppnasoc.matters.sentences import chip
from oppnasoc.matters.views import page_number
from oppnasoc.people.rights import may
from oppnasoc.ui.prepared import prepared
from oppnasoc.voices.models import Voice

from .models import Attendee, Meeting, Minutes, Point

PAGE = 20
MINUTES = "voice__heard__point__minutes"  # from a ground to the minutes it stands in
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
    sees_withdrawn = may(request.user, "meetings.see_withdrawn")
    minutes = next(iter(minutes_of(meeting=found.pk, sees_withdrawn=sees_withdrawn)), None)
    if minutes is None and found.status == Meeting.Status.HELD:
        raise Http404
    if slug != found.slug:
        return redirect(found)
    context: dict[str, Any] = {"meeting": found, "minutes": minutes}
    if minutes is not None:
        context |= shown(request, found, minutes)
    return render(request, "meetings/meeting.html", context)


@prepared
def minutes_of(meeting: int, sees_withdrawn: bool) -> QuerySet[Minutes]:
    seen = Minutes.objects.all() if sees_withdrawn else Minutes.objects.published()
    return seen.filter(meeting=meeting).defer("original")


@prepared
def points_of(minutes: int) -> QuerySet[Point]:
    return Point.objects.filter(minutes=minutes)


@prepared
def attendees_of(minutes: int) -> QuerySet[Attendee]:
    return Attendee.objects.filter(minutes=minutes)


@prepared
def raised_in(minutes: int, sees_hidden: bool) -> QuerySet[Ground]:
    """What the points of the minutes became."""
    raised = Ground.objects.filter(
        voice__heard__point__minutes=minutes, voice__visibility=Voice.Visibility.PUBLIC
    ).select_related("matter", "voice__heard")
    return raised if sees_hidden else raised.filter(matter__visibility=Matter.Visibility.PUBLIC)


@prepared
def taken_up(matters: list[int], besides: int) -> QuerySet[Ground]:
    """Where matters were taken up besides one meeting, the first time first."""
    return (
        Ground.objects.filter(matter__in=matters, **{f"{MINUTES}__status": "published"})
        .exclude(**{f"{MINUTES}__meeting": besides})
        .select_related(f"{MINUTES}__meeting")
        .only("matter", f"{MINUTES}__meeting__title", f"{MINUTES}__meeting__held_on")
        .order_by(f"{MINUTES}__meeting__held_on")
    )


@dataclass(frozen=True)
class Shown:
    """A point as the page shows it: its text as safe HTML, and what became of it."""

    key: str
    kind: str
    classes: str
    html: str
    outcome: str
    answer: str
    matter: Matter | None
    also: list[Meeting]

    @property
    def is_marked(self) -> bool:
        return self.outcome != Point.Outcome.MINUTES or self.matter is not None


def shown(request: HttpRequest, meeting: Meeting, minutes: Minutes) -> dict[str, Any]:
    """Points with their matters and other meetings; four queries whatever the length."""
    sees_hidden = may(request.user, "matters.see_hidden")
    grounds = raised_in(minutes=minutes.pk, sees_hidden=sees_hidden)
    became = {ground.voice.heard.point_id: ground.matter for ground in grounds}
    matters = {matter.pk: matter for matter in became.values()}
    also = other_meetings(list(matters), meeting)
    return {
        "points": [
            as_shown(point, matter := became.get(point.pk), also[matter.pk] if matter else [])
            for point in points_of(minutes=minutes.pk)
        ],
        "attendees": attendees_of(minutes=minutes.pk),
        "matters": [{"matter": m, "chip": chip(m)} for m in matters.values()],
    }


def as_shown(point: Point, matter: Matter | None, also: list[Meeting]) -> Shown:
    marked = "" if point.outcome == Point.Outcome.MINUTES else " marked"
    classes = f"{point.kind} lv{point.level}{marked}"
    html = linked(point.text)
    return Shown(point.key, point.kind, classes, html, point.outcome, point.answer, matter, also)


def other_meetings(matters: list[int], meeting: Meeting) -> dict[int, list[Meeting]]:
    """For each matter the other meetings at which it was taken up, the first one first."""
    found: dict[int, dict[int, Meeting]] = defaultdict(dict)
    for ground in taken_up(matters=matters, besides=meeting.pk):
        other = ground.voice.heard.point.minutes.meeting
        found[ground.matter_id][other.pk] = other
    return defaultdict(list, {pk: list(others.values()) for pk, others in found.items()})


def linked(text: str) -> str:
    """The text with its web addresses as links, safe HTML."""
    if "://" not in text:
        return escape(text)
    parts = LINK.split(text)
    return format_html_join(
        "", "{}", ((part,) if n % 2 == 0 else (_link(part),) for n, part in enumerate(parts))
    )


def _link(url: str) -> str:
    return format_html_join("", '<a href="{}" rel="nofollow">{}</a>', [(url, url)])
