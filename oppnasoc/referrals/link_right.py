"""What somebody may do who holds a signed link to a text that her authority or association is asked
about: answer for it, without signing in. The link is mailed (``asking_by_mail.py``), stored nowhere
and worth nothing for anything else (docs/adr/0022-replies-and-signed-links.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from oppnasoc.groups.models import Party
from oppnasoc.outbox.sealed import seal, unseal
from oppnasoc.people.models import User
from oppnasoc.people.rights import require

from .models import Asked, Referral

PURPOSE = "referral.answer"
#: Who can be asked by mail: those who need no account here.
BY_MAIL = (Party.Kind.OUTSIDE, Party.Kind.ORGANISATION)
#: How long after the last day the link still leads to the text and what came of it.
AFTERWARDS = timedelta(days=365)


@dataclass(frozen=True)
class LinkRight:
    """The right to answer for one who is asked about one text."""

    asked: int

    def require(self, asked: Asked) -> None:
        """Stop with PermissionDenied unless the link is for just this."""
        if asked.pk != self.asked or asked.party.kind not in BY_MAIL:
            raise PermissionDenied("referrals.answer")


def require_one(by: User | None, asked: Asked, link: LinkRight | None) -> None:
    """Stop with PermissionDenied unless the person, or else the link, may answer."""
    if link is None:
        require(by, "referrals.answer", asked)
    else:
        link.require(asked)


def path(asked: Asked) -> str:
    """The path of the link of one who is asked."""
    until = asked.referral.answers_by + AFTERWARDS
    return reverse("referral_link", args=[seal(PURPOSE, asked.pk, until.toordinal())])


def opened(token: str, today: date) -> tuple[LinkRight, Asked] | None:
    """What a link leads to, once the text is sent out; None for one that is wrong or too old."""
    numbers = unseal(PURPOSE, token)
    if numbers is None or len(numbers) != 2 or today > date.fromordinal(numbers[1]):
        return None
    found = Asked.objects.select_related("party", "referral__sender")
    found = found.filter(pk=numbers[0], party__kind__in=BY_MAIL)
    asked = found.filter(referral__in=Referral.objects.published()).first()
    return (LinkRight(asked.pk), asked) if asked is not None else None
