"""Write down what somebody answered on paper, by phone or at a meeting, and undo it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, record
from oppnasoc.voices import codes
from oppnasoc.voices.actions import moment

from .actions import locked
from .models import Referral, Response
from .responding import Remarks, empty, in_words, takes_answers, write

State = Response.State


@transaction.atomic
def enter(
    referral: Referral,
    *,
    text: str,
    remarks: Remarks,
    how: str,
    said_by: str,
    by: User | None,
    party: Party | None = None,
    name: str = "",
    came_on: date | None = None,
    once: str = "",
    on: date | None = None,
) -> tuple[Response, str]:
    """Enter the answer of one who is asked (``party``), or else of a person whom all may call
    ``name``. It is public at once. ``said_by`` says who said or sent it, for those who tend the
    text; ``came_on`` is the day when it came, and says whether it is late.

    Returns the answer, and for a person the code to hand on, otherwise ''. The same ``once`` again
    is the same answer. Raises PermissionDenied, and ValidationError naming the field.
    """
    referral = locked(referral)
    require(by, "referrals.tend", referral)
    code = (codes.of_sending(once) if once else codes.make()) if party is None else ""
    if code and (sent := Response.objects.filter(code_digest=codes.digest(code)).first()):
        return sent, code
    takes_answers(referral)
    today, wrong = on or timezone.localdate(), dict[str, str]()
    day = came_on or today
    if how not in Response.ENTERED:
        wrong["how"] = _("Say how the answer came.")
    if not (said_by := " ".join(said_by.split())[:80]):
        wrong["said_by"] = _("Say who said or sent it. Only you who sum up see it.")
    if day > today or (referral.opens_on is not None and day < referral.opens_on):
        wrong["came_on"] = _("Choose a day since the text was sent out, today at the latest.")
    if party is not None and (refusal := _refusal(referral, party)):
        wrong["party"] = refusal
    if party is None and not referral.anyone:
        wrong["party"] = _("Only those who are asked can answer this.")
    text, kept = in_words(text, remarks)
    if not text and not kept:
        wrong["text"] = _("Write something, a sentence is enough.")
    if wrong:
        raise ValidationError(wrong)
    given: dict[str, Any] = {"how": how, "said_by": said_by, "sent_on": day, "written_by": by}
    if party is None:
        given |= {"name": " ".join(name.split())[:80], "code_digest": codes.digest(code)}
    response = Response.objects.create(
        referral=referral, party=party, state=State.SHOWN, created_at=moment(on), **given
    )
    write(response, text, kept)
    if party is None:
        record("referrals.entered", response, by=by, at=moment(on))
    else:
        record("referrals.answered", referral, by=by, at=moment(on), party=party,
               late=response.is_late)  # fmt: skip
    return response, code


def _refusal(referral: Referral, party: Party) -> str:
    if not referral.asked.filter(party=party).exists():
        return _("They are not asked about this text.")
    there = Response.objects.filter(referral=referral, party=party).first()
    if there is None:
        return ""
    if there.state == State.DRAFT:
        return _("They have begun to write their answer here themselves. Ask them to send it.")
    return _("They have answered already.")


@transaction.atomic
def undo(response: Response, *, by: User | None, on: date | None = None) -> None:
    """Take away an answer that was entered wrongly, or whose person wants it gone: the words and
    what was said of them are gone for good. Raises PermissionDenied, and Stale for other answers
    and when the result is told."""
    referral = locked(response.referral)
    require(by, "referrals.tend", referral)
    found = Response.objects.select_related("party").filter(pk=response.pk).first()
    if found is None or not found.is_entered or found.state == State.WITHDRAWN:
        raise Stale("There is nothing to take away.")
    if not referral.is_open:
        raise Stale("The result is told.")
    found.referral = referral
    if found.party is None:
        empty(found)
        record("referrals.entry_undone", found, by=by, at=moment(on))
    else:
        record("referrals.party_took_back", referral, by=by, at=moment(on), party=found.party)
        found.delete()
