"""What a guardian who cannot come in has answered on paper or in speech, written down by another.

A child's plan waits for every guardian, also for one who is ill, far away or has no phone. Her
answer stands sealed beside the yes that it is about: how she gave it, which day, who saw it and who
wrote it. Whoever has been here answers by herself. A no is never written over by a yes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import DataKey
from oppnasoc.vault.router import ALIAS

from . import noticing
from .deciding import LONGEST, count, guardians_of
from .opening import NotThere, Opened, holds
from .saying import said, still_open
from .seats import ACTING_FOR, Agreement, Grant, How, Seat, SeatKind
from .writing import Refused, hold

#: For so long whoever wrote an answer down mends a slip of her own.
MENDS = timedelta(minutes=15)
#: How such an answer was given.
HOW = (How.WRITTEN, How.SPOKEN)
#: Where they stand among the words of a yes, in the order they were written.
PAPERS = "papers"


@dataclass(frozen=True)
class Paper:
    """One written-down answer. ``by`` is the account of who wrote it; ``over`` that the guardian
    has answered by herself since, or another answer of hers was written."""

    seat: uuid.UUID
    yes: bool
    how: str
    on: date
    witness: str
    by: uuid.UUID
    at: datetime
    over: bool


def papers_of(grant: Grant, key: DataKey) -> list[Paper]:
    """Everything that has been written down beside a yes, in that order."""
    return [
        Paper(
            uuid.UUID(row["seat"]),
            bool(row["yes"]),
            str(row["how"]),
            date.fromisoformat(row["on"]),
            str(row["witness"]),
            uuid.UUID(row["by"]),
            datetime.fromisoformat(row["at"]),
            bool(row["over"]),
        )
        for row in grant.words(key).get(PAPERS, [])
    ]


def paper_of(grant: Grant, seat: Seat, key: DataKey) -> Paper | None:
    """What stands as somebody's answer when another wrote it down."""
    found = [each for each in papers_of(grant, key) if each.seat == seat.pk and not each.over]
    return found[-1] if found else None


def absent(opened: Opened) -> list[Seat]:
    """The guardians whose answers this person may write down: those who have never come in."""
    if not opened.plan.is_open:
        return []
    if not opened.is_owner and opened.seat.kind != SeatKind.GUARDIAN:
        return []
    there = guardians_of(opened.plan, opened.at)
    return [seat for seat in there if seat.person is None and seat.pk != opened.seat.pk]


def asked_of(opened: Opened, guardian: Seat) -> list[Grant]:
    """Every yes that a guardian is asked about, answered or not, in the order it was said."""
    asked = Agreement.objects.filter(seat=guardian).values("grant")
    rows = Grant.objects.filter(pk__in=asked, seat__plan=opened.plan, withdrawn_at=None)
    there = rows.filter(until_at__gt=opened.at).select_related("seat__plan", "piece")
    return [each for each in there if holds(each.seat, opened.plan, opened.at)]


def waits_for(opened: Opened, guardian: Seat) -> bool:
    """Whether a guardian has not answered all that she is asked about."""
    rows = Agreement.objects.filter(seat=guardian, agrees=None)
    return rows.filter(grant__in=[each.pk for each in asked_of(opened, guardian)]).exists()


def witnesses(opened: Opened, guardian: Seat) -> list[Seat]:
    """Those at the plan who may have seen it: neither whose answer or plan it is, nor who types."""
    return [
        seat
        for seat in opened.seats
        if seat.kind != SeatKind.OWNER
        and seat.pk not in (guardian.pk, opened.seat.pk, opened.assisted)
        and holds(seat, opened.plan, opened.at)
    ]


