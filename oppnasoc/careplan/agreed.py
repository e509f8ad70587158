"""Who changes what in a plan, and what stands: the owner's yes, and what was said at a meeting.

What she has said yes to others neither take away nor change without her being told.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from . import noticing
from .opening import Opened, Read, Rights
from .pieces import OPEN, Doing, Kind, Piece
from .plans import Plan, State
from .sealed import Words
from .seats import PRINCIPALS, Level, SeatKind

#: What her yes to the plan is to.
AGREED = (Kind.GOAL, Kind.ACTION)
#: Where a plan stands while it holds.
HOLDS = (State.IN_FORCE, State.FOLLOWING_UP)
#: What only the person herself says at a meeting.
HERS = ("hers",)
#: What others say at a meeting.
OF_OTHERS = ("theirs", "dissent", "decided")


def is_held(piece: Piece) -> bool:
    """Whether it is a meeting that has been held."""
    return piece.kind == Kind.MEETING and piece.doing == Doing.DONE


def is_agreed(plan: Plan, piece: Piece) -> bool:
    """Whether the owner has said yes to a plan with this in it: from then on nobody else takes it
    away or brings it back."""
    return piece.kind in AGREED and (plan.approved_at is not None or plan.state in HOLDS)


def may_change(opened: Opened, piece: Piece) -> bool:
    """Whether a person may change the words of a piece.

    Each writes her own, and the owner the acute list too. An action is also changed by those who
    answer for it and by the owner; an authority never changes what is another's. A meeting that
    has been held is changed by nobody but the owner, and by her in her own words only.
    """
    if not opened.plan.is_open or not opened.may(piece.section, Level.WRITE, piece):
        return False
    if is_held(piece) and not opened.is_owner:
        return False
    if piece.author_id == opened.seat.pk:
        return True
    if piece.kind == Kind.ACTION:
        if opened.is_owner:
            return True
        if piece.seat is None:
            return False
        same_side = piece.seat.side == opened.seat.side and opened.seat.side in PRINCIPALS
        return piece.seat_id == opened.seat.pk or same_side
    if piece.kind in (Kind.MEETING, Kind.ACUTE):
        return opened.is_owner
    return False


def may_remove(opened: Opened, piece: Piece) -> bool:
    """The owner takes away what she wants of her plan; others what they wrote themselves, unless
    she has said yes to it or it is a meeting that has been held."""
    if not opened.plan.is_open or not opened.may(piece.section, Level.COMMENT, piece):
        return False
    if opened.is_owner:
        return True
    if is_agreed(opened.plan, piece) or is_held(piece):
        return False
    return piece.author_id == opened.seat.pk


def stands(read: Read, kept: Words, doing: str | None) -> bool:
    """Whether a meeting that has been held is still held, with what the others said as they said
    it; ``doing`` when it is set anew."""
    if not is_held(read.piece):
        return True
    others = all(kept[name] == read.words.get(name, "") for name in OF_OTHERS)
    return others and doing in (None, Doing.DONE)


def her_words_stay(opened: Opened, kind: Kind, before: Words, kept: Words) -> bool:
    """Whether what the person herself says at a meeting is left to her: others neither write nor
    change it, whoever called the meeting. Somebody who types for her does it in her own plan."""
    if opened.is_owner or kind != Kind.MEETING:
        return True
    return all(kept[name] == before.get(name, "") for name in HERS)


def why_it_stays(plan: Plan, piece: Piece) -> str:
    """The sentence for somebody else than the owner who may not take something away."""
    if is_held(piece):
        return _("The meeting has been held. You can write a note beside it.")
    if not is_agreed(plan, piece):
        return _("Somebody else wrote this. You can write a note beside it.")
    if piece.kind == Kind.ACTION:
        return _("She has said yes to this. Nobody else takes it away. Say that it is not needed.")
    return _("She has said yes to this. You can write a note beside it.")


def tell(opened: Opened, piece: Piece, before: uuid.UUID | None) -> None:
    """When somebody else changes what holds, its owner is told that there is something to read;
    and so is whoever gets something to do that another did ``before``, when she may read it."""
    told = not opened.is_owner and piece.kind in AGREED and opened.plan.state in HOLDS
    if told:
        noticing.tell(noticing.owner_seat(opened.plan))
    seat = piece.seat
    if piece.kind != Kind.ACTION or seat is None or seat.pk in (before, opened.seat.pk):
        return
    if (seat.kind == SeatKind.OWNER and not told) or readers(opened, [piece]):
        noticing.tell_once(opened.plan, noticing.Once.GIVEN, piece.pk, seat.pk, at=opened.at)


def readers(opened: Opened, actions: Iterable[Piece]) -> set[uuid.UUID]:
    """Of those who answer for these actions whoever has come in and may read what she answers
    for; the owner is not among them."""
    there = [p for p in actions if p.seat is not None and p.seat.person is not None]
    seats = {p.seat_id: p.seat for p in there if p.seat is not None}
    rights = Rights.of_each(seats.values(), opened.plan, opened.at)
    return {p.seat_id for p in there if p.seat_id and rights[p.seat_id].level(p.section, p.pk)}


def tell_those_who_do(opened: Opened) -> None:
    """Who answers for something, and who holds it together, is told when the owner says yes to the
    plan and when it comes into force: once a day."""
    plan = opened.plan
    rows = plan.pieces.there().filter(kind=Kind.ACTION, doing__in=OPEN, seat__isnull=False)
    who = readers(opened, rows.select_related("seat"))
    if plan.lead_id is not None:
        who.add(plan.lead_id)
    noticing.tell_once(plan, noticing.Once.AGREED, plan.pk, *who, at=opened.at)


def tell_called_off(opened: Opened, piece: Piece) -> None:
    """When a meeting is taken away, who was called to it is told, and its owner."""
    if piece.kind != Kind.MEETING or is_held(piece):
        return
    called = piece.calls.exclude(seat=opened.seat).values_list("seat", flat=True)
    owner = [] if opened.is_owner else [noticing.owner_seat(opened.plan)]
    noticing.tell(*called, *owner)
