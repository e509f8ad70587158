"""A picture of a plan as one person may read it, in plain values: what every way out is made from.

Made through ``Opened`` only. What nobody said yes to is not left out here: it was never there, and
neither is anything that points to it. What is only the owner's business (who may see what, what is
missing, why the plan was closed) stands in ``Own`` and nowhere else; of a picture of some parts it
tells nothing of the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from ..acute.ownlist import NEEDED, said_by
from ..kinds import SHAPES
from ..models import Call, Confirmation, Doing, Kind, Seat, SeatKind, Side
from ..opening import NotThere, Opened, Read
from ..owning import standing
from ..sealed import Words
from ..sections import Section
from .record import Record, Yes, holding, record_of, shown_words, yes_of

_KINDS = {str(kind): n for n, kind in enumerate(SHAPES)}
_PARTS = {str(section): n for n, section in enumerate(Section)}


@dataclass(frozen=True)
class Someone:
    """Somebody at the plan. The owner's ``name`` is what she wants to be called."""

    id: uuid.UUID
    kind: str
    side: str
    support: str
    mandate: bool
    until_on: date | None
    ended: bool
    name: str
    role: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    away: str = ""
    chief: str = ""
    chief_phone: str = ""

    @property
    def is_owner(self) -> bool:
        return self.kind == SeatKind.OWNER


@dataclass(frozen=True)
class Confirmed:
    """A side stands for an action as it read at ``edition``; with ``paper_on`` on a paper that the
    owner has, and that ``shown_by`` showed: not by a word of their own here."""

    by: uuid.UUID
    edition: int
    at: datetime
    paper_on: date | None = None
    shown_by: str = ""


@dataclass(frozen=True)
class Called:
    """Somebody called to a meeting, and the answer. ``sent_on`` is empty as long as she does not
    have the call as it reads."""

    seat: uuid.UUID
    sent_on: date | None
    answer_by: date
    reply: str
    came: bool | None
    substitute: str = ""
    substitute_role: str = ""
    words: str = ""


@dataclass(frozen=True)
class Said:
    """One piece of a plan. ``author``, ``seat`` and ``about`` are empty where they lead to what
    the reader knows nothing of."""

    id: uuid.UUID
    kind: str
    section: str
    item: str
    words: Words
    hers: bool
    author: uuid.UUID | None
    seat: uuid.UUID | None
    about: uuid.UUID | None
    doing: str
    decided: bool
    starts_on: date | None
    due_on: date | None
    edition: int
    made_at: datetime
    changed_at: datetime
    confirmed: tuple[Confirmed, ...] = ()
    called: tuple[Called, ...] = ()


@dataclass(frozen=True)
class Own:
    """What only the owner takes out. Of some parts of a plan the days of her own, why it was
    closed, ``gaps`` (sentences) and ``yeses`` are empty. ``record`` is what has happened around the
    plan: in a file of the whole of it, and on no paper."""

    way: str
    began_at: datetime
    approved_at: datetime | None
    closed_at: datetime | None
    grown_up_on: date | None
    discharge_on: date | None
    others_none: bool
    ending: str
    gaps: tuple[str, ...]
    yeses: tuple[Yes, ...]
    record: Record | None = None


