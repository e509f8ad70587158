"""The person asks for a plan together, or for support of her own, and gets an answer.

A no holds a reason, a name and where to turn: without them it is not a no. An ask that nobody
says has come is late for all to see.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from oppnasoc.language.workdays import workdays_after
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import noticing
from ..opening import NotThere, Opened, holds
from ..plans import Plan, State, marked
from ..public.letters import Letter, Receiver
from ..public.letters import letter as ask_letter
from ..saying import ANSWER, said, step_on
from ..sealed import Words
from ..seats import PRINCIPALS, Grant, Level, Seat, SeatKind, Side, Support
from ..sections import Section
from ..writing import Refused, hold
from .models import Ask

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: Working days until somebody says that an ask has come.
RECEIPT = 3
#: Days from the word that it has come until there has been a meeting, or the support is there. Our
#: rule, after agreements between regions and municipalities that say three weeks.
WITHIN = timedelta(days=21)
#: What can be asked for beside a plan.
SUPPORTS = (Support.CASE_MANAGER, Support.SPECIALIST)


@dataclass(frozen=True)
class Asked:
    """An ask with its words, as one person reads it. ``seat`` is whoever was asked by name."""

    ask: Ask
    words: Words
    today: date
    #: The support that was asked for has its place at the plan.
    given: bool = False

    @property
    def state(self) -> str:
        """``met``, ``withdrawn``, ``refused``, ``received``, ``late``, ``waits``, or ``unsent``."""
        ask = self.ask
        if ask.withdrawn_at:
            return "withdrawn"
        if ask.refused_on:
            return "refused"
        if ask.met_on or self.given:
            return "met"
        if ask.received_on:
            return "received"
        if ask.sent_on is None:
            return "unsent"
        return "late" if is_late(ask, self.today) else "waits"

    @property
    def support(self) -> str:
        return str(Support(self.ask.support).label) if self.ask.support else ""


def is_late(ask: Ask, today: date) -> bool:
    """Whether nobody has said in time that it has come, once it was sent."""
    sent = ask.sent_on is not None and ask.received_on is None
    return ask.is_open and sent and ask.receipt_by < today


def should_have_come(ask: Ask) -> date | None:
    """The last day for what was asked for, once somebody has said that the ask has come."""
    return ask.received_on + WITHIN if ask.received_on is not None else None


def is_given(ask: Ask, seats: Iterable[Seat], plan: Plan, at: datetime) -> bool:
    """Whether the support that was asked for has come: somebody of that kind has got a place
    since then, and still holds it."""
    if not ask.support:
        return False
    return any(
        seat.support == ask.support and seat.since >= ask.asked_at and holds(seat, plan, at)
        for seat in seats
    )


def nothing_came(opened: Opened, ask: Ask) -> bool:
    """Whether an ask was received, and neither a meeting, the support nor a no has come in time."""
    last = should_have_come(ask)
    if last is None or not ask.is_open or last >= timezone.localdate(opened.at):
        return False
    return not is_given(ask, opened.plan.seats.all(), opened.plan, opened.at)


def may_ask(opened: Opened) -> bool:
    """Whether somebody asks for a plan: the person, or who writes of her meetings for her."""
    return opened.plan.is_open and opened.may(Section.MEETING, Level.WRITE)


def ask(
    opened: Opened,
    side: str = Side.NONE,
    *,
    seat: Seat | None = None,
    support: str = "",
    whom: str = "",
    words: str = "",
) -> Ask:
    """Ask a side, or somebody at it, for a plan; or with ``support`` for somebody of one's own.

    Asked twice it is one ask: the first is given back. Where nobody at that side is in the plan
    it reaches nobody, and no day is promised, until the letter is handed in.

    Raises Refused for a side that cannot be asked, and NotThere for who may not ask.
    """
    if not opened.may(Section.MEETING, Level.WRITE):
        raise NotThere
    if seat is not None:
        if all(seat.pk != known.pk for known in opened.seats) or seat.kind != SeatKind.AUTHORITY:
            raise NotThere
        if not holds(seat, opened.plan, opened.at):
            raise Refused(_("This person has no place at the plan any more."), "to")
        side = seat.side
    if side not in (PRINCIPALS if not support else (*PRINCIPALS, Side.OTHER)):
        raise Refused(_("Choose whom you ask."), "to")
    if support and support not in SUPPORTS:
        raise Refused(_("Choose one of the answers."), "support")
    kept = {
        "whom": said(opened.plan, whom, "whom"),
        "words": said(opened.plan, words, "words", most=ANSWER),
    }
    today = timezone.localdate(opened.at)
    new = Ask(
        plan=opened.plan,
        by=opened.seat,
        side=side,
        seat=seat,
        support=support,
        asked_at=opened.at,
        receipt_by=workdays_after(today, RECEIPT),
    )
    new.put(opened.key, kept)
    with transaction.atomic(using=ALIAS):
        hold(opened)  # Two clicks come one by one.
        same = Ask.objects.filter(plan=opened.plan, side=side, seat=seat, support=support)
        for before in same:
            if before.is_open:
                return before
        new.sent_on = today if reaches(new, opened.at) else None
        new.save(force_insert=True)
        if not support:
            step_on(opened.plan, (State.BEGUN,), State.ASKED)
        opened.log(Verb.WRITE, Section.MEETING)
        noticing.tell(*asked_seats(new, opened.at))
    return new


def asked_seats(ask: Ask, at: datetime) -> list[uuid.UUID]:
    """The seats that an ask is to: the one by name, or all at its side that may decide for it;
    never one to whom the owner has said no about the meetings."""
    rows = Seat.objects.filter(plan=ask.plan_id, kind=SeatKind.AUTHORITY, ended_at=None)
    to = {"pk": ask.seat_id} if ask.seat_id else {"side": ask.side, "mandate": True}
    rows = rows.filter(**to)
    noes = Grant.objects.filter(seat__in=rows, section=Section.MEETING, excludes=True, piece=None)
    return list(rows.exclude(pk__in=noes.valid(at).values("seat")).values_list("pk", flat=True))


def reaches(ask: Ask, at: datetime) -> bool:
    """Whether somebody who is asked has come in here and can read it."""
    rows = Seat.objects.filter(pk__in=asked_seats(ask, at), person__isnull=False)
    return any(holds(seat, seat.plan, at) for seat in rows.select_related("plan"))


def handed_in(opened: Opened, ask: Ask) -> None:
    """She has handed in the letter: from today an answer is waited for."""
    if ask.plan_id != opened.plan.pk or not (opened.is_owner or ask.by_id == opened.seat.pk):
        raise NotThere
    with transaction.atomic(using=ALIAS):
        hold(opened)
        if _send(Ask.objects.filter(pk=ask.pk, received_on=None), timezone.localdate(opened.at)):
            opened.log(Verb.WRITE, Section.MEETING)


def _send(rows: QuerySet[Ask], today: date) -> int:
    rows = rows.filter(sent_on=None, refused_on=None, met_on=None, withdrawn_at=None)
    return rows.update(sent_on=today, receipt_by=workdays_after(today, RECEIPT))


def send_what_reaches_somebody(on: date) -> int:
    """What somebody asked for before anybody at that side was in the plan counts from the day when
    there is one. Returns how many asks that is."""
    now, sent = timezone.now(), 0
    rows = Ask.objects.filter(sent_on=None, received_on=None, plan__closed_at=None)
    for ask in rows.filter(plan__frozen_at=None):
        if ask.is_open and reaches(ask, now):
            sent += _send(Ask.objects.filter(pk=ask.pk), on)
    return sent


@override("sv")
def letter(opened: Opened, ask: Ask) -> Letter:
    """What she asked for as a letter to print and hand in. Only the person herself gets it."""
    if not opened.is_owner or ask.support or not ask.is_open:
        raise NotThere
    opened.reads(Section.MEETING)
    to = Receiver.MUNICIPALITY if ask.side == Side.MUNICIPALITY else Receiver.REGION
    who = opened.about(ask.seat)
    given = {
        "to": to,
        "where": who.get("organisation") or who.get("name", ""),
        "needs": str(ask.words(opened.key).get("words", "")),
        "name": opened.name,
        "protected": opened.plan.protected,
    }
    made = ask_letter(given)
    return replace(made, title=marked(made.title, opened.plan.practice))


def is_asked(opened: Opened, ask: Ask) -> bool:
    """Whether an ask is to this person: by name, or to the side that she may decide for. Whom the
    owner has said no to about the meetings is not asked, whatever stands here."""
    if opened.seat.kind != SeatKind.AUTHORITY or _is_kept_out(opened):
        return False
    if ask.seat_id:
        return ask.seat_id == opened.seat.pk
    return opened.seat.mandate and ask.side == opened.seat.side


def _is_kept_out(opened: Opened) -> bool:
    return not opened.is_owner and Section.MEETING in opened.rights.closed_parts


def outline(opened: Opened) -> list[Ask]:
    """The asks that this person knows of, newest first, without their words: the owner of all,
    others of those that are to them or that they made; a no of hers beats both."""
    if _is_kept_out(opened):
        return []
    rows = opened.plan.asks.order_by("-asked_at").select_related("seat", "by")
    return [
        each
        for each in rows
        if opened.is_owner or each.by_id == opened.seat.pk or is_asked(opened, each)
    ]


def _asked(opened: Opened, ask: Ask) -> Asked:
    given = is_given(ask, opened.plan.seats.all(), opened.plan, opened.at)
    return Asked(ask, ask.words(opened.key), timezone.localdate(opened.at), given)


def asks(opened: Opened) -> list[Asked]:
    """The same with their words; the reading is logged."""
    rows = outline(opened)
    if rows:
        opened.reads(Section.MEETING)
    return [_asked(opened, each) for each in rows]


def find(opened: Opened, pk: uuid.UUID) -> Asked:
    """One ask that this person knows of. Raises NotThere."""
    found = next((each for each in outline(opened) if each.pk == pk), None)
    if found is None:
        raise NotThere
    opened.reads(Section.MEETING)
    return _asked(opened, found)


def _answers(opened: Opened, ask: Ask) -> Ask:
    """The ask as it is now, to who may write its answer: who is asked, or the owner who writes
    down what she was told. Inside a transaction."""
    hold(opened)
    fresh = Ask.objects.select_for_update().filter(pk=ask.pk, plan=opened.plan).first()
    if fresh is None or not (opened.is_owner or is_asked(opened, fresh)):
        raise NotThere
    if not fresh.is_open:
        raise Refused(_("This has been answered already."))
    return fresh


def receive(opened: Opened, ask: Ask, receiver: str) -> Ask:
    """Say that an ask has come, and who takes care of it. Raises Refused without a name."""
    name = said(opened.plan, receiver, "receiver", needed=_("Write a name first."))
    today = timezone.localdate(opened.at)
    with transaction.atomic(using=ALIAS):
        ask = _answers(opened, ask)
        ask.put(opened.key, {**ask.words(opened.key), "receiver": name})
        Ask.objects.filter(pk=ask.pk).update(received_on=ask.received_on or today, body=ask.body)
        ask.received_on = ask.received_on or today
        if not ask.support:
            step_on(opened.plan, (State.ASKED,), State.PREPARING)
        opened.log(Verb.WRITE, Section.MEETING)
        if not opened.is_owner:
            noticing.tell(noticing.owner_seat(opened.plan))
    return ask


def refuse(opened: Opened, ask: Ask, *, reason: str, name: str, turn_to: str) -> Ask:
    """Say no: with the reason, who decided, and where the person turns instead.

    Raises Refused, naming the field, when one of the three is missing (Socialstyrelsen: whoever
    asks shall as a rule get it; a refusal is the exception and its reason is written down).
    """
    plan = opened.plan
    kept = {
        "reason": said(plan, reason, "reason", most=ANSWER, needed=_("Write why you say no.")),
        "name": said(plan, name, "name", needed=_("Write who has decided it.")),
        "turn_to": said(
            plan, turn_to, "turn_to", most=ANSWER, needed=_("Write where she can turn instead.")
        ),
    }
    today = timezone.localdate(opened.at)
    with transaction.atomic(using=ALIAS):
        ask = _answers(opened, ask)
        ask.put(opened.key, {**ask.words(opened.key), **kept})
        Ask.objects.filter(pk=ask.pk).update(refused_on=today, body=ask.body)
        ask.refused_on = today
        _back_to_begun(plan)
        opened.log(Verb.WRITE, Section.MEETING)
        if not opened.is_owner:
            noticing.tell(noticing.owner_seat(plan))
    return ask


def withdraw(opened: Opened, ask: Ask) -> None:
    """Take an ask back: whoever made it, or the owner. Nobody is told."""
    if ask.plan_id != opened.plan.pk or not (opened.is_owner or ask.by_id == opened.seat.pk):
        raise NotThere
    rows = Ask.objects.filter(pk=ask.pk, refused_on=None, met_on=None, withdrawn_at=None)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        if rows.update(withdrawn_at=opened.at):
            _back_to_begun(opened.plan)
            opened.log(Verb.WRITE, Section.MEETING)


def granted(opened: Opened, ask: Ask) -> None:
    """The owner has got the support that she asked for."""
    if ask.plan_id != opened.plan.pk or not opened.is_owner or not ask.support:
        raise NotThere
    rows = Ask.objects.filter(pk=ask.pk, refused_on=None, met_on=None, withdrawn_at=None)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        if rows.update(met_on=timezone.localdate(opened.at)):
            opened.log(Verb.WRITE, Section.MEETING)


def _back_to_begun(plan: Plan) -> None:
    """A plan that nobody is asked for any more stands where it began."""
    left = Ask.objects.filter(plan=plan, support="", refused_on=None, met_on=None)
    if not left.filter(withdrawn_at=None).exists():
        step_on(plan, (State.ASKED,), State.BEGUN)
