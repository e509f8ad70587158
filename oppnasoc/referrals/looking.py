"""Look at what people have answered: show it, or set it aside with a reason that she can read."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record
from oppnasoc.voices.actions import moment

from .actions import locked
from .models import Response

State = Response.State


def _looked_at(response: Response, by: User | None) -> Response:
    """The answer as it stands, when this person may look at it and the result is not told."""
    referral = locked(response.referral)
    require(by, "referrals.tend", referral)
    if not referral.is_open:
        raise ValidationError(_("Open it again first."))
    found = Response.objects.select_related("party").get(pk=response.pk)
    if not found.is_looked_at or found.state in {State.WITHDRAWN, State.DRAFT}:
        raise Stale("There is nothing to look at.")
    found.referral = referral
    return found


@transaction.atomic
def show(response: Response, *, by: User | None, on: date | None = None) -> Response:
    """Let everybody read an answer; one that is shown already stays as it is."""
    response = _looked_at(response, by)
    if response.state != State.SHOWN:
        to = {"state": State.SHOWN, "hidden_reason": "", "in_flood": False}
        move(response, when={"state": response.state}, to=to)
        if response.party is None:
            record("referrals.shown", response, by=by, at=moment(on))
        else:
            record("referrals.answered", response.referral, by=by, at=moment(on),
                   party=response.party, late=response.is_late)  # fmt: skip
    return response


@transaction.atomic
def set_aside(
    response: Response, reason: str, *, by: User | None, on: date | None = None
) -> Response:
    """Do not show an answer, with a reason that whoever wrote it reads with the code or link."""
    response = _looked_at(response, by)
    if not (why := " ".join(reason.split())[:240]):
        raise ValidationError({"reason": _("Say why. Whoever said it can read your reason.")})
    if (response.state, response.hidden_reason) != (State.HIDDEN, why):
        to = {"state": State.HIDDEN, "hidden_reason": why, "in_flood": False}
        move(response, when={"state": response.state}, to=to)
        record("referrals.set_aside", response, by=by, at=moment(on))
    return response
