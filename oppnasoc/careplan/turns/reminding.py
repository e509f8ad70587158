"""The nightly round: who is reminded of what, before its day, on it and after it.

It reads ids, states and days only. Each reminder goes once; several of one night are one notice.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from oppnasoc.people.models import User
from oppnasoc.vault.router import ALIAS

from .. import noticing
from ..opening import Rights, holds
from ..pieces import OPEN, Doing, Kind, Piece
from ..plans import Plan, State
from ..seats import Seat, SeatKind
from . import asking, confirming
from .models import Ask, Call, Nudge, Reply

log = logging.getLogger(__name__)

#: Days from the day in question on which somebody is reminded.
STEPS = (-14, -7, 0, 7, 14)
AFTER = (0, 7, 14)
#: Days of silence on which whoever should confirm is reminded; on the last it is said aloud.
CONFIRM = (7, 14, confirming.SILENT)
#: Nights that the round may have stood still; what it missed then is sent late, older not at all.
MISSED = 2
#: Stands in the place of days where nobody answers for something any more.
LEFT = 999


@dataclass(frozen=True)
class Due:
    """One reminder of one night, to one seat, about a row and a step of its day."""

    plan: uuid.UUID
    seat: uuid.UUID
    about: uuid.UUID
    days: int


def step_of(day: date, on: date, steps: tuple[int, ...] = STEPS) -> int | None:
    """The step that a day is at on a night, or nothing: the last one passed, if it is not long
    since."""
    gone = (on - day).days
    passed = [step for step in steps if step <= gone]
    return passed[-1] if passed and gone - passed[-1] <= MISSED else None


def remind(on: date) -> int:
    """Send the reminders of a night; run again it sends nothing more. Gives back how many people
    were told."""
    due: dict[uuid.UUID, list[Due]] = defaultdict(list)
    for each in dict.fromkeys(_all(on)):
        due[each.seat].append(each)
    people = noticing.reached(due)  # Who still has her place is asked now.
    by_person: dict[int, list[Due]] = defaultdict(list)
    for seat, person in people.items():
        by_person[person.pk] += due[seat]
    accounts = {person.pk: person for person in people.values()}
    return sum(_send(accounts[pk], dues) for pk, dues in by_person.items())


def _send(person: User, dues: list[Due]) -> bool:
    """One notice about everything that is new tonight. When it cannot be sent, the next night
    tries again."""
    with transaction.atomic(using=ALIAS):
        new = [_kept(each) for each in dues]
    made = [nudge for nudge in new if nudge is not None]
    if not made:
        return False
    try:
        noticing.send(person)
    except noticing.Unsent:
        log.warning("A notice could not be sent.")
        Nudge.objects.filter(pk__in=[nudge.pk for nudge in made]).delete()
        return False
    return True


def _kept(each: Due) -> Nudge | None:
    nudge, made = Nudge.objects.get_or_create(
        seat_id=each.seat, about=each.about, days=each.days, defaults={"plan_id": each.plan}
    )
    return nudge if made else None


def _all(on: date) -> Iterator[Due]:
    plans = Plan.objects.filter(practice=False, frozen_at=None, closed_at=None)
    owners = dict(
        Seat.objects.filter(kind=SeatKind.OWNER, plan__in=plans).values_list("plan", "pk")
    )
    yield from _actions(on, owners)
    yield from _to_confirm(on, owners)
    yield from _meetings(on, owners)
    yield from _asks(on, owners)
    follow_up = plans.filter(state__in=[State.IN_FORCE, State.FOLLOWING_UP])
    for plan in follow_up.filter(follow_up_on__range=_window(on)):
        assert plan.follow_up_on is not None
        step = step_of(plan.follow_up_on, on)
        if step is not None:
            yield from _to([owners[plan.pk], plan.lead_id], plan.pk, plan.pk, step)


def _window(on: date) -> tuple[date, date]:
    """The days that a night can have to do with."""
    return on - timedelta(days=STEPS[-1] + MISSED), on - timedelta(days=STEPS[0])


def _to(
    seats: Iterable[uuid.UUID | None], plan: uuid.UUID, about: uuid.UUID, days: int
) -> Iterator[Due]:
    for seat in seats:
        if seat is not None:
            yield Due(plan, seat, about, days)


def _actions(on: date, owners: dict[uuid.UUID, uuid.UUID]) -> Iterator[Due]:
    rows = Piece.objects.there().filter(kind=Kind.ACTION, doing__in=OPEN, plan__in=owners)
    for piece in rows.filter(due_on__range=_window(on)):
        assert piece.due_on is not None
        step = step_of(piece.due_on, on)
        if step is not None:
            yield from _to([owners[piece.plan_id], piece.seat_id], piece.plan_id, piece.pk, step)
    now = timezone.now()
    for piece in rows.filter(seat__isnull=False).select_related("seat__plan"):
        assert piece.seat is not None
        if not holds(piece.seat, piece.seat.plan, now):  # She is told once of each who has left.
            yield from _to([owners[piece.plan_id]], piece.plan_id, piece.seat.pk, LEFT)


def _to_confirm(on: date, owners: dict[uuid.UUID, uuid.UUID]) -> Iterator[Due]:
    """What no authority stands for as it reads now: whoever answers for it, when she may read it.
    Each text has its own reminders, also where no day is set."""
    rows = Piece.objects.there().filter(kind=Kind.ACTION, doing__in=OPEN, plan__in=owners)
    rows = rows.filter(seat__kind=SeatKind.AUTHORITY, seat__person__isnull=False)
    first, last = (on - timedelta(days=days) for days in (CONFIRM[-1] + MISSED, CONFIRM[0]))
    rows = rows.filter(changed_at__date__range=(first, last)).select_related("seat", "plan")
    asked = {piece.pk: piece for piece in rows}
    stands, now = confirming.stands(asked.values(), on), timezone.now()
    for pk, found in stands.items():
        piece = asked[pk]
        step = step_of(timezone.localdate(piece.changed_at), on, CONFIRM)
        if step is None or found.stand.is_given or piece.seat is None:
            continue
        if Rights.of(piece.seat, piece.plan, now).level(piece.section, pk):
            text = uuid.uuid5(pk, str(piece.edition))
            yield Due(piece.plan_id, piece.seat.pk, text, step)


def _meetings(on: date, owners: dict[uuid.UUID, uuid.UUID]) -> Iterator[Due]:
    meetings = Piece.objects.there().filter(kind=Kind.MEETING, plan__in=owners)
    meetings = meetings.exclude(doing=Doing.DONE)
    for piece in meetings.filter(due_on__range=_window(on)):
        assert piece.due_on is not None
        step = step_of(piece.due_on, on)
        if step is not None:
            yield from _to([owners[piece.plan_id]], piece.plan_id, piece.pk, step)
    calls = Call.objects.filter(meeting__in=meetings).exclude(reply=Reply.NO)
    for call in calls.select_related("meeting"):
        plan, day = call.meeting.plan_id, call.meeting.due_on
        step = step_of(day, on, STEPS[:3]) if day is not None else None
        if step is not None:
            yield from _to([call.seat_id], plan, call.meeting_id, step)
        waits = call.sent_on is not None and call.reply == Reply.NONE
        step = step_of(call.answer_by, on, AFTER) if waits else None
        if step is not None:
            yield from _to([call.seat_id], plan, call.pk, step)


def _asks(on: date, owners: dict[uuid.UUID, uuid.UUID]) -> Iterator[Due]:
    """Of asks that nobody has said have come, and of those that nothing has come of: whoever is
    asked, and the owner once it is late."""
    now = timezone.now()
    rows = Ask.objects.filter(plan__in=owners, refused_on=None, met_on=None, withdrawn_at=None)
    waits = rows.filter(received_on=None, sent_on__isnull=False)
    for ask in waits.filter(receipt_by__range=_window(on)):
        step = step_of(ask.receipt_by, on, AFTER)
        if step is not None:
            owner = owners[ask.plan_id] if on > ask.receipt_by else None
            yield from _to([owner, *asking.asked_seats(ask, now)], ask.plan_id, ask.pk, step)
    first, last = (day - asking.WITHIN for day in _window(on))
    for ask in rows.filter(received_on__range=(first, last)).select_related("plan"):
        day = asking.should_have_come(ask)
        step = step_of(day, on, AFTER) if day is not None else None
        if step is None or asking.is_given(ask, ask.plan.seats.all(), ask.plan, now):
            continue
        owner = owners[ask.plan_id] if step else None
        told = [owner, *asking.asked_seats(ask, now)]
        yield from _to(told, ask.plan_id, ask.pk, asking.WITHIN.days + step)
