"""What was taken out comes back in: as the owner's own pieces, shown to nobody.

A piece is known again by its id, or by the id that it got when it was brought in before, so that
the same file brought in twice changes nothing. Nothing that stands in the plan is overwritten.
"""

from __future__ import annotations

import copy
import uuid
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import owning, writing
from ..kinds import SHAPES
from ..models import Kind, Piece, Plan, Seat, SeatKind
from ..opening import NotThere, Opened
from ..owning import MONTHS, months_after
from ..people import growing, inviting
from ..people.growing import CHILDHOOD
from ..sealed import Words
from ..seats import PRINCIPALS, REACHED_BY
from ..writing import Plainly, Refused
from .read import Brought, BroughtPerson, BroughtPiece


class Fate(StrEnum):
    """What becomes of a piece that is brought in."""

    NEW = "new"  # it is written
    BACK = "back"  # it was taken away and comes back
    THERE = "there"  # it stands there and is left as it is
    OTHERS = "others"  # somebody else wrote it; it comes only when that is asked for
    OUT = "out"  # it cannot be kept; ``why`` says so


@dataclass(frozen=True)
class Prospect:
    """One piece of a file, and what becomes of it under the id that it gets here."""

    piece: BroughtPiece
    pk: uuid.UUID
    fate: Fate
    why: str = ""

    @property
    def title(self) -> str:
        """What heads the piece, or what kind of piece it is."""
        shape = SHAPES[self.piece.kind]
        return str(self.piece.words.get(shape.title, "")) or str(self.piece.kind.label)


def foresee(opened: Opened, brought: Brought, *, others: bool = False) -> list[Prospect]:
    """What would come in, piece by piece; nothing is written.

    What shows where she is stays out when her data are protected here, or were where the file
    was taken out. Raises NotThere for anybody but the owner, and Refused when her plan is closed
    and for a file of a plan for practice, or in one for a file of a real plan.
    """
    if not opened.is_owner:
        raise NotThere
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    if brought.practice != opened.plan.practice:
        raise Refused(_("What is practice and what is real are never mixed."), "file")
    plan = copy.copy(opened.plan)
    plan.protected |= brought.protected
    rows = list(opened.plan.pieces.all())
    standing = {row.pk: row.removed_at is None for row in rows}
    taken = {_only(row.kind, row.item) for row in rows if row.removed_at is None} - {None}
    found = []
    for piece in brought.pieces:
        prospect = _foreseen(plan, piece, standing, taken, others=others)
        if prospect.fate in (Fate.NEW, Fate.BACK):
            taken.add(_only(piece.kind, piece.item))
        found.append(prospect)
    return found


def _only(kind: str, item: str) -> tuple[str, str] | None:
    """What there is one of in a plan: a kind, or a kind and an item of it."""
    if not SHAPES[Kind(kind)].many:
        return kind, ""
    return (kind, item) if item and kind in (Kind.ACUTE, Kind.CARD) else None


def _foreseen(
    plan: Plan,
    piece: BroughtPiece,
    standing: dict[uuid.UUID, bool],
    taken: set[tuple[str, str] | None],
    *,
    others: bool,
) -> Prospect:
    pk = piece.id if piece.id in standing else uuid.uuid5(plan.pk, str(piece.id))
    only = _only(piece.kind, piece.item)
    if standing.get(pk) or (only is not None and only in taken):
        return Prospect(piece, pk, Fate.THERE)
    if pk in standing:
        return Prospect(piece, pk, Fate.BACK)
    if not piece.hers and not others:
        return Prospect(piece, pk, Fate.OTHERS)
    try:
        writing.check(piece.kind, piece.words, plan)
        if piece.starts_on and piece.due_on and piece.due_on < piece.starts_on:
            raise Refused(_("It cannot be done before it begins. Change one of the days."))
    except Refused as why:
        return Prospect(piece, pk, Fate.OUT, why.reason)
    return Prospect(piece, pk, Fate.NEW)


