"""What waits for a person because of open questions, slips, floods and what was told her."""

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
from oppnasoc.people.rights import may
from oppnasoc.people.rules import is_editor
from oppnasoc.ui.registry import Todo, todo

from .cards import KEPT_DAYS, WARNED_DAYS
from .models import Confidence, Inquiry, SlipPicture, Voice

SHOWN = 10
LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)


def led_by(user: User) -> list[int]:
    """The groups that a person leads."""
    return [party for party, role in seats(user) if role in LEADS]


@todo(order=9)
def told_in_confidence(user: User) -> list[Todo]:
    """Something that somebody told only her. The line names nobody: others may see the screen."""
    waiting = Voice.Visibility.HELD
    told = Confidence.objects.filter(told_to=user, voice__visibility=waiting)
    since = told.aggregate(since=Min("voice__said_on"))["since"]
    if since is None:
        return []
    why = _("A colleague trusts you with her name. Nobody else can see it.")
    title = _("Something was said to you in confidence")
    return [
        Todo(title, reverse("voices"), why, since, verb=_("Read what was said"), thing="confidence")
    ]


@todo(order=11)
def many_at_once(user: User) -> list[Todo]:
    """One line for everything that came as a flood."""
    if not may(user, "voices.sort"):
        return []
    count = Voice.objects.waiting().filter(in_flood=True).count()
    if not count:
        return []
    title = ngettext("%(n)d voice of very many at once", "%(n)d voices of very many at once", count)
    why = _("They came from the same place within an hour. Look at them together.")
    return [Todo(title % {"n": count}, reverse("flood"), why, verb=_("Look at them"))]


@todo(order=35)
def closed_without_outcome(user: User) -> list[Todo]:
    """Questions that have closed and whose answerers wait for a word."""
    if not may(user, "voices.sort"):
        return []
    found = Inquiry.objects.published().filter(outcome="", closes_on__lt=timezone.localdate())
    if not is_editor(user):
        found = found.filter(group__in=led_by(user))
    return [
        Todo(
            _("Tell what came of it: %(question)s") % {"question": inquiry},
            inquiry.get_absolute_url(),
            _("People have answered what you asked."),
            inquiry.closes_on,
            verb=_("Write what came of it"),
        )
        for inquiry in found.order_by("closes_on")[:SHOWN]
    ]


@todo(order=36)
def pictures_of_slips(user: User) -> list[Todo]:
    """Photos that wait to be typed in, late when they are about to be removed."""
    if not may(user, "voices.sort"):
        return []
    found = SlipPicture.objects.all()
    if not is_editor(user):
        found = found.filter(group__in=led_by(user))
    times = found.order_by("added_at").values_list("added_at", flat=True)
    oldest, count = times.first(), times.count()
    if oldest is None:
        return []
    title = ngettext("%(n)d picture of a slip to type in",
                     "%(n)d pictures of slips to type in", count)  # fmt: skip
    goes = timezone.localdate(oldest) + timedelta(days=KEPT_DAYS)
    late = timezone.now() - oldest > timedelta(days=WARNED_DAYS)
    why = _("Pictures are removed after thirty days.")
    return [Todo(title % {"n": count}, reverse("slip_type_in"), why, goes, late, _("Type it in"))]
