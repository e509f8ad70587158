"""What waits for a person because of matters and of what was said."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import HOLDER, seats
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import Todo, todo
from oppnasoc.voices.models import Voice

from .models import Matter
from .sentences import CAME_BACK

AHEAD_DAYS = 7  # a matter is shown a week before its next date
SHOWN = 30
CAME_BACK_DAYS = timedelta(days=14)  # so long is a matter shown that came back

LEADS = {Membership.Role.FACILITATOR, Membership.Role.SECRETARY}
ANSWERS = {Membership.Role.STAFF, Membership.Role.MEMBER, HOLDER, *LEADS}


@todo(order=10)
def voices_to_sort(user: User) -> list[Todo]:
    """One line for everything that was said and waits."""
    if not may(user, "voices.sort"):
        return []
    waiting = Voice.objects.waiting()
    count = waiting.count()
    oldest = waiting.order_by("said_on").values_list("said_on", flat=True).first()
    if oldest is None:
        return []
    title = ngettext("%(n)d new thing was said", "%(n)d new things were said", count) % {"n": count}
    why = _("You lead a group. Somebody waits for a first word.")
    return [
        Todo(title, reverse("voices"), why, oldest, oldest < timezone.localdate() - timedelta(3))
    ]


@todo(order=15)
def hand_overs(user: User) -> list[Todo]:
    """Matters that the person is asked to take over, and those of her groups that came back."""
    today = timezone.localdate()
    mine = seats(user)
    answers = {party for party, role in mine if role in ANSWERS}
    leads = {party for party, role in mine if role in LEADS}
    if not answers and not leads:
        return []
    asked = Matter.objects.open().filter(asked__in=answers, asked_until__gte=today)
    found = [
        Todo(
            _("Do you take this? %(matter)s") % {"matter": matter},
            f"{matter.get_absolute_url()}#for-dig",
            _("You are asked to take it over."),
            matter.asked_until,
        )
        for matter in asked.order_by("asked_until")[:SHOWN]
    ]
    recent = Entry.objects.filter(
        kind__in=CAME_BACK, about_type="matters.matter", at__gte=timezone.now() - CAME_BACK_DAYS
    )
    back = Matter.objects.open().filter(
        steward__in=leads, asked=None, pk__in=recent.values("about_id")
    )
    found += [
        Todo(
            _("Came back: %(matter)s") % {"matter": matter},
            f"{matter.get_absolute_url()}#for-dig",
            _("Whoever you asked did not take it."),
            today,
        )
        for matter in back.order_by("next_on")[:SHOWN]
    ]
    return found


@todo(order=20)
def matters_due(user: User) -> list[Todo]:
    """Matters that lie with the person, or that her group sees through, and whose day is near."""
    today = timezone.localdate()
    mine = seats(user)
    answers = {party for party, role in mine if role in ANSWERS}
    leads = {party for party, role in mine if role in LEADS}
    if not answers and not leads:
        return []
    near = Matter.objects.open().filter(next_on__lte=today + timedelta(days=AHEAD_DAYS))
    found = []
    for matter in (near.filter(holder__in=answers) | near.filter(steward__in=leads)).order_by(
        "next_on"
    )[:SHOWN]:
        lies_here = matter.holder_id in answers
        why = _("It lies with you.") if lies_here else _("Your group sees it through.")
        found.append(
            Todo(matter.title, matter.get_absolute_url(), why, matter.next_on, matter.is_late)
        )
    return found