def take_in(opened: Opened, brought: Brought, *, others: bool = False) -> list[Prospect]:
    """Bring in what ``foresee`` foresaw, all of it or nothing.

    People come in on paper: without an account, and nothing is shown to them. What is empty in
    the plan (her name, who holds it together, the day to follow up) is filled in. Who is protected
    and the day when she turns 18 come before everything else, so that nothing is written without
    them. Raises as ``foresee``.
    """
    with transaction.atomic(using=ALIAS):
        prospects = foresee(opened, brought, others=others)
        opened.log(Verb.IMPORT)
        _guard(opened, brought)
        people = _people(opened, brought)
        here = {p.piece.id: p.pk for p in prospects if p.fate in (Fate.THERE, Fate.BACK)}
        waiting = []
        for prospect in prospects:
            if prospect.fate is Fate.BACK:
                _back(opened, prospect)
            elif prospect.fate is Fate.NEW:
                waiting.append(prospect)
        coming = {prospect.piece.id for prospect in waiting}
        while waiting:
            # First what stands by itself, then what stands beside it; a ring stands by itself.
            ready = [p for p in waiting if p.piece.about not in coming] or waiting
            for prospect in ready:
                _write(opened, prospect, people, here)
                here[prospect.piece.id] = prospect.pk
                coming.discard(prospect.piece.id)
            waiting = [p for p in waiting if p.piece.id in coming]
        _fill_in(opened, brought, people)
    return prospects


def _guard(opened: Opened, brought: Brought) -> None:
    """What guards a person follows her: protected data, and the day when nobody is her guardian."""
    if brought.protected and not opened.plan.protected:
        owning.protect(opened, True)
    day, today = brought.grown_up_on, timezone.localdate(opened.at)
    if opened.plan.grown_up_on is None and day and today < day <= months_after(today, CHILDHOOD):
        growing.set_day(opened, day, today=today)


def _back(opened: Opened, prospect: Prospect) -> None:
    """As it stood when it was taken away, and then as it stands in the file."""
    piece = writing.bring_back(opened, prospect.pk)
    try:
        kept = writing.check(prospect.piece.kind, prospect.piece.words, opened.plan)
    except Refused:
        return
    if prospect.piece.hers and piece.author_id == opened.seat.pk:
        writing.change(opened, piece.pk, kept, edition=piece.edition)


def _write(
    opened: Opened,
    prospect: Prospect,
    people: dict[uuid.UUID, Seat],
    here: dict[uuid.UUID, uuid.UUID],
) -> None:
    piece = prospect.piece
    beside = here.get(piece.about) if piece.about else None
    plainly = Plainly(
        seat=people.get(piece.seat) if piece.seat else None,
        about=Piece.objects.filter(plan=opened.plan, pk=beside).first() if beside else None,
        doing=piece.doing,
        decided=piece.decided,
        starts_on=piece.starts_on,
        due_on=piece.due_on,
        item=piece.item,
    )
    writing.write(
        opened, piece.kind, piece.words, section=piece.section, plainly=plainly, pk=prospect.pk
    )


def _people(opened: Opened, brought: Brought) -> dict[uuid.UUID, Seat]:
    """Ids of the file → places at the plan: those that are there, others on paper."""
    there = {seat.pk: seat for seat in opened.seats}
    alike = {
        _like(seat.kind, opened.about(seat)): seat for seat in opened.seats if not seat.ended_at
    }
    found: dict[uuid.UUID, Seat] = {}
    for person in brought.people:
        like = _like(person.kind, person.words)
        if person.kind == SeatKind.OWNER:
            found[person.id] = opened.seat
        elif seat := there.get(person.id) or alike.get(like):
            found[person.id] = seat
        elif not person.ended and (seat := _on_paper(opened, person)):
            found[person.id] = alike[like] = seat
    return found


def _like(kind: str, words: Words) -> tuple[str, str, str]:
    return kind, str(words.get("name", "")), str(words.get("organisation", ""))


def _on_paper(opened: Opened, person: BroughtPerson) -> Seat | None:
    """A place for somebody of the file; nobody when her time is over or she has no name."""
    words = dict(person.words)
    if opened.plan.protected:
        words |= dict.fromkeys(REACHED_BY, "")
    try:
        return inviting.add(
            opened,
            person.kind,
            words,
            side=person.side,
            support=person.support,
            mandate=person.mandate,
            until=person.until_on,
        )
    except Refused:
        return None


def _fill_in(opened: Opened, brought: Brought, people: dict[uuid.UUID, Seat]) -> None:
    plan = opened.plan
    if not opened.name and brought.name:
        with suppress(Refused):  # A name can show where she is too; then she says another.
            owning.call_me(opened, brought.name)
    if brought.others_none and not plan.words(opened.key).get("others_none"):
        owning.nobody_else(opened, True)
    lead = people.get(brought.lead) if brought.lead else None
    if plan.lead is None and lead is not None and lead.side in PRINCIPALS and not lead.ended_at:
        owning.name_lead(opened, lead)
    day, today = brought.follow_up_on, timezone.localdate(opened.at)
    if plan.follow_up_on is None and day and today < day <= months_after(today, MONTHS):
        owning.set_follow_up(opened, day)
