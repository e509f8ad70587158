"""'This has not happened': what is late, and a letter that is ready for it.

Nothing is ever sent from here. The person prints the letter, or copies it, when she wants to.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from oppnasoc.ui.templatetags.ui import shortday

from ..kinds import SHAPES
from ..opening import NotThere, Opened, holds
from ..pieces import OPEN, Doing, Kind, Piece
from ..plans import State, marked
from ..public.letters import Letter, Part
from ..sealed import Words
from ..seats import PRINCIPALS, Seat, SeatKind, Side
from ..sections import Section
from . import asking, following_up, meeting, promised
from .models import Ask, Call

#: Days after its day until it is said that an action has not happened.
GRACE = 14


class What(StrEnum):
    """What has not happened."""

    ACTION = "action"
    RECEIPT = "receipt"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"
    #: An ask has been received, and nobody has held a meeting or said no.
    MEETING = "meeting"
    #: The same of a case manager or a user specialist who was asked for.
    SUPPORT = "support"


class To(StrEnum):
    """Whom a letter is to: who answers for it, then the manager."""

    RESPONSIBLE = "responsible"
    CHIEF = "chief"


@dataclass(frozen=True)
class Late:
    """Something that has not happened. ``pk`` is the id of the action, ask or call; of the plan
    for following up. ``due_on`` is the day by which it should have been: of an action the day that
    was promised, and ``seat`` who promised it, also when others have since ``moved`` the day, said
    that it is not needed (``dropped``) or that somebody else does it (``passed_on``)."""

    what: What
    pk: uuid.UUID
    due_on: date
    days: int
    seat: Seat | None
    piece: Piece | None = None
    ask: Ask | None = None
    moved: bool = False
    dropped: bool = False
    passed_on: bool = False

    @property
    def side(self) -> Side:
        """Whose it is to do."""
        if self.seat is not None:
            return Side(self.seat.side)
        return Side(self.ask.side) if self.ask is not None else Side.NONE

    @property
    def has_chief(self) -> bool:
        """Whether a letter to a manager makes sense: an authority answers for it."""
        if self.seat is not None:
            return self.seat.kind == SeatKind.AUTHORITY
        return self.side in PRINCIPALS


def outline(opened: Opened) -> list[Late]:
    """What is late of what this person knows of, the longest first; nothing is unsealed."""
    today = timezone.localdate(opened.at)
    if not opened.plan.is_open:
        return []
    found = [*_actions(opened, today), *_asks(opened, today), *_answers(opened, today)]
    plan = opened.plan
    if plan.state in (State.IN_FORCE, State.FOLLOWING_UP) and plan.follow_up_on is not None:
        days = (today - plan.follow_up_on).days
        if days > 0 and following_up.may_follow_up(opened):
            found.append(Late(What.FOLLOW_UP, plan.pk, plan.follow_up_on, days, plan.lead))
    return sorted(found, key=lambda each: each.due_on)


def _actions(opened: Opened, today: date) -> list[Late]:
    rows = [p for p in opened.outline if p.kind == Kind.ACTION and p.doing != Doing.DONE]
    promises = promised.promises_of(opened, rows)
    found = []
    for piece in rows:
        promise = promises.get(piece.pk)
        if piece.doing not in OPEN and not (promise and promise.dropped):
            continue
        day = promise.day if promise and promise.moved else piece.due_on
        if day is not None and day <= today - timedelta(days=GRACE):
            found.append(_action(opened, piece, day, today, promise))
    return found


def _action(
    opened: Opened, piece: Piece, day: date, today: date, promise: promised.Promise | None
) -> Late:
    """An action that is late, with who answered for it when the owner said yes, as long as she is
    still at the plan."""
    seat, changed = piece.seat, {}
    if promise is not None:
        by = next((s for s in opened.seats if s.pk == promise.seat), None)
        seat = by if by is not None and holds(by, opened.plan, opened.at) else piece.seat
        changed = {name: getattr(promise, name) for name in ("moved", "dropped", "passed_on")}
    return Late(What.ACTION, piece.pk, day, (today - day).days, seat, piece=piece, **changed)


def _asks(opened: Opened, today: date) -> list[Late]:
    """The asks that nobody has said have come, and those that nothing has come of since."""
    found = []
    for ask in asking.outline(opened):
        last = asking.should_have_come(ask)
        if asking.is_late(ask, today):
            late = (today - ask.receipt_by).days
            found.append(Late(What.RECEIPT, ask.pk, ask.receipt_by, late, ask.seat, ask=ask))
        elif last is not None and asking.nothing_came(opened, ask):
            what = What.SUPPORT if ask.support else What.MEETING
            found.append(Late(what, ask.pk, last, (today - last).days, ask.seat, ask=ask))
    return found


def moved(opened: Opened) -> list[Late]:
    """What is not late yet by the day that was promised, and whose day others have moved since the
    owner said yes: for herself only."""
    today = timezone.localdate(opened.at)
    if not opened.plan.is_open:
        return []
    asked = {piece.pk: piece for piece in following_up.still_to_do(opened)}
    return [
        _action(opened, asked[pk], promise.day, today, promise)
        for pk, promise in promised.promises_of(opened, asked.values()).items()
        if promise.moved and promise.day > today - timedelta(days=GRACE)
    ]


def _answers(opened: Opened, today: date) -> list[Late]:
    known = {seat.pk for seat in opened.seats}
    meetings = {piece.pk for piece in meeting.to_come(opened)}
    rows = Call.objects.filter(meeting__in=meetings).select_related("meeting", "seat")
    return [
        Late(What.ANSWER, row.pk, row.answer_by, (today - row.answer_by).days, row.seat)
        for row in rows
        if row.seat_id in known and meeting.unanswered(row, today)
    ]


def without_responsible(opened: Opened) -> list[Piece]:
    """What is to be done and nobody answers for any more, because she has left; or ever has."""
    return [
        piece
        for piece in following_up.still_to_do(opened)
        if piece.seat is None or not holds(piece.seat, opened.plan, opened.at)
    ]


def has_left(opened: Opened, piece: Piece) -> bool:
    """Whether somebody answered for an action and has left her place at the plan."""
    return piece.seat is not None and not holds(piece.seat, opened.plan, opened.at)


def find(opened: Opened, pk: uuid.UUID) -> Late:
    """Something that is late, by its id. Raises NotThere."""
    found = next((each for each in outline(opened) if each.pk == pk), None)
    if found is None:
        raise NotThere
    return found


def about(opened: Opened, each: Late) -> str:
    """What has not happened, in the words of the plan; the reading is logged."""
    if each.piece is not None:
        read = opened.piece(each.piece.pk)
        return str(read.words.get(SHAPES[Kind.ACTION].title, ""))
    opened.reads(Section.MEETING)
    return {
        What.RECEIPT: _("An answer to what I asked for"),
        What.ANSWER: _("An answer to the call to our meeting"),
        What.FOLLOW_UP: _("A day when we follow up the plan"),
        What.MEETING: _("A meeting about a plan together"),
        What.SUPPORT: _("The support of my own that I asked for"),
    }[each.what]


def responsible(opened: Opened, each: Late) -> Words:
    """Who answers for something late, by name as far as this person knows it: the seat, or who
    said that an ask had come."""
    if each.seat is None and each.ask is not None:
        name = str(each.ask.words(opened.key).get("receiver", ""))
        return {"name": name} if name else {}
    return opened.about(each.seat)


@override("sv")
def letter(opened: Opened, each: Late, to: str = To.RESPONSIBLE) -> Letter:
    """The letter about something that has not happened, in Swedish whoever writes it: those who
    get it work so. Only the person herself gets it. Raises NotThere."""
    if not opened.is_owner:
        raise NotThere
    who = responsible(opened, each)
    what = about(opened, each)
    day = shortday(each.due_on)
    begins = {
        What.ACTION: _("We have a plan together. This should have been done by %(day)s."),
        What.RECEIPT: _("I asked for a plan together. You should have answered by %(day)s."),
        What.ANSWER: _("You are called to a meeting. You should have answered by %(day)s."),
        What.FOLLOW_UP: _("We should have followed up our plan by %(day)s."),
        What.MEETING: _("You have got my ask. We should have met about it by %(day)s."),
        What.SUPPORT: _("You have got my ask. I should have got an answer by %(day)s."),
    }[each.what] % {"day": day}
    parts = [Part(_("This has not happened:"), what, 0)]
    if each.moved:
        parts.append(Part("", _("The day was moved since. I have not said yes to that."), 0))
    if each.dropped:
        parts.append(Part("", _("It was said not to be needed. I have not said yes to that."), 0))
    if each.passed_on:
        parts.append(Part("", _("It was passed on since. I have not said yes to that."), 0))
    if to == To.CHIEF:
        name = who.get("name") or _("those who are responsible for it")
        parts.append(
            Part("", _("I have turned to %(name)s first. Now I turn to you.") % {"name": name}, 0)
        )
    parts.append(
        Part(
            _("I want to know:"),
            _("Why has it not been done? When will it be done? Who does it?"),
            0,
        )
    )
    return Letter(
        to=_receiver(opened, each, to, who),
        title=marked(_("This has not happened"), opened.plan.practice),
        begins=begins,
        parts=tuple(parts),
        ends=(
            _("Answer me in writing within a week, please."),
            *complaints(each.side),
        ),
        name=opened.name,
        words={"day": _("Day"), "name": _("Name"), "signature": _("My signature")},
    )


def _receiver(opened: Opened, each: Late, to: str, who: Words) -> tuple[str, ...]:
    sides = {
        Side.MUNICIPALITY: _("To the social services"),
        Side.REGION: _("To the health care of the region"),
    }
    place = str(who.get("organisation", ""))
    if not place and each.ask is not None and each.seat is None:
        place = capfirst(str(each.side.label))
    if to == To.CHIEF:
        first = _("To %(name)s, manager") % {"name": who["chief"]} if who.get("chief") else _(
            "To the manager"
        )  # fmt: skip
        return tuple(line for line in (first, place) if line)
    if who.get("name"):
        first = _("To %(name)s") % {"name": who["name"]}
        return tuple(line for line in (first, str(who.get("role", "")), place) if line)
    return (sides.get(each.side, _("To those who are responsible for it")),)


def complaints(side: str) -> tuple[str, ...]:
    """Where somebody complains, by whom she complains of."""
    care = _("You can complain of health care to the patients' board (patientnämnden).")
    social = _("You can complain of the social services to the municipality.")
    watch = _("You can also tell the Health and Social Care Inspectorate, IVO.")
    if side == Side.REGION:
        return (care, watch)
    if side == Side.MUNICIPALITY:
        return (social, watch)
    return (social, care, watch)
