"""What waits because of other authorities: what they answered, and mail that did not reach them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Membership, Party
from oppnasoc.groups.rules import seats
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User
from oppnasoc.people.rules import is_editor
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import Todo, todo

from . import offers
from .asking_outside import ASKED, LIES_THERE
from .link_right import ANSWER, RECEIVE, LinkRight, party_of
from .models import Matter

SHOWN = 30
LEADS = {Membership.Role.FACILITATOR, Membership.Role.SECRETARY}


def tended_by(user: User) -> dict[str, list[int]] | None:
    """How to find the matters whose answers this person looks at; None when there are none."""
    if is_editor.test(user):
        return {}
    leads = [party for party, role in seats(user) if role in LEADS]
    return {"steward__in": leads} if leads else None


@todo(order=14)
def offered(user: User) -> list[Todo]:
    """Answers and mails that are public when somebody has looked at them."""
    mine = tended_by(user)
    if mine is None:
        return []
    waiting = offers.waiting().filter(**{f"matter__{key}": value for key, value in mine.items()})
    return [
        Todo(
            _("An answer waits: %(matter)s") % {"matter": offer.matter},
            offer.get_absolute_url(),
            _("It is public when you have looked at it."),
            offer.came_at.date(),
            verb=_("Look at it"),
        )
        for offer in waiting.select_related("matter")[:SHOWN]
    ]


@todo(order=16)
def not_reached(user: User) -> list[Todo]:
    """Hand-overs whose mail did not reach the authority that is asked or has the matter."""
    mine = tended_by(user)
    if mine is None:
        return []
    failed = Message.objects.stuck().filter(kind__in=[ASKED, LIES_THERE])
    right = {
        thing: RECEIVE if kind == ASKED else ANSWER
        for thing, kind in failed.order_by("-pk").values_list("thing", "kind")[:SHOWN]
    }
    entries = list(Entry.objects.filter(pk__in=right)) if right else []
    matters = Matter.objects.filter(**mine).in_bulk([entry.about_id for entry in entries])
    parties = Party.objects.in_bulk([party_of(entry) for entry in entries])
    found = []
    for entry in entries:
        matter, party = matters.get(entry.about_id), parties.get(party_of(entry))
        if matter is None or party is None:
            continue
        if LinkRight(right[entry.pk], entry.pk, matter.pk, party.pk).holds(matter):
            title = _("Call %(party)s: %(matter)s") % {"party": party, "matter": matter}
            why = _("Our mail to them came back. They do not know that they are asked.")
            url = f"{party.get_absolute_url()}?fraga={matter.pk}"
            found.append(Todo(title, url, why, verb=_("See how to reach them")))
    return found