def write_down(
    opened: Opened,
    guardian: Seat,
    grants: Iterable[Grant],
    *,
    yes: bool,
    how: str,
    on: date,
    witness: str,
) -> None:
    """Write down what an absent guardian has answered to some yeses; all who decide for the child
    are told.

    Raises NotThere for who may not, and Refused (``grants``, ``how``, ``on``, ``witness``): where
    she has been here, for a yes where she has said no, and for a witness who is one of the two.
    """
    still_open(opened)
    if guardian.pk not in {seat.pk for seat in absent(opened)}:
        raise NotThere
    if how not in HOW:
        raise Refused(_("Choose one of the answers."), "how")
    today = timezone.localdate(opened.at)
    if not today - timedelta(days=LONGEST) <= on <= today:
        raise Refused(_("Write the day when the answer was given."), "on")
    seen = _witness(opened, guardian, witness)
    asked = list(grants)
    if not asked:
        raise Refused(_("Tick what the answer is about."), "grants")
    with transaction.atomic(using=ALIAS):
        hold(opened)
        now = Seat.objects.select_for_update().get(pk=guardian.pk)
        if now.person is not None:
            raise Refused(_("That guardian has come in, and answers without anybody else."))
        for grant in asked:
            row = {"yes": yes, "how": how, "on": on.isoformat(), "witness": seen}
            _write(opened, now, grant, row)
        decide = opened.plan.seats.filter(kind__in=ACTING_FOR, ended_at=None)
        told = [pk for pk in decide.values_list("pk", flat=True) if pk != opened.seat.pk]
        owner = [] if opened.is_owner else [noticing.owner_seat(opened.plan)]
        noticing.tell(*told, *owner)


def _witness(opened: Opened, guardian: Seat, witness: str) -> str:
    """The name of who saw or heard it. Neither who writes nor whose answer it is bears it out."""
    needed = _("Write who heard it or has the paper.")
    seen = said(opened.plan, witness, "witness", needed=needed)
    own = [opened.seat, guardian]
    if opened.assisted is not None:
        own += opened.plan.seats.filter(pk=opened.assisted)
    names = {str(seat.words(opened.key).get("name", "")) for seat in own} | {opened.name}
    if seen.casefold() in {name.strip().casefold() for name in names}:
        raise Refused(_("Somebody else must have seen or heard it. Write that name."), "witness")
    return seen


def _write(opened: Opened, guardian: Seat, grant: Grant, row: dict[str, Any]) -> None:
    """One answer, in the caller's transaction."""
    rows = Agreement.objects.select_for_update().filter(grant=grant, seat=guardian)
    before = rows.filter(grant__seat__plan=opened.plan, grant__withdrawn_at=None).first()
    now = Grant.objects.select_for_update().filter(pk=grant.pk).first()
    if before is None or now is None or not (now.until_at and now.until_at > opened.at):
        raise NotThere
    assert opened.seat.person is not None
    paper = paper_of(now, guardian, opened.key)
    mends = paper is not None and paper.by == opened.seat.person and paper.at > opened.at - MENDS
    if before.agrees is row["yes"] and not mends:
        return
    said_no = before.agrees is False and not mends
    if row["yes"] and (said_no or _noes(guardian, now)):
        why = _("That guardian has said no to this. Nobody else can change it to a yes.")
        raise Refused(why, "grants")
    _over(opened.key, now, guardian, row | {"by": str(opened.seat.person), "at": str(opened.at)})
    if before.agrees is not row["yes"]:
        count(before, row["yes"], opened.at)
    opened.log(Verb.GRANT if row["yes"] else Verb.WITHDRAW, now.section)


def _noes(guardian: Seat, grant: Grant) -> bool:
    """Whether she has said no to the same before, or to what holds it or is held by it: a question
    that is asked anew does not undo it."""
    rows = Agreement.objects.filter(seat=guardian, agrees=False, grant__section=grant.section)
    rows = rows.filter(grant__seat=grant.seat).exclude(grant=grant)
    if grant.piece_id is not None:
        rows = rows.filter(Q(grant__piece=None) | Q(grant__piece=grant.piece_id))
    return rows.exists()


def _over(key: DataKey, grant: Grant, guardian: Seat, *rows: dict[str, Any]) -> None:
    """Let what was written down of somebody's answer hold no more, and what comes instead; in the
    caller's transaction that holds the row. Nothing that was written is lost."""
    words, hers = grant.words(key), guardian.pk.hex
    before = [{**row, "over": row["over"] or row["seat"] == hers} for row in words.get(PAPERS, [])]
    new = [{**row, "seat": hers, "over": False} for row in rows]
    grant.put(key, {**words, PAPERS: before + new})
    Grant.objects.filter(pk=grant.pk).update(body=grant.body)


def by_herself(opened: Opened, grant: uuid.UUID) -> bool:
    """She answers by herself, in the caller's transaction: what was written down before holds no
    more. Whether there was such."""
    now = Grant.objects.select_for_update().get(pk=grant)
    if paper_of(now, opened.seat, opened.key) is None:
        return False
    _over(opened.key, now, opened.seat)
    return True
