"""Pass a matter on: ask, accept, give back, call back, lift it to those who decide (R12).

A matter lies with somebody who has said yes. Whoever is asked has the working days that it has
promised; until then, and afterwards, it stays where it was. ``asked`` and ``asked_until`` of the
matter are all that a hand-over needs; what happened to earlier ones stands in the trail
(docs/adr/0013-a-hand-over-is-a-question.md).
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.levels import next_level
from oppnasoc.groups.models import Group, Party
from oppnasoc.groups.promise import promised_by
from oppnasoc.groups.rules import acts_for
from oppnasoc.language.workdays import workdays_after
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment

from . import lifting
from .actions import ahead, change, still_open, write
from .link_right import LinkRight, require_one
from .models import Matter, Note


def may_receive(party: Party) -> None:
    """Raises ValidationError when a party no longer works, so that nothing gets stuck with it."""
    if Group.objects.filter(pk=party.pk).exclude(status=Group.Status.ACTIVE).exists():
        raise ValidationError({"to": _("That group rests or is closed. Choose another.")})


@transaction.atomic
def hand_over(
    matter: Matter,
    *,
    to: Party,
    by: User | None,
    reason: str = "",
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Ask somebody to take a matter over; to oneself or home to the steward it goes at once.

    Raises PermissionDenied, Stale, and ValidationError when the matter is closed, lies there
    already, somebody else is asked already, or the reason is missing.
    """
    require(by, "matters.pass_on", matter)
    if matter.asked is None and matter.holder_id == to.pk:
        raise ValidationError({"to": _("It lies there already.")})
    at_once = to.pk == matter.steward_id or bool(acts_for(by, to))
    if not at_once and not reason.strip():
        raise ValidationError({"reason": _("Say what you ask them for. They decide on it.")})
    return _pass(matter, to, reason, "matters.asked", at_once, by=by, seen=seen, on=on)


