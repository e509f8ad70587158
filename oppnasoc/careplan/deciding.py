"""Who may say yes for whom, and for how long: the person herself, and those who act for her."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .opening import Opened, holds, within_power
from .pieces import Piece
from .plans import Plan
from .saying import ANSWER, said
from .sealed import Words
from .seats import ACTING_FOR, Agreement, Grant, GrantQuerySet, Power, Seat, SeatKind
from .writing import Refused

#: The longest that one yes lasts, in days; and one for somebody who has not been asked herself, or
#: could not say.
LONGEST, UNASKED = 365, 30


@dataclass(frozen=True)
class Sought:
    """How somebody's own will was sought before another said yes for her, and by whom, in
    ``words``; ``found`` when she said or showed that she wants it."""

    words: str
    found: bool


class HerNo(Refused):
    """The person herself has said no to what somebody who decides for her wants to show."""


def end_of(day: date) -> datetime:
    """The moment when a yes that lasts through a day ends: midnight in Stockholm."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def last_day(
    wanted: date | None, seat: Seat, plan: Plan, by: Seat | None = None, today: date | None = None
) -> date:
    """The last day of a yes: what was wished, at most a year, at most the seat's own last day.

    What somebody says for another (``by``) ends with her right to say it: a guardian's when the
    child turns 18, a trustee's with the decision.
    """
    days = [(today or timezone.localdate()) + timedelta(days=LONGEST)]
    givers = [by] if by is not None else []
    days += [day for day in (wanted, *(s.until_on for s in (seat, *givers))) if day is not None]
    guardian = any(each.kind == SeatKind.GUARDIAN for each in (seat, *givers))
    if guardian and plan.grown_up_on is not None:
        days.append(plan.grown_up_on - timedelta(days=1))
    if by is not None and by.kind in ACTING_FOR:
        power = Power.objects.filter(seat=by).first()
        days += [power.until_on] if power is not None and power.until_on is not None else []
    return min(days)


def may_decide(opened: Opened, section: str) -> None:
    """The owner decides; a child's guardians decide; a trustee within the order, never against
    what the person herself has said no to (FB 11:5)."""
    if opened.is_owner:
        return
    if opened.seat.kind not in ACTING_FOR:
        raise Refused(_("Only the person whose plan it is decides who sees what."))
    if section not in within_power(opened.seat, timezone.localdate(opened.at)):
        raise Refused(_("Your decision does not reach this part of the plan."))


def her_will(opened: Opened, sought: Sought | None) -> Words:
    """What is kept of how her own will was sought; the person herself need not say. Raises Refused
    where nothing is said of it."""
    if opened.is_owner:
        return {}
    needed = _("Write how you found out what she or he wants, and who asked.")
    words = said(opened.plan, sought.words if sought else "", "sought", needed=needed, most=ANSWER)
    return {"sought": words, "found": sought is not None and sought.found}


def her_word_first(opened: Opened, seat: Seat, section: str, piece: Piece | None) -> None:
    """Who acts for another never lets herself in, and never speaks over what the person herself
    has said: not over her yes, and not when she has taken one back."""
    if opened.is_owner:
        return
    if seat.pk == opened.seat.pk:
        raise Refused(_("Nobody lets herself in. Ask the person whose plan it is."))
    rows = Grant.objects.filter(seat=seat, section=section, excludes=False)
    if piece is not None:
        rows = rows.filter(Q(piece=None) | Q(piece=piece))
    lately: dict[uuid.UUID | None, Grant] = {}
    for row in rows.order_by("given_at", "withdrawn_at"):
        lately[row.piece_id] = row
    owner = opened.plan.owner
    # A part holds its pieces: who has taken back one of them has not meant the whole.
    if any(row.withdrawn_by == owner for row in lately.values()):
        raise HerNo(_("The person herself has said no to this. Ask her, or her case manager."))
    latest = lately.get(piece.pk if piece is not None else None)
    if latest is None:
        return
    ended = latest.withdrawn_at is not None or is_past(latest, opened.at)
    if latest.given_by == owner and not ended:
        raise Refused(_("The person herself has answered this. Only she changes her answer."))


def is_past(grant: Grant, at: datetime) -> bool:
    """Whether a yes has ended by itself."""
    return grant.until_at is not None and grant.until_at <= at


def guardians_of(plan: Plan, at: datetime) -> list[Seat]:
    """The guardians of a child; nobody's when she is grown up, or has not said when she will be."""
    if plan.grown_up_on is None:
        return []
    rows = plan.seats.filter(kind=SeatKind.GUARDIAN, ended_at=None)
    return [seat for seat in rows if holds(seat, plan, at)]


def ask_guardians(opened: Opened) -> None:
    """In the caller's transaction, when somebody has become a guardian of a child or is one again:
    she is asked of every yes that there is, and each holds again when she has said yes too."""
    there = guardians_of(opened.plan, opened.at)
    rows = Grant.objects.filter(seat__plan=opened.plan, excludes=False, withdrawn_at=None)
    yeses = dict(rows.filter(until_at__gt=opened.at).values_list("pk", "seat"))
    asked = set(Agreement.objects.filter(grant__in=yeses).values_list("grant", "seat"))
    for guardian in there:
        new = [
            pk
            for pk, seat in yeses.items()
            if seat != guardian.pk and (pk, guardian.pk) not in asked
        ]
        Agreement.objects.bulk_create(
            Agreement(grant_id=pk, seat=guardian, agrees=None) for pk in new
        )
        Grant.objects.filter(pk__in=new).update(awaits=F("awaits") + 1)


def count(before: Agreement, yes: bool, at: datetime) -> None:
    """In the caller's transaction: a guardian answers what she had not answered so before."""
    Agreement.objects.filter(pk=before.pk).update(agrees=yes, at=at)
    if yes:
        Grant.objects.filter(pk=before.grant_id).update(awaits=F("awaits") - 1)
    elif before.agrees:
        Grant.objects.filter(pk=before.grant_id).update(awaits=F("awaits") + 1)


def trim(opened: Opened, seat: Seat) -> None:
    """In the caller's transaction, when a last day or a decision has changed: no yes to somebody
    lasts longer than her place, and none that she said for another longer than her right to say
    it, or outside of what the decision reaches."""
    today = timezone.localdate(opened.at)
    rows = Grant.objects.filter(seat__plan=opened.plan, excludes=False, withdrawn_at=None)
    _end_by(rows.filter(seat=seat), last_day(None, seat, opened.plan, None, today), opened.at)
    if seat.kind in ACTING_FOR and seat.person is not None:
        hers = rows.filter(given_by=seat.person)
        _end_by(hers, last_day(None, seat, opened.plan, seat, today), opened.at)
        outside = hers.exclude(section__in=within_power(seat, today))
        _end_by(outside, today - timedelta(days=1), opened.at)


def _end_by(rows: GrantQuerySet, day: date, at: datetime) -> None:
    """Let yeses last through a day at most; for one that has passed, until now."""
    ends = max(end_of(day), at)
    rows.filter(until_at__gt=ends, from_at__lt=ends).update(until_at=ends)