@dataclass(frozen=True)
class Picture:
    """A plan as one person reads it at one moment.

    ``sections`` are the parts that were asked for and may be read, in the order of the plan;
    ``is_whole`` when that is everything that she may read. ``unsaid`` is what somebody else wrote
    of where the person sleeps, as long as she has not said that it is so.
    """

    id: uuid.UUID
    at: datetime
    name: str
    state: str
    practice: bool
    protected: bool
    edition: int
    in_force_at: datetime | None
    follow_up_on: date | None
    lead: uuid.UUID | None
    reader: uuid.UUID
    sections: tuple[str, ...]
    is_whole: bool
    people: tuple[Someone, ...]
    pieces: tuple[Said, ...]
    own: Own | None = None
    unsaid: frozenset[uuid.UUID] = frozenset()
    #: The lines of her list that are not there for the reader.
    closed: frozenset[str] = frozenset()

    def who(self, seat: uuid.UUID | None) -> Someone | None:
        """Somebody whom the reader knows of, or nothing."""
        return next((each for each in self.people if each.id == seat), None)

    def of(self, *kinds: Kind, section: str | None = None) -> list[Said]:
        """The pieces of these kinds, in the order of the plan."""
        return [
            said
            for said in self.pieces
            if said.kind in kinds and (section is None or said.section == section)
        ]

    @property
    def next_meeting(self) -> Said | None:
        """The meeting that comes next, of those that may be read."""
        today = timezone.localdate(self.at)
        meetings = [said for said in self.of(Kind.MEETING) if said.doing != Doing.DONE]
        ahead = [said for said in meetings if said.due_on and said.due_on >= today]
        return min(ahead, key=lambda said: said.due_on or today, default=None)

    def beside(self, said: Said) -> list[Said]:
        """The notes that stand beside a piece."""
        return [each for each in self.of(Kind.NOTE) if each.about == said.id]


def picture(
    opened: Opened,
    *,
    sections: Collection[str] | None = None,
    with_private: bool = False,
    verb: Verb = Verb.EXPORT,
) -> Picture:
    """Everything that a person may read of a plan, or the parts of it that she chose.

    A line is written in the reading log for each part that comes along. The private part comes
    only when it is asked for, by its owner: raises ProveAgain when she has not just proved who she
    is. Raises NotThere for a part that she may not read.
    """
    there = [str(part) for part in opened.sections if part != Section.PRIVATE]
    if with_private and not opened.is_owner:
        raise NotThere
    if sections is not None and not set(sections) <= set(there):
        raise NotThere
    wanted = [part for part in there if sections is None or part in sections]
    is_whole = wanted == there
    if with_private:
        wanted.append(str(Section.PRIVATE))
    with transaction.atomic(using=ALIAS):
        opened.reads(*(piece.section for piece in opened.outline if piece.section in wanted))
        reads = [read for part in wanted for read in opened.pieces(section=part)]
        opened.log(verb, *wanted)
    reads.sort(key=_order)
    known = {seat.pk for seat in opened.seats}
    shown = {read.piece.pk for read in reads}
    plan = opened.plan
    pieces = _pieces(opened, reads, known, shown)
    if not is_whole:
        known &= _named(pieces) | {opened.seat.pk, plan.lead_id}
    people = tuple(
        _someone(opened, seat)
        for seat in opened.seats
        if seat.pk in known or seat.kind == SeatKind.OWNER
    )
    return Picture(
        id=plan.pk,
        at=opened.at,
        name=opened.name,
        state=plan.state,
        practice=plan.practice,
        protected=plan.protected,
        edition=plan.edition,
        in_force_at=plan.in_force_at,
        follow_up_on=plan.follow_up_on,
        lead=plan.lead_id if plan.lead_id in known else None,
        reader=opened.seat.pk,
        sections=tuple(wanted),
        is_whole=is_whole,
        people=people,
        pieces=pieces,
        own=_own(opened, shown, wanted, is_whole, verb) if opened.is_owner else None,
        unsaid=frozenset(
            read.piece.pk
            for read in reads
            if read.piece.item == NEEDED and said_by(opened, read.piece)
        ),
        closed=frozenset(opened.closed_lines.values()),
    )


def _named(pieces: tuple[Said, ...]) -> set[uuid.UUID | None]:
    """Who stands in some pieces: a file of some parts is made to be given away, and tells of
    nobody else."""
    named: set[uuid.UUID | None] = set()
    for said in pieces:
        named |= {said.author, said.seat}
        named |= {each.by for each in said.confirmed} | {each.seat for each in said.called}
    return named


def _order(read: Read) -> tuple[int, int, datetime, str]:
    piece = read.piece
    return _PARTS[piece.section], _KINDS[piece.kind], piece.made_at, str(piece.pk)