@transaction.atomic
def escalate(
    matter: Matter,
    reason: str,
    *,
    by: User | None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Lift a matter to those who can decide when its holder cannot (R12).

    Raises PermissionDenied, Stale, and ValidationError without a reason, or when nobody stands
    above the holder.
    """
    require(by, "matters.pass_on", matter)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why somebody else has to decide.")})
    to = next_level(matter.holder) if matter.holder else None
    if to is None:
        raise ValidationError(_("Nobody stands above. The answer has to come from here."))
    at_once = bool(acts_for(by, to))
    return _pass(matter, to, reason, "matters.escalated", at_once, by=by, seen=seen, on=on)


def _pass(
    matter: Matter,
    to: Party,
    reason: str,
    asking: str,
    at_once: bool,
    *,
    by: User | None,
    seen: int | None,
    on: date | None,
) -> Matter:
    today = on or timezone.localdate()
    still_open(matter)
    if matter.asked is not None and matter.asked_until is not None:
        if matter.asked_until >= today or matter.stands_still:
            text = _("%(party)s is asked already. Call the question back first.")
            raise ValidationError(text % {"party": matter.asked})
        record("matters.lapsed", matter, by=None, at=moment(on), target=matter.asked)
    may_receive(to)
    if at_once:
        return _take(matter, to, reason, entered=False, by=by, seen=seen, on=on)
    until = workdays_after(today, promised_by(to.pk).hand_over)
    change(matter, seen=seen, at=moment(on), asked=to, asked_until=until)
    note = _note(matter, reason, by=by, on=on)
    record(asking, matter, by=by, at=moment(on), target=to, until=until, note=note)
    return matter


def _take(
    matter: Matter,
    to: Party,
    text: str,
    *,
    entered: bool,
    by: User | None,
    seen: int | None,
    on: date | None,
    next_on: date | None = None,
) -> Matter:
    source, today = matter.holder, on or timezone.localdate()
    dated = {"next_on": next_on} if next_on else {}
    change(matter, seen=seen, at=moment(on), holder=to, held_since=today, **dated)
    record(
        "matters.moved",
        matter,
        by=by,
        at=moment(on),
        source=source,
        target=to,
        entered=entered,
        note=_note(matter, text, by=by, on=on),
    )
    return matter


def _note(matter: Matter, text: str, *, by: User | None, on: date | None) -> Note | None:
    return write(matter, text, by=by, at=moment(on)) if text.strip() else None


def _asked(matter: Matter, today: date) -> Party:
    """Who is asked. Raises ValidationError when nobody is, or when the days have passed."""
    if matter.asked is None or matter.asked_until is None:
        raise ValidationError(_("Nobody is asked to take the matter over now."))
    if matter.asked_until < today and not matter.stands_still:
        raise ValidationError(_("The days for an answer have passed. The matter went back."))
    return matter.asked


@transaction.atomic
def accept(
    matter: Matter,
    *,
    next_on: date,
    by: User | None,
    text: str = "",
    link: LinkRight | None = None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Say yes to a hand-over and when the next word comes; from now on the matter lies here.

    Whoever sees the matter through says it for a receiver who has nobody that signs in; another
    authority says it itself with its ``link``. Raises PermissionDenied, Stale, and
    ValidationError when nobody is asked (any longer).
    """
    require_one(by, "matters.receive", matter, link)
    today = on or timezone.localdate()
    to = _asked(matter, today)
    ahead(next_on, today)
    entered = link is None and not acts_for(by, to)
    return _take(matter, to, text, entered=entered, by=by, seen=seen, on=on, next_on=next_on)


@transaction.atomic
def give_back(
    matter: Matter,
    reason: str,
    *,
    by: User | None,
    link: LinkRight | None = None,
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Say no to a hand-over, with the reason; the matter stays where it was."""
    require_one(by, "matters.receive", matter, link)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, and who could take it instead.")})
    target = _asked(matter, on or timezone.localdate())
    change(matter, seen=seen, at=moment(on), asked=None, asked_until=None)
    note = _note(matter, reason, by=by, on=on)
    record("matters.given_back", matter, by=by, at=moment(on), target=target, note=note)
    lifting.lift_what_nobody_takes(matter, on=on)
    return matter


@transaction.atomic
def call_back(
    matter: Matter, *, by: User | None, seen: int | None = None, on: date | None = None
) -> Matter:
    """Take the question to somebody back before they have answered it."""
    require(by, "matters.pass_on", matter)
    if (target := matter.asked) is None:
        raise ValidationError(_("Nobody is asked to take the matter over now."))
    change(matter, seen=seen, at=moment(on), asked=None, asked_until=None)
    record("matters.called_back", matter, by=by, at=moment(on), target=target)
    return matter


@transaction.atomic
def lapse(matter: Matter, *, on: date | None = None) -> Matter:
    """Let a hand-over that nobody answered in time come back, and say so (R12).

    Raises Stale when somebody answered meanwhile and ValidationError while there is time.
    """
    today = on or timezone.localdate()
    if matter.asked is None or matter.asked_until is None or matter.asked_until >= today:
        raise ValidationError(_("There is still time to answer."))
    target = matter.asked
    change(matter, seen=None, at=moment(on), asked=None, asked_until=None)
    record("matters.lapsed", matter, by=None, at=moment(on), target=target)
    lifting.lift_what_nobody_takes(matter, on=on)
    return matter


@transaction.atomic
def set_date(
    matter: Matter,
    *,
    next_on: date,
    by: User | None,
    reason: str = "",
    seen: int | None = None,
    on: date | None = None,
) -> Matter:
    """Say when the next word comes at the latest, with or without a reason."""
    require(by, "matters.pass_on", matter)
    still_open(matter)
    ahead(next_on, on or timezone.localdate())
    change(matter, seen=seen, at=moment(on), next_on=next_on)
    note = _note(matter, reason, by=by, on=on)
    record("matters.dated", matter, by=by, at=moment(on), next_on=next_on, note=note)
    return matter
