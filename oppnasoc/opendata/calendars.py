"""Meetings as a calendar (iCalendar, RFC 5545) that a phone can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from oppnasoc.meetings.models import Meeting
from oppnasoc.ui.context import municipality

from . import addresses

AS_LONG = timedelta(hours=1)  # a meeting whose end is not known
REFRESH = "PT6H"
AROUND = timedelta(days=800)  # from today, for which the changes to summer time are told


def calendar(meetings: Iterable[Meeting], title: str, changed: dict[str, datetime]) -> bytes:
    """The meetings with their times as they are here, summer and winter; ``changed`` says when
    each changed last, by its number."""
    made = Calendar()
    made.add("prodid", f"-//{municipality().site_name}//Öppna soc//SV")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("x-published-ttl", REFRESH)
    for meeting in meetings:
        made.add_component(event(meeting, changed.get(str(meeting.pk))))
    today = timezone.localdate()
    made.add_missing_timezones(today - AROUND, today + AROUND)
    return bytes(made.to_ical())


def event(meeting: Meeting, changed: datetime | None) -> Event:
    """A meeting; without a time it takes the whole day."""
    made = Event()
    made.add("uid", f"mote-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    # The same each time until something changes, so that a copy can be told to be the same.
    day = timezone.make_aware(datetime.combine(meeting.held_on, time.min))
    made.add("dtstamp", (changed or day).astimezone(UTC).replace(microsecond=0))
    title = f"{meeting.group}: {meeting.title}"
    if meeting.status == Meeting.Status.CANCELLED:
        made.add("summary", f"{_('Cancelled')}: {title}")
        made.add("status", "CANCELLED")
    else:
        made.add("summary", title)
        made.add("status", "CONFIRMED")
    if meeting.starts_at is None:
        made.add("dtstart", meeting.held_on)
        made.add("dtend", meeting.held_on + timedelta(days=1))
    else:
        zone = timezone.get_default_timezone()
        starts = datetime.combine(meeting.held_on, meeting.starts_at, zone)
        ends = starts + AS_LONG
        if meeting.ends_at is not None and meeting.ends_at > meeting.starts_at:
            ends = datetime.combine(meeting.held_on, meeting.ends_at, zone)
        made.add("dtstart", starts)
        made.add("dtend", ends)
    if meeting.place is not None:
        place = meeting.place
        made.add("location", ", ".join(filter(None, [place.name, place.address])))
    if meeting.practical:
        made.add("description", meeting.practical)
    made.add("url", addresses.page(meeting.get_absolute_url()))
    return made
