"""Meetings and their minutes, as everybody reads them."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oppnasoc.groups.models import Group
from oppnasoc.matters.views import page_number
from oppnasoc.people.models import User
from oppnasoc.people.rights import may

from .models import Meeting, Minutes, Original
from .reading import meeting_of, minutes_of, shown
from .telling import to_tell

PAGE = 20
MAX_KEY = BigIntegerField.MAX_BIGINT
MAX_SLUG = 200  # characters of an address that are looked up


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """``/moten/?grupp=fyren&sida=2``: coming meetings and published minutes, twenty at a time."""
    page = page_number(request)
    start = (page - 1) * PAGE
    found = (
        Minutes.objects.visible_to(request.user)
        .select_related("meeting__group")
        .annotate(raised=Count("points", filter=Q(points__outcome="matter")))
        .defer("original")
        .order_by("-meeting__held_on", "-id")
    )
    coming = (
        Meeting.objects.filter(status=Meeting.Status.PLANNED, held_on__gte=timezone.localdate())
        .select_related("group", "place")
        .order_by("held_on", "starts_at")
    )
    group = None
    if slug := request.GET.get("grupp", ""):
        group = get_object_or_404(Group, slug=slug[:MAX_SLUG].replace("\0", ""))
        found, coming = found.filter(meeting__group=group), coming.filter(group=group)
    held = list(found[start : start + PAGE + 1])
    context = {
        "held": held[:PAGE],
        "coming": coming[:10],
        "group": group,
        "previous": page - 1,
        "next": page + 1 if len(held) > PAGE else None,
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One meeting with its minutes; each point has an anchor and shows what it became."""
    found = next(iter(meeting_of(pk=pk)), None) if pk <= MAX_KEY else None
    if found is None:
        raise Http404
    sees_withdrawn = may(request.user, "meetings.see_withdrawn")
    minutes = next(iter(minutes_of(meeting=found.pk, sees_withdrawn=sees_withdrawn)), None)
    if minutes is None and found.status == Meeting.Status.HELD:
        raise Http404
    if slug != found.slug:
        return redirect(found)
    coming = found.status == Meeting.Status.PLANNED and found.held_on >= timezone.localdate()
    context: dict[str, Any] = {"meeting": found, "minutes": minutes, "coming": coming}
    user = request.user
    if isinstance(user, User) and may(user, "meetings.prepare", found.group):
        context["to_tell"] = to_tell(found, by=user).count()
        flagged = Original.objects.filter(drafts__minutes=minutes, to_remove_since__isnull=False)
        context["to_remove"] = minutes is not None and flagged.exists()
    if minutes is not None:
        context |= shown(request.user, found, minutes)
    return render(request, "meetings/meeting.html", context)
