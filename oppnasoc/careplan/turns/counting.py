"""What came of a round of a plan, as a row of figures that leads to nobody.

A round ends when its owner follows the plan up, closes or erases it, or when nothing has come for
so long that nothing will: a silence is counted too, or the figures would be those of the plans
that went well. A plan for practice is never counted.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from oppnasoc.vault.router import ALIAS

from ..agreed import HOLDS
from ..opening import Opened
from ..pieces import Doing, Edition, Kind, Piece
from ..plans import Plan
from .models import Outcome

#: An action counts as done in time when that is said at the latest so many days after its day:
#: most is told of when the plan is followed up.
GRACE = 14
#: How long after its day a round counts as one that nobody followed up, and after the first ask
#: as one that led to nothing.
SILENCE = timedelta(days=90)


def quarter(day: date) -> str:
    """The quarter of a day, such as 2026Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def count(opened: Opened, *, happened: str) -> None:
    """Keep what came of the round that its owner ends now; ``happened`` is what she says of
    whether what was decided happened. Call it before the next day is set."""
    due = opened.plan.follow_up_on
    in_time = timezone.localdate(opened.at) <= due if due is not None and happened else None
    _count(opened.plan, opened.at, happened=happened, in_time=in_time)


def count_at_the_end(opened: Opened) -> None:
    """The same for a plan that is closed or erased, unless its last round has been counted."""
    plan = opened.plan
    if plan.asks.exists() or plan.in_force_at is not None:
        _count(plan, opened.at, happened="", in_time=None)


def count_the_silent(on: date) -> int:
    """Count the rounds that nobody has ended: plans that hold and were not followed up, and asks
    that led to no plan. Returns how many plans were looked at."""
    now = timezone.now()
    rows = Plan.objects.filter(practice=False, closed_at=None, frozen_at=None)
    not_followed_up = Q(state__in=HOLDS, follow_up_on__lte=on - SILENCE)
    not_followed_up &= Q(counted_at=None) | Q(counted_at__lte=F("in_force_at"))
    led_to_nothing = Q(in_force_at=None, counted_at=None)
    led_to_nothing &= Q(asks__support="", asks__withdrawn_at=None, asks__sent_on__lte=on - SILENCE)
    found = list(rows.filter(not_followed_up | led_to_nothing).distinct())
    for plan in found:
        _count(plan, now, happened="", in_time=False if plan.state in HOLDS else None)
    return len(found)


def _count(plan: Plan, at: datetime, *, happened: str, in_time: bool | None) -> None:
    """A row of the round that ends, once. One person counts once in a quarter: nobody is ten."""
    if plan.practice:
        return
    with transaction.atomic(using=ALIAS):
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        if _is_counted(plan):
            return
        again = _counted_this_quarter(plan, timezone.localdate(at))
        Plan.objects.filter(pk=plan.pk).update(counted_at=at)
        if again:
            return
        on_time, all_of_them = actions_on_time(plan)
        Outcome.objects.create(
            quarter=quarter(timezone.localdate(at)),
            asked_days_to_meeting=_days_to_meeting(plan),
            met=plan.pieces.there().filter(kind=Kind.MEETING, doing=Doing.DONE).exists(),
            in_force=plan.in_force_at is not None,
            followed_up_in_time=in_time,
            actions=all_of_them,
            actions_on_time=on_time,
            happened=happened,
        )


def _is_counted(plan: Plan) -> bool:
    """Whether the round that the plan is in has been counted: what comes into force at the same
    moment is the next one."""
    if plan.counted_at is None:
        return False
    return plan.in_force_at is None or plan.counted_at > plan.in_force_at


def _counted_this_quarter(plan: Plan, today: date) -> bool:
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    since = timezone.make_aware(datetime.combine(first, time.min))
    hers = Plan.objects.filter(owner=plan.owner, practice=False)
    return hers.filter(counted_at__gte=since).exists()


def _days_to_meeting(plan: Plan) -> int | None:
    """Days from the first ask of this round to its meeting; only the first round has one."""
    if plan.edition > 1:
        return None
    first = plan.asks.filter(support="", met_on__isnull=False).order_by("asked_at").first()
    if first is None or first.met_on is None:
        return None
    return max(0, (first.met_on - timezone.localdate(first.asked_at)).days)


def actions_on_time(plan: Plan) -> tuple[int, int]:
    """How many actions were done in time, of how many whose day has come or that are done. What
    was not needed any more is left out, unless that was said when its day had passed."""
    today = timezone.localdate()
    rows = list(plan.pieces.there().filter(kind=Kind.ACTION))
    dropped = _dropped_in_time(rows)
    counted = [
        p
        for p in rows
        if p.pk not in dropped and (p.doing == Doing.DONE or (p.due_on and p.due_on <= today))
    ]
    said: dict[object, date] = {}
    editions = Edition.objects.filter(piece__in=counted, doing=Doing.DONE).order_by("-number")
    for row in editions:  # The earliest comes last and stays.
        said[row.piece_id] = timezone.localdate(row.at)
    in_time = [
        p
        for p in counted
        if p.doing == Doing.DONE
        and (p.due_on is None or said.get(p.pk, today) - timedelta(days=GRACE) <= p.due_on)
    ]
    return len(in_time), len(counted)


def _dropped_in_time(actions: Iterable[Piece]) -> set[uuid.UUID]:
    """What was not needed any more, as somebody said at the latest on its day."""
    dropped = {piece.pk: piece for piece in actions if piece.doing == Doing.DROPPED}
    rows = Edition.objects.filter(piece__in=dropped, doing=Doing.DROPPED).order_by()
    said = rows.values("piece").annotate(first=Min("at")).values_list("piece", "first")
    return {
        pk
        for pk, at in said
        if (day := dropped[pk].due_on) is None or timezone.localdate(at) <= day
    }
