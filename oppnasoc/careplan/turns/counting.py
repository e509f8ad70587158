"""What came of a round of a plan, as a row of figures that leads to nobody.

A round ends when the plan is followed up, or when its owner closes it before that. A plan for
practice is never counted.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from ..opening import Opened
from ..pieces import Doing, Edition, Kind, Piece
from ..plans import Plan
from .models import Outcome

#: An action counts as done in time when that is said at the latest so many days after its day:
#: most is told of when the plan is followed up.
GRACE = 14


def quarter(day: date) -> str:
    """The quarter of a day, such as 2026Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def count(opened: Opened, *, happened: str) -> None:
    """Keep what came of the round that ends now; ``happened`` is the answer to whether what was
    decided happened. Call it before the next day is set. One person counts once in a quarter:
    nobody is ten."""
    plan = opened.plan
    if plan.practice or _has_been_counted(opened):
        return
    today = timezone.localdate(opened.at)
    due = plan.follow_up_on
    on_time, all_of_them = actions_on_time(plan)
    Outcome.objects.create(
        quarter=quarter(today),
        asked_days_to_meeting=_days_to_meeting(plan),
        met=plan.pieces.there().filter(kind=Kind.MEETING, doing=Doing.DONE).exists(),
        in_force=plan.in_force_at is not None,
        followed_up_in_time=today <= due if due is not None and happened else None,
        actions=all_of_them,
        actions_on_time=on_time,
        happened=happened,
    )


def _has_been_counted(opened: Opened) -> bool:
    """Whether a round of the same person has ended earlier in this quarter."""
    today = timezone.localdate(opened.at)
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    since = timezone.make_aware(datetime.combine(first, time.min))
    hers = Plan.objects.filter(owner=opened.plan.owner, practice=False)
    followed = Piece.objects.filter(plan__in=hers, kind=Kind.FOLLOW_UP)  # Taken away ones too.
    return (
        hers.filter(closed_at__gte=since).exists()
        or followed.filter(made_at__gte=since, made_at__lt=opened.at).exists()
    )


def count_at_the_end(opened: Opened) -> None:
    """The same for a plan that is closed, unless its last round has been counted already."""
    plan = opened.plan
    rounds = plan.pieces.there().filter(kind=Kind.FOLLOW_UP)
    if plan.in_force_at is not None:
        rounds = rounds.filter(made_at__gte=plan.in_force_at)
    if not rounds.exists() and (plan.asks.exists() or plan.in_force_at is not None):
        count(opened, happened="")


def _days_to_meeting(plan: Plan) -> int | None:
    """Days from the first ask of this round to its meeting; only the first round has one."""
    if plan.edition > 1:
        return None
    first = plan.asks.filter(support="", met_on__isnull=False).order_by("asked_at").first()
    if first is None or first.met_on is None:
        return None
    return max(0, (first.met_on - timezone.localdate(first.asked_at)).days)


def actions_on_time(plan: Plan) -> tuple[int, int]:
    """How many actions were done in time, of how many whose day has come or that are done."""
    today = timezone.localdate()
    rows = plan.pieces.there().filter(kind=Kind.ACTION).exclude(doing=Doing.DROPPED)
    counted = [p for p in rows if p.doing == Doing.DONE or (p.due_on and p.due_on <= today)]
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