def _someone(opened: Opened, seat: Seat) -> Someone:
    words = {name: str(value) for name, value in opened.about(seat).items()}
    if opened.plan.protected:
        words = {name: words.get(name, "") for name in ("name", "role", "organisation", "chief")}
    return Someone(
        id=seat.pk,
        kind=seat.kind,
        side=seat.side,
        support=seat.support,
        mandate=seat.mandate,
        until_on=seat.until_on,
        ended=seat.ended_at is not None,
        name=words.get("name", ""),
        role=words.get("role", ""),
        organisation=words.get("organisation", ""),
        phone=words.get("phone", ""),
        email=words.get("email", ""),
        away=words.get("away", ""),
        chief=words.get("chief", ""),
        chief_phone=words.get("chief_phone", ""),
    )


def _pieces(
    opened: Opened, reads: list[Read], known: set[uuid.UUID], shown: set[uuid.UUID]
) -> tuple[Said, ...]:
    confirmed: dict[uuid.UUID, list[Confirmed]] = {}
    for row in Confirmation.objects.filter(piece__in=shown, seat__in=known).order_by("at"):
        shown_by = str(row.words(opened.key).get("shown_by", ""))
        found = Confirmed(row.seat_id, row.edition, row.at, row.paper_on, shown_by)
        confirmed.setdefault(row.piece_id, []).append(found)
    called: dict[uuid.UUID, list[Called]] = {}
    for call in Call.objects.filter(meeting__in=shown, seat__in=known):
        words = {name: str(value) for name, value in call.words(opened.key).items()}
        called.setdefault(call.meeting_id, []).append(_called(call, words))
    return tuple(
        Said(
            id=read.piece.pk,
            kind=read.piece.kind,
            section=read.piece.section,
            item=read.piece.item,
            words=shown_words(opened, read.piece.kind, read.words),
            hers=read.is_hers,
            author=read.author.pk if read.author.pk in known else None,
            seat=read.piece.seat_id if read.piece.seat_id in known else None,
            about=read.piece.about_id if read.piece.about_id in shown else None,
            doing=read.piece.doing,
            decided=read.piece.decided,
            starts_on=read.piece.starts_on,
            due_on=read.piece.due_on,
            edition=read.piece.edition,
            made_at=read.piece.made_at,
            changed_at=read.piece.changed_at,
            confirmed=tuple(confirmed.get(read.piece.pk, ())),
            called=tuple(called.get(read.piece.pk, ())),
        )
        for read in reads
    )


def _called(call: Call, words: dict[str, str]) -> Called:
    return Called(
        seat=call.seat_id,
        sent_on=call.sent_on,
        answer_by=call.answer_by,
        reply=call.reply,
        came=call.came,
        substitute=words.get("substitute", ""),
        substitute_role=words.get("substitute_role", ""),
        words=words.get("words", ""),
    )


def _own(
    opened: Opened, shown: set[uuid.UUID], sections: list[str], is_whole: bool, verb: Verb
) -> Own:
    plan, words = opened.plan, opened.plan.words(opened.key)
    stands = standing(opened)
    return Own(
        way=plan.way,
        began_at=plan.began_at,
        approved_at=plan.approved_at,
        closed_at=plan.closed_at,
        grown_up_on=plan.grown_up_on if is_whole else None,
        discharge_on=plan.discharge_on if is_whole else None,
        others_none=is_whole and bool(words.get("others_none")),
        ending=str(words.get("ending", "")) if is_whole else "",
        gaps=tuple(stands.told(gap) for gap in stands.gaps) if is_whole else (),
        yeses=_yeses(opened, shown) if is_whole else (),
        record=record_of(opened, sections) if is_whole and verb == Verb.EXPORT else None,
    )


def _yeses(opened: Opened, shown: set[uuid.UUID]) -> tuple[Yes, ...]:
    return tuple(
        yes_of(opened, row)
        for row in holding(opened)
        if row.piece_id is None or row.piece_id in shown
    )


def may_have_files(opened: Opened) -> bool:
    """Whether somebody may take out a file for other programs, and not only paper: the owner, and
    whoever works for the municipality or the region and has been shown something."""
    if opened.is_owner:
        return True
    works = opened.seat.side in (Side.MUNICIPALITY, Side.REGION)
    return works and not opened.rights.is_empty
