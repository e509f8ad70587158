"""What voices show on other pages: what a group asks everybody."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import panel

from .models import Inquiry

LATELY = timedelta(days=90)  # how long a closed question stays on the group's page
ON_A_PANEL = 4


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
