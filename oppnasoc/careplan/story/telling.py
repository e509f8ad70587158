"""Who is told which part of the story: the owner chooses for each part, one person at a time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from oppnasoc.vault.router import ALIAS

from .. import consent
from ..opening import NotThere, Opened, Rights, holds
from ..pieces import Piece
from ..seats import ACTING_FOR, Grant, Seat, SeatKind
from ..sections import Section


@dataclass(frozen=True)
class Listener:
    """Somebody at the plan and whether she is told one part of the story.

    ``grant`` is the yes by which she is, and ``no`` the owner's no to this part; ``whole`` says
    that the yes is to the whole story.
    """

    seat: Seat
    name: str
    tells: bool
    grant: Grant | None = None
    no: Grant | None = None

    @property
    def whole(self) -> bool:
        return self.grant is not None and self.grant.piece_id is None

    @property
    def until(self) -> date | None:
        """The last day of the yes."""
        ends = self.grant.until_at if self.grant else None
        return timezone.localdate(ends - timedelta(microseconds=1)) if ends else None


def listeners(opened: Opened, pieces: Sequence[Piece]) -> dict[uuid.UUID, list[Listener]]:
    """For each part of the story everybody at the plan; for the owner only (NotThere)."""
    if not opened.is_owner:
        raise NotThere
    there = [seat for seat in opened.seats if _may_listen(opened, seat)]
    rights = Rights.of_each(there, opened.plan, opened.at)
    rows = Grant.objects.filter(seat__in=there, section=Section.STORY).valid(opened.at)
    grants: dict[tuple[uuid.UUID, uuid.UUID | None, bool], Grant] = {
        (row.seat_id, row.piece_id, row.excludes): row for row in rows
    }
    names = {seat.pk: str(opened.about(seat).get("name", "")) for seat in there}
    found = {}
    for piece in pieces:
        found[piece.pk] = [
            Listener(
                seat,
                names[seat.pk],
                tells=rights[seat.pk].level(Section.STORY, piece.pk) > 0,
                grant=grants.get((seat.pk, piece.pk, False)) or grants.get((seat.pk, None, False)),
                no=grants.get((seat.pk, piece.pk, True)) or grants.get((seat.pk, None, True)),
            )
            for seat in there
        ]
    return found


def _may_listen(opened: Opened, seat: Seat) -> bool:
    """Whether the story can be told to somebody: she has a place now, and no order stands in the
    way (a trustee's never reaches the story)."""
    if seat.kind == SeatKind.OWNER or not holds(seat, opened.plan, opened.at):
        return False
    return seat.kind == SeatKind.GUARDIAN or seat.kind not in ACTING_FOR


def tell(
    opened: Opened, piece: Piece, seats: Sequence[Seat], *, until: date, purpose: str
) -> list[Grant]:
    """Show one part of the story to chosen people through a day; to all of them or to none.

    Raises Refused as ``consent.give`` does.
    """
    with transaction.atomic(using=ALIAS):
        return [
            consent.give(opened, seat, Section.STORY, purpose=purpose, until=until, piece=piece)
            for seat in seats
        ]
