"""What open data shows on other pages: what they are about, and a group's calendar."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Organisation, Party, Unit
from oppnasoc.matters.models import Matter
from oppnasoc.meetings.models import Meeting
from oppnasoc.ui.context import municipality
from oppnasoc.ui.described import describes, whole
from oppnasoc.ui.html import fill
from oppnasoc.ui.registry import panel


@panel("groups.group", order=90, queries=0)
def meetings_in_a_calendar(request: HttpRequest, group: Group) -> str:
    """A calendar to subscribe to."""
    url = reverse("open_calendar_of", args=[group.slug])
    return fill('<p><a class="link" href="{}">{}</a></p>', url, _("Our meetings in your calendar"))


def party(of: Party) -> dict[str, Any]:
    return {"@type": "Organization", "name": of.name, "url": whole(of.get_absolute_url())}


@describes(Matter)
def a_matter(matter: Matter) -> dict[str, Any]:
    """A question, and who sees it through; nothing while it is hidden."""
    if matter.visibility != Matter.Visibility.PUBLIC:
        return {}
    return {
        "@type": "Question",
        "name": matter.title,
        "text": matter.summary,
        "inLanguage": "sv",
        "url": whole(matter.get_absolute_url()),
        "dateCreated": matter.opened_on.isoformat(),
        "dateModified": timezone.localtime(matter.changed_at).isoformat(timespec="seconds"),
        "about": matter.theme.name if matter.theme else "",
        "maintainer": party(matter.steward) if matter.steward else {},
    }


EVENTS = {
    Meeting.Status.PLANNED: "EventScheduled",
    Meeting.Status.HELD: "EventScheduled",
    Meeting.Status.CANCELLED: "EventCancelled",
}


@describes(Meeting)
def a_meeting(meeting: Meeting) -> dict[str, Any]:
    place = meeting.place
    return {
        "@type": "Event",
        "name": meeting.title,
        "url": whole(meeting.get_absolute_url()),
        "startDate": _when(meeting.held_on, meeting.starts_at),
        "endDate": _when(meeting.held_on, meeting.ends_at) if meeting.ends_at else "",
        "eventStatus": f"https://schema.org/{EVENTS[Meeting.Status(meeting.status)]}",
        "isAccessibleForFree": True,
        "description": meeting.practical,
        "location": {"@type": "Place", "name": place.name, "address": place.address}
        if place
        else {},
        "organizer": party(meeting.group),
    }


def _when(on: date, at: time | None) -> str:
    """A time here, or only the day."""
    if at is None:
        return on.isoformat()
    return timezone.make_aware(datetime.combine(on, at)).isoformat(timespec="minutes")


@describes(Group)
def a_group(group: Group) -> dict[str, Any]:
    return {
        **party(group),
        "description": group.summary or group.why,
        "parentOrganization": _municipality(),
    }


@describes(Unit)
def a_unit(unit: Unit) -> dict[str, Any]:
    return {
        **party(unit),
        "@type": "GovernmentOrganization",
        "description": unit.summary or unit.does,
        "parentOrganization": _municipality(),
    }


@describes(Organisation)
def an_organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        **party(organisation),
        "description": organisation.summary or organisation.does,
        "sameAs": organisation.website,
    }


def _municipality() -> dict[str, Any]:
    site = municipality()
    return {"@type": "GovernmentOrganization", "name": site.name, "url": whole("/")}
