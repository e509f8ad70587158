"""The one way to read a plan.

``open_plan`` answers whether somebody may read, for what, and at which moment; what it gives back
knows nothing else of the plan. Every page, paper, export and link reads through it, so that what
nobody said yes to does not exist there: no count, no gap, no line in a comparison.

A read is written in the reading log before anything is shown, once for each part of the plan.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from oppnasoc.vault import log
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import DataKey

from . import lines
from .pieces import Kind, Piece
from .plans import Plan
from .sealed import Words
from .seats import (
    ACTING_FOR,
    REACH,
    WORKING,
    Grant,
    Level,
    Power,
    Purpose,
    Seat,
    SeatKind,
    Side,
)
from .sections import PEOPLE, SHOWABLE, Section


class NotThere(Exception):
    """There is no such thing for whoever asks; the page answers 404."""


class SayWhy(Exception):
    """Somebody who may read has not said what for."""

    def __init__(self, plan: Plan, seat: Seat) -> None:
        super().__init__("a purpose is needed")
        self.plan, self.seat = plan, seat


class ProveAgain(Exception):
    """What is only for the owner is shown to somebody who has just proved who she is."""


@dataclass(frozen=True)
class Read:
    """A piece with its words, as one person reads it."""

    piece: Piece
    words: Words
    author: Seat
    seat: Seat | None

    @property
    def is_hers(self) -> bool:
        """Whether the person herself wrote it."""
        return self.author.kind == SeatKind.OWNER


@dataclass
class Rights:
    """What one seat may at one moment: asked of the grants once."""

    seat: Seat
    at: datetime
    parts: dict[str, int] = field(default_factory=dict)
    single: dict[uuid.UUID, int] = field(default_factory=dict)
    closed_parts: set[str] = field(default_factory=set)
    closed_pieces: set[uuid.UUID] = field(default_factory=set)

    def level(self, section: str, piece: uuid.UUID | None = None) -> int:
        """How far the seat may go with a part, or with one piece of it; 0 is not at all."""
        if section == Section.PRIVATE or section in self.closed_parts:
            return 0
        if piece is not None and piece in self.closed_pieces:
            return 0
        return max(self.parts.get(section, 0), self.single.get(piece, 0) if piece else 0)

    @classmethod
    def of(cls, seat: Seat, plan: Plan, at: datetime, *, purpose: str | None = None) -> Rights:
        """What a seat may at a moment; with a ``purpose`` by what was said yes to for that alone,
        while a no holds whatever for."""
        return cls.of_each([seat], plan, at, purpose=purpose)[seat.pk]

    @classmethod
    def of_each(
        cls, seats: Iterable[Seat], plan: Plan, at: datetime, *, purpose: str | None = None
    ) -> dict[uuid.UUID, Rights]:
        """The same of several seats, by their ids: the grants are asked once."""
        every = {seat.pk: cls(seat, at) for seat in seats}
        if plan.closed_at is not None and plan.closed_at <= at:
            return every  # Every yes ends when the plan is closed.
        today = timezone.localdate(at)
        reach = {
            found.seat.pk: within_power(found.seat, today)
            for found in every.values()
            if found.seat.kind in ACTING_FOR
        }
        for grant in Grant.objects.filter(seat__in=every).valid(at):
            found = every[grant.seat_id]
            if grant.excludes and grant.piece_id:
                found.closed_pieces.add(grant.piece_id)
            elif grant.excludes:
                found.closed_parts.add(grant.section)
            elif grant.seat_id in reach and grant.section not in reach[grant.seat_id]:
                continue  # The order does not reach it.
            elif purpose not in (None, grant.purpose):
                continue
            elif grant.piece_id:
                found.single[grant.piece_id] = grant.level
            else:
                found.parts[grant.section] = grant.level
        return every

    @property
    def is_empty(self) -> bool:
        return not any(self.level(part) for part in self.parts) and not self.single


def within_power(seat: Seat, today: date) -> set[str]:
    """The parts of a plan that a representative's decision reaches today.

    A guardian reaches what can be shown; a trustee or administrator what the order names, while it
    holds (FB 11:4, 11:5, 11:7). Without a decision nothing is reached.
    """
    if seat.kind == SeatKind.GUARDIAN:
        return {str(section) for section in SHOWABLE}
    power = Power.objects.filter(seat=seat).first()
    if power is None or power.decided_on > today:
        return set()
    if power.until_on is not None and power.until_on < today:
        return set()
    return {str(part) for name in REACH if getattr(power, name) for part in REACH[name]}


def holds(seat: Seat, plan: Plan, at: datetime) -> bool:
    """Whether a seat is taken at a moment: not ended, not past its last day, nobody's guardian
    after the child has turned 18, and but for the owner's nobody's when the plan is closed or
    frozen."""
    today = timezone.localdate(at)
    if seat.ended_at is not None and seat.ended_at <= at:
        return False
    if seat.kind == SeatKind.OWNER:
        return True
    if plan.closed_at is not None and plan.closed_at <= at:
        return False
    if plan.frozen_at is not None or (seat.until_on is not None and seat.until_on < today):
        return False
    return not (
        seat.kind == SeatKind.GUARDIAN
        and plan.grown_up_on is not None
        and plan.grown_up_on <= today
    )


class Opened:
    """A plan as it stands open to one person at one moment. Made by ``open_plan`` only.

    Lives as long as one request: rights are asked again at the next one, so that a yes that is
    taken back holds from then on.
    """

    def __init__(
        self,
        plan: Plan,
        seat: Seat,
        at: datetime,
        *,
        purpose: str,
        fresh: bool,
        assisted: uuid.UUID | None,
    ) -> None:
        self.plan, self.seat, self.at = plan, seat, at
        self.purpose, self.fresh, self.assisted = purpose, fresh, assisted
        self._logged: set[str] = set()
        self._unsealed = self._noted = False

    @property
    def is_owner(self) -> bool:
        return self.seat.kind == SeatKind.OWNER

    @property
    def key(self) -> DataKey:
        """The key of the plan. Whoever takes it reads: see ``settle``."""
        self._unsealed = True
        return self.plan.key

    @cached_property
    def rights(self) -> Rights:
        return Rights.of(self.seat, self.plan, self.at, purpose=self.purpose)

    @cached_property
    def closed_lines(self) -> dict[str, str]:
        """The lines of her list that are not there for this person (``lines``)."""
        return {} if self.is_owner else lines.closed_lines(self.plan, [self.rights])[self.seat.pk]

    @cached_property
    def name(self) -> str:
        """What the person whose plan it is wants to be called."""
        return str(self.plan.words(self.key).get("name", ""))

    def level(self, section: str, piece: Piece | None = None) -> int:
        """How far this person may go with a part of the plan, or with one piece; 0: not at all."""
        if self.is_owner:
            return Level.WRITE
        if piece is not None and piece.item_sealed and lines.is_closed(piece, self.closed_lines):
            return 0
        return self.rights.level(section, piece.pk if piece else None)

    def may(self, section: str, level: int = Level.SEE, piece: Piece | None = None) -> bool:
        return self.level(section, piece) >= level

    @property
    def sections(self) -> list[Section]:
        """The parts that this person sees, in the order of the plan."""
        if self.is_owner:
            return list(Section)
        single = set()
        if self.rights.single:
            there = Piece.objects.filter(pk__in=self.rights.single, plan=self.plan).there()
            single = {piece.section for piece in there if self.may(piece.section, piece=piece)}
        return [part for part in SHOWABLE if self.may(part) or part in single]

    def log(self, verb: Verb, *sections: str) -> None:
        """Write a line in the reading log, or one for each of several parts."""
        self._noted = True
        log.note_each(
            self.plan.pk,
            sections or ("",),
            who=self.seat.person,
            seat=self.seat.pk,
            verb=verb,
            purpose=self.purpose,
            assisted=self.assisted,
        )

    def reads(self, *sections: str) -> None:
        """A line for each part that is read, once for each request; before anything is shown."""
        new = [each for each in dict.fromkeys(sections) if each not in self._logged]
        if new:
            self._logged.update(new)
            self.log(Verb.READ, *new)

    def settle(self) -> None:
        """A page that has unsealed something and is of no part, such as who is at the plan and how
        they are reached, is a reading too: its line is written before it leaves."""
        if self._unsealed and not self._noted:
            self.reads(PEOPLE)

    def _visible(self) -> list[Piece]:
        rows = self.plan.pieces.there().select_related("author", "seat")
        if not self.is_owner:
            parts = [part for part in SHOWABLE if self.may(part)]
            rows = rows.filter(Q(section__in=parts) | Q(pk__in=self.rights.single))
        found = [piece for piece in rows if self.may(piece.section, piece=piece)]
        return found if self.is_owner else lines.without_traces(self, found)

    @cached_property
    def outline(self) -> list[Piece]:
        """The pieces that this person may read, without their words; nothing is logged."""
        return self._visible()

    def pieces(self, *kinds: Kind, section: str | None = None) -> list[Read]:
        """What this person may read, of these kinds and in this part of the plan, unsealed.

        Raises ProveAgain for the private part when she has not just proved who she is; without a
        ``section`` the private part is left out then.
        """
        if section == Section.PRIVATE and self.is_owner and not self.fresh:
            raise ProveAgain
        found = [
            piece
            for piece in self.outline
            if (not kinds or piece.kind in kinds)
            and (section is None or piece.section == section)
            and (piece.section != Section.PRIVATE or self.fresh)
        ]
        self.reads(*(piece.section for piece in found))
        return [self.read(piece) for piece in found]

    def piece(self, pk: uuid.UUID, level: int = Level.SEE) -> Read:
        """One piece. Raises NotThere when this person may not go that far with it."""
        piece = next((each for each in self.outline if each.pk == pk), None)
        if piece is None or not self.may(piece.section, level, piece):
            raise NotThere
        if piece.section == Section.PRIVATE and not self.fresh:
            raise ProveAgain
        return self.read(piece)

    def read(self, piece: Piece) -> Read:
        """The words of a piece that this person may read; logged as its part is."""
        if not self.may(piece.section, piece=piece):
            raise NotThere
        self.reads(piece.section)
        words = piece.words(self.key, piece.edition)
        return Read(piece, words, piece.author, piece.seat)

    def one(self, kind: Kind) -> Read | None:
        """The one piece of a kind that there is one of, or nothing."""
        found = self.pieces(kind)
        return found[0] if found else None

    @cached_property
    def seats(self) -> list[Seat]:
        """Everybody at the plan whom this person knows of.

        The owner knows all. Others know themselves and the owner, and of those who work with her
        whoever stands in what they may read; all of them when they see the meetings, or decide
        for her what is shown to whom. Where somebody works can tell more than any text. Who is
        close to her stands with herself.
        """
        rows = list(self.plan.seats.all())
        if self.is_owner:
            return rows
        every = self.may(Section.MEETING) or self.seat.kind in ACTING_FOR
        named = {pk for piece in self.outline for pk in (piece.author_id, piece.seat_id)}
        if self.outline:
            named.add(self.plan.lead_id)
        return [
            seat
            for seat in rows
            if seat.kind == SeatKind.OWNER
            or seat.pk == self.seat.pk
            or (seat.kind in WORKING and (every or seat.pk in named))
        ]

    def about(self, seat: Seat | None) -> Words:
        """The name, role and so on of somebody at the plan; the owner's is her chosen name."""
        if seat is None or all(seat.pk != known.pk for known in self.seats):
            return {}
        if seat.kind == SeatKind.OWNER:
            return {"name": self.name}
        return seat.words(self.key)

    @property
    def side(self) -> Side:
        return Side(self.seat.side)


