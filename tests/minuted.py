"""A meeting and its minutes, as short as they can be."""

from __future__ import annotations

from datetime import date

from oppnasoc.groups.models import Group
from oppnasoc.meetings.actions import digest
from oppnasoc.meetings.models import Attendee, Heard, Meeting, Minutes, Point
from oppnasoc.voices.models import Voice


def make_meeting(group: Group, title: str, held_on: date, status: str) -> Meeting:
    return Meeting.objects.create(group=group, title=title, held_on=held_on, status=status)


def make_minutes(meeting: Meeting, *, status: str, original: str, voice: Voice) -> Minutes:
    """Minutes of two points: a heading, and what the voice said."""
    minutes = Minutes.objects.create(
        meeting=meeting, status=status, original=original, original_digest=digest(original)
    )
    Attendee.objects.create(minutes=minutes, position=1, name="Sam Ek", role="samtalsledare")
    Point.objects.create(minutes=minutes, key="h1", position=1, kind="heading", text="Väntan")
    point = Point.objects.create(
        minutes=minutes,
        key="p2",
        position=2,
        kind="paragraph",
        text=voice.text,
        outcome=Point.Outcome.MATTER,
    )
    Heard.objects.create(point=point, voice=voice)
    return minutes
