"""What came from outside for a matter: put down, looked at, published or left."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.groups.trusting import trusts
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from . import actions
from .link_right import ANSWER, LinkRight
from .models import Answer, Matter, Offer

MOST = 20  # that wait for one matter; more is a mistake or a flood
LONGEST = 10_000  # characters


@transaction.atomic
def answer_by_link(
    matter: Matter,
    text: str,
    *,
    link: LinkRight,
    verdict: str,
    reason: str = "",
    what: str = "",
    later_on: date | None = None,
    turn_to: str = "",
) -> Answer | Offer:
    """Answer a matter that lies with another authority, by its link.

    It is public at once where the group that sees the matter through trusts the authority;
    otherwise it waits for a look. Raises PermissionDenied when the link does not hold, Stale, and
    ValidationError as ``actions.answer``.
    """
    given: dict[str, Any] = {
        "verdict": verdict,
        "reason": reason,
        "what": what,
        "later_on": later_on,
        "turn_to": turn_to,
    }
    link.require(ANSWER, matter)
    if trusts(matter.steward, matter.holder):
        return actions.answer(matter, text, by=None, link=link, **given)
    actions.check_answer(text, today=timezone.localdate(), **given)
    actions.still_open(matter)
    return _put_down(matter, text, party=matter.holder, **given)


@transaction.atomic
def note_by_mail(
    matter: Matter, text: str, *, party: Party | None = None, author: User | None = None
) -> Offer:
    """What somebody who has or is asked to take a matter wrote by mail: a note that waits.

    Whoever calls has checked who may. Raises ValidationError when nothing or too much is written.
    """
    return _put_down(matter, text, party=party, author=author)


def _put_down(matter: Matter, text: str, **given: Any) -> Offer:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    if len(text) > LONGEST:
        raise ValidationError({"text": _("That was long. Shorten it to two pages at most.")})
    if waiting().filter(matter=matter).count() >= MOST:
        raise ValidationError(_("Much waits here already. Call us instead."))
    offer = Offer.objects.create(matter=matter, text=text, **given)
    party = offer.party
    record("matters.offered", matter, by=None, party=party)
    return offer


def waiting() -> QuerySet[Offer]:
    """What nobody has looked at, the first one first."""
    return Offer.objects.filter(looked_at=None)


@transaction.atomic
def publish(offer: Offer, *, by: User | None, **given: Any) -> Answer | None:
    """Let an answer stand on behalf of whoever gave it, or a note in the log; ``given`` are the
    fields as whoever looks has put them. Raises as ``actions.answer`` and ``actions.note``, and
    Stale when somebody else has looked at it meanwhile."""
    matter = offer.matter
    require(by, "matters.tend", matter)
    _look(offer, used=True)
    if not offer.verdict:
        actions.note(matter, given["text"], by=by)
        return None
    if matter.holder_id != offer.party_id:
        raise ValidationError(_("The matter lies with somebody else now. Write it as a note."))
    return actions.answer(matter, by=by, **given)


@transaction.atomic
def leave(offer: Offer, *, by: User | None) -> None:
    """Do not publish it. It can still be published later, until it is removed."""
    require(by, "matters.tend", offer.matter)
    _look(offer, used=False)
    record("matters.offer_left", offer.matter, by=by, party=offer.party)


def _look(offer: Offer, *, used: bool) -> None:
    move(offer, when={"used": False}, to={"used": used, "looked_at": timezone.now()})
