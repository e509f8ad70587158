"""Documents that wait to be read, and drafts of minutes that wait to be finished."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import seats
from oppnasoc.people.models import User
from oppnasoc.ui.registry import Todo, todo

from .intake import HEAVY, drafts_of
from .models import Draft, Meeting, Minutes, Original
from .telling import how_many_to_tell
from .working import unread_piles

NEAR = timedelta(days=14)  # so far ahead and back meetings are looked at
REMOVE_WITHIN_DAYS = 3
BRING_WITHIN = timedelta(days=3)
LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)
LATE_AFTER_DAYS = 7  # minutes are read while people still remember the meeting


@todo(order=28)
def to_tell_at_the_meeting(user: User) -> list[Todo]:
    """A meeting near in time at which people are to be told what came of what they raised."""
    leads = [party for party, role in seats(user) if role in LEADS]
    if not leads:
        return []
    today, found = timezone.localdate(), []
    near = Meeting.objects.filter(
        group__in=leads, held_on__gte=today - NEAR, held_on__lte=today + NEAR
    ).exclude(status=Meeting.Status.CANCELLED)
    meetings = list(near.order_by("held_on")[:5])
    counts = how_many_to_tell(meetings, by=user) if meetings else {}
    for meeting in meetings:
        if count := counts[meeting.pk]:
            title = ngettext(
                "%(n)d is to be told at %(meeting)s", "%(n)d are to be told at %(meeting)s", count
            )
            title = title % {"n": count, "meeting": meeting}
            url = reverse("meeting_tell", args=[meeting.pk])
            why = _("They chose to be told at the next meeting.")
            found.append(Todo(title, url, why, meeting.held_on, verb=_("Open the list")))
    return found


@todo(order=28)
def sheet_to_bring(user: User) -> list[Todo]:
    """'Sedan sist' of a group that meets within days, to read through and print."""
    leads = [party for party, role in seats(user) if role in LEADS]
    if not leads:
        return []
    today = timezone.localdate()
    coming = Meeting.objects.filter(
        group__in=leads,
        status=Meeting.Status.PLANNED,
        held_on__gte=today,
        held_on__lte=today + BRING_WITHIN,
    ).select_related("group")
    return [
        Todo(
            _("Bring 'since last time' to %(meeting)s") % {"meeting": meeting},
            reverse("since_last", args=[meeting.group.slug]),
            _("One sheet: how far it has come."),
            meeting.held_on,
            verb=_("Read and print"),
        )
        for meeting in coming.order_by("held_on", "pk")[:5]
    ]


@todo(order=28)
def documents_to_remove(user: User) -> list[Todo]:
    """Files that hold words which were taken back."""
    publishes = [party for party, role in seats(user) if role == Membership.Role.SECRETARY]
    flagged = Original.objects.filter(group__in=publishes, to_remove_since__isnull=False)
    minutes = Minutes.objects.filter(drafts__source__in=flagged).select_related("meeting")
    why = _("Somebody took words back. Remove the document that holds them.")
    late = timezone.localdate() - timedelta(days=REMOVE_WITHIN_DAYS)
    dated = minutes.annotate(since=Min("drafts__source__to_remove_since")).order_by("since")
    found = []
    for each in dated[:10]:
        since = vars(each)["since"]
        found.append(
            Todo(str(each), each.get_absolute_url(), why, since, since < late, _("Remove it"))
        )
    return found


@todo(order=29)
def piles(user: User) -> list[Todo]:
    """Each pile of documents in which something is left to read or to do about."""
    found = []
    for pile in unread_piles(user)[:10]:
        total, left = vars(pile)["total"], vars(pile)["left"]
        name = ngettext("%(n)d document of %(group)s", "%(n)d documents of %(group)s", total)
        name = name % {"n": total, "group": pile.group}
        text = ngettext(
            "%(n)d is not read yet or could not be.",
            "%(n)d are not read yet or could not be.",
            left,
        )
        found.append(
            Todo(name, pile.get_absolute_url(), text % {"n": left}, verb=_("Read on"), rests=True)
        )
    return found


@todo(order=30)
def drafts(user: User) -> list[Todo]:
    """Each open draft of the person's groups."""
    today = timezone.localdate()
    found = []
    for draft in drafts_of(user).filter(status=Draft.Status.OPEN).defer(*HEAVY)[:10]:
        due = timezone.localdate(draft.created_at) + timedelta(days=LATE_AFTER_DAYS)
        why = _("Meeting notes that are not published yet.")
        found.append(
            Todo(draft.name, draft.get_absolute_url(), why, due, due < today, _("Go on with it"))
        )
    return found
