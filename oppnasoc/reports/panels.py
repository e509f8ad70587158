"""What reports show on a group's page: its latest report, and the way to what happened lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Group
from oppnasoc.ui.kept import kept
from oppnasoc.ui.registry import panel

from .models import Report

HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Latest:
    """The report of a group that tells of the latest days."""

    title: str
    url: str


@kept
def latest() -> dict[int, Latest]:
    """By the group's key; one query once a minute."""
    published = Report.objects.published().exclude(group=None).order_by("ends", "pk")
    told = {}
    for one in published:
        if one.group_id is not None:
            told[one.group_id] = Latest(one.title, one.get_absolute_url())
    return told


@panel("groups.group", order=12, queries=1)
def of_the_group(request: HttpRequest, group: Group) -> str:
    """'What has happened?' until today in the group."""
    today = timezone.localdate()
    scope = {"fran": today - HALF_A_YEAR, "till": today, "grupp": group.pk}
    context = {
        "latest": latest().get(group.pk),
        "period": f"{reverse('report_period')}?{urlencode(scope)}",
    }
    return render_to_string("reports/_panel.html", context, request)
