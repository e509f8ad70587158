"""What somebody may do who holds a signed link to one hand-over, without signing in.

Another authority gets such a link by mail when it is asked to take a matter over, and one when it
has: to answer. A ``LinkRight`` is what the link is worth. It holds for one right, one matter and
one hand-over, and the action asks it in place of a person's right, each time anew: after a call
back, a new hand-over or the answer itself it is worth nothing
(docs/adr/0022-replies-and-signed-links.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from oppnasoc.groups.models import Party
from oppnasoc.language.workdays import workdays_after
from oppnasoc.outbox.sealed import seal, unseal
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.models import Entry

from .models import Matter

RECEIVE, ANSWER = "matters.receive", "matters.answer"
PURPOSE = {RECEIVE: "matter.receive", ANSWER: "matter.answer"}
#: How long after the last day for an answer the link still says what became of it.
AFTERWARDS = 10  # working days
TO_ANSWER = timedelta(days=365)

#: Entries that ask somebody to take a matter over, with the key of who is asked.
ASKING = {
    "matters.asked": "target",
    "matters.escalated": "target",
    "matters.opened": "asked",
    "matters.reopened": "asked",
    "matters.parted": "asked",
    "matters.split_off": "asked",
}
#: Entries by which a matter comes to lie with somebody.
TAKING = {"matters.moved": "target", "matters.placed": "target"}


@dataclass(frozen=True)
class LinkRight:
    """One right on one matter, by the entry of one hand-over."""

    right: str
    entry: int
    matter: int
    party: int

    def holds(self, matter: Matter) -> bool:
        """Whether this very hand-over still waits, or still is where the matter lies."""
        if matter.pk != self.matter:
            return False
        asked = self.right == RECEIVE
        if (matter.asked_id if asked else matter.holder_id) != self.party or not matter.is_open:
            return False
        latest = Entry.objects.about(matter).filter(kind__in=ASKING if asked else TAKING)
        return latest.order_by("-pk").values_list("pk", flat=True).first() == self.entry

    def require(self, right: str, matter: Matter) -> None:
        """Stop with PermissionDenied unless the link is for this right and still holds."""
        if right != self.right or not self.holds(matter):
            raise PermissionDenied(right)


def require_one(by: User | None, right: str, matter: Matter, link: LinkRight | None) -> None:
    """Stop with PermissionDenied unless the person, or else the link, has the right."""
    if link is None:
        require(by, right, matter)
    else:
        link.require(right, matter)


def party_of(entry: Entry) -> int:
    """Who is asked, or with whom the matter lies, by an entry; 0 for none."""
    key = {**ASKING, **TAKING}.get(entry.kind)
    return int(entry.data.get(key) or 0) if key else 0


def last_day(right: str, matter: Matter) -> date:
    """Until when a link that is mailed today says anything."""
    if right == ANSWER:
        return timezone.localdate() + TO_ANSWER
    return workdays_after(matter.asked_until or timezone.localdate(), AFTERWARDS)


def path(right: str, entry: int, until: date) -> str:
    """The path of a link to a hand-over."""
    name = "matter_asked_link" if right == RECEIVE else "matter_answer_link"
    return reverse(name, args=[seal(PURPOSE[right], entry, until.toordinal())])


def opened(right: str, token: str) -> tuple[LinkRight, Matter, Party] | None:
    """What a link leads to: its right, which may not hold any longer, a public matter and the
    party. None for a link that is wrong or too old."""
    numbers = unseal(PURPOSE[right], token)
    if numbers is None or len(numbers) != 2:
        return None
    if timezone.localdate() > date.fromordinal(numbers[1]):
        return None
    kinds = ASKING if right == RECEIVE else TAKING
    entry = Entry.objects.filter(pk=numbers[0], kind__in=kinds).first()
    party = Party.objects.filter(pk=party_of(entry)).first() if entry else None
    if entry is None or party is None or party.kind != Party.Kind.OUTSIDE:
        return None
    matter = Matter.objects.published().with_parties().filter(pk=entry.about_id).first()
    if matter is None:
        return None
    return LinkRight(right, entry.pk, matter.pk, party.pk), matter, party
