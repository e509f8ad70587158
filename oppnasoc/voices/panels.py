"""What voices show on a group's page: what it asks everybody, and what works well."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import panel

from .models import Inquiry, Voice

LATELY = timedelta(days=90)  # how long a closed question stays on the group's page
ON_A_PANEL = 4
A_YEAR = timedelta(days=365)


@panel("groups.group", order=15, queries=1)
def asked_by_the_group(request: HttpRequest, group: Group) -> str:
    """The group's open questions and those of the last months; a way to ask for who leads it."""
    since = timezone.localdate() - LATELY
    found = Inquiry.objects.published().filter(group=group, closes_on__gte=since)
    shown = list(found.order_by("-closes_on", "-id")[:ON_A_PANEL])
    asks = may(request.user, "voices.ask", group) and group.status == Group.Status.ACTIVE
    if not shown and not asks:
        return ""
    ask = f"{reverse('inquiry_new')}?grupp={group.slug}" if asks else ""
    return render_to_string("voices/_inquiries.html", {"open": shown, "ask": ask}, request)


@panel("groups.group", order=45, queries=1)
def works_well(request: HttpRequest, group: Group) -> str:
    """What somebody said works well, the latest first; shown for a year."""
    since = timezone.localdate() - A_YEAR
    found = Voice.objects.praise().filter(group=group, said_on__gte=since)
    latest = list(found.select_related("organisation").order_by("-said_on", "-id")[:ON_A_PANEL])
    if not latest:
        return ""
    return render_to_string("voices/_praise.html", {"voices": latest}, request)
