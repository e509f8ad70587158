"""What a group asks everybody: ask, change the time, take back, tell what came of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from .actions import moment
from .models import Inquiry

LONGEST = timedelta(days=366)


@transaction.atomic
def ask(
    group: Group, *, question: str, why: str, closes_on: date, by: User, on: date | None = None
) -> Inquiry:
    """Ask everybody something from today until a day within a year.

    Raises ValidationError naming the field, and PermissionDenied for who does not lead the group.
    """
    require(by, "voices.ask", group)
    opens_on = on or timezone.localdate()
    missing = {}
    if not question.strip():
        missing["question"] = _("Write what you wonder.")
    if not why.strip():
        missing["why"] = _("Say why you ask and what you do with the answers.")
    if missing:
        raise ValidationError(missing)
    _within(closes_on, opens_on)
    inquiry = Inquiry.objects.create(
        group=group,
        question=" ".join(question.split()),
        why=why.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        asked_by=by,
    )
    record("voices.inquiry_opened", inquiry, by=by, at=moment(on), group=group, inquiry=inquiry)
    return inquiry


@transaction.atomic
def close(inquiry: Inquiry, *, by: User, on: date | None = None) -> Inquiry:
    """Take no more answers after today."""
    require(by, "voices.ask", inquiry.group)
    today = on or timezone.localdate()
    if inquiry.closes_on <= today:
        raise ValidationError(_("The question has closed already."))
    to = {"closes_on": max(today, inquiry.opens_on)}
    move(inquiry, when={"closes_on": inquiry.closes_on, "taken_back": False}, to=to)
    record("voices.inquiry_closed", inquiry, by=by, at=moment(on), inquiry=inquiry)
    return inquiry


@transaction.atomic
def extend(inquiry: Inquiry, closes_on: date, *, by: User, on: date | None = None) -> Inquiry:
    """Give the question more time, also when it has closed; not when its outcome is told."""
    require(by, "voices.ask", inquiry.group)
    if inquiry.outcome:
        raise ValidationError(_("You have told what came of it. Ask anew instead."))
    if closes_on <= inquiry.closes_on:
        raise ValidationError({"closes_on": _("Choose a later day than now.")})
    _within(closes_on, on or timezone.localdate())
    move(
        inquiry,
        when={"closes_on": inquiry.closes_on, "taken_back": False, "outcome": ""},
        to={"closes_on": closes_on},
    )
    until = closes_on.isoformat()
    record("voices.inquiry_extended", inquiry, by=by, at=moment(on), until=until)
    return inquiry


@transaction.atomic
def take_back(inquiry: Inquiry, *, by: User, on: date | None = None) -> Inquiry:
    """Let the question be gone; what people have answered stays with the group."""
    require(by, "voices.ask", inquiry.group)
    move(inquiry, when={"taken_back": False}, to={"taken_back": True})
    record("voices.inquiry_taken_back", inquiry, by=by, at=moment(on))
    return inquiry


@transaction.atomic
def put_back(inquiry: Inquiry, *, by: User, on: date | None = None) -> Inquiry:
    """Undo that a question was taken back."""
    require(by, "voices.ask", inquiry.group)
    move(inquiry, when={"taken_back": True}, to={"taken_back": False})
    record("voices.inquiry_put_back", inquiry, by=by, at=moment(on))
    return inquiry


@transaction.atomic
def tell_outcome(inquiry: Inquiry, outcome: str, *, by: User, on: date | None = None) -> Inquiry:
    """Tell what became of the answers, or tell it anew; the same once more changes nothing."""
    require(by, "voices.ask", inquiry.group)
    today = on or timezone.localdate()
    if not outcome.strip():
        raise ValidationError({"outcome": _("Write what came of it.")})
    if inquiry.closes_on >= today:
        raise ValidationError(_("The question is still open. Close it first."))
    if outcome.strip() == inquiry.outcome and not inquiry.taken_back:
        return inquiry
    to = {"outcome": outcome.strip(), "outcome_on": today}
    move(inquiry, when={"outcome": inquiry.outcome, "taken_back": False}, to=to)
    record("voices.inquiry_told", inquiry, by=by, at=moment(on), inquiry=inquiry)
    return inquiry


def _within(closes_on: date, today: date) -> None:
    if not today <= closes_on <= today + LONGEST:
        raise ValidationError({"closes_on": _("Choose a day within a year from today.")})
