"""Meetings and minutes are news of their group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from oppnasoc.following.subjects import Target, belongs, tells_of
from oppnasoc.trail.models import Entry

from .models import Meeting, Minutes


@belongs("meetings.Meeting")
def of_meetings(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Meeting.objects.filter(pk__in={entry.about_id for entry in entries})
    group = dict(rows.values_list("pk", "group"))
    return {e.pk: [("party", group[e.about_id])] for e in entries if e.about_id in group}


@belongs("meetings.Minutes")
def of_minutes(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Minutes.objects.filter(pk__in={entry.about_id for entry in entries})
    group = dict(rows.values_list("pk", "meeting__group"))
    return {e.pk: [("party", group[e.about_id])] for e in entries if e.about_id in group}


@tells_of("party")
def about_meetings(key: int) -> Q:
    held = Meeting.objects.filter(group=key).order_by().values("pk")
    written = Minutes.objects.filter(meeting__group=key).order_by().values("pk")
    return Q(about_type="meetings.meeting", about_id__in=held) | Q(
        about_type="meetings.minutes", about_id__in=written
    )