def seat_of(plan: Plan, person: uuid.UUID, at: datetime) -> Seat:
    """The seat that somebody has at a plan. Raises NotThere."""
    for seat in plan.seats.filter(person=person):
        if holds(seat, plan, at):
            return seat
    raise NotThere


def open_plan(
    pk: uuid.UUID,
    person: uuid.UUID,
    *,
    purpose: str = "",
    fresh: bool = False,
    assisted: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Opened:
    """Open a plan to somebody. ``fresh``: she has just proved who she is.

    Raises NotThere when there is no such plan or she has no seat at it, and SayWhy when somebody
    else than the owner has not said what she reads for, or says something that no yes was given
    for. A seat without any grant opens: it can answer, confirm and see that nothing is shown.
    """
    at = at or timezone.now()
    plan = Plan.objects.select_related("key", "lead").filter(pk=pk).first()
    if plan is None:
        raise NotThere
    seat = seat_of(plan, person, at)
    if seat.kind != SeatKind.OWNER and purpose not in Purpose.values:
        raise SayWhy(plan, seat)
    opened = Opened(plan, seat, at, purpose=purpose, fresh=fresh, assisted=assisted)
    if seat.kind != SeatKind.OWNER and opened.rights.is_empty:
        reasons = purposes_of(seat, plan, at)
        if reasons and purpose not in reasons:
            raise SayWhy(plan, seat)
    return opened


def purposes_of(seat: Seat, plan: Plan, at: datetime) -> dict[str, list[str]]:
    """What somebody was given a yes for, and the parts that she reads for it, in their order."""
    found: dict[str, list[str]] = {}
    if Rights.of(seat, plan, at).is_empty:
        return found
    for purpose in Purpose.values:
        rights = Rights.of(seat, plan, at, purpose=purpose)
        if rights.is_empty:
            continue
        single = Piece.objects.filter(pk__in=rights.single, plan=plan).there()
        parts = {each.section for each in single if rights.level(each.section, each.pk)}
        parts |= {part for part in rights.parts if rights.level(part)}
        found[purpose] = [str(part) for part in SHOWABLE if part in parts]
    return found


def own_plan(person: uuid.UUID, *, practice: bool = False) -> Plan | None:
    """The plan that is somebody's own and open, or nothing."""
    rows = Plan.objects.filter(owner=person, practice=practice, closed_at=None)
    return rows.select_related("key").first()
