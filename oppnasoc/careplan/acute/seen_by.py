"""Who sees each line of the list, as its owner reads it beside the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..lines import ALONE, closed_lines
from ..opening import Opened, Rights, holds
from ..seats import SeatKind
from ..sections import Section
from .ownlist import Answered, Entry, Seer


def with_seers(opened: Opened, groups: Sequence[Answered]) -> list[Answered]:
    """The same list with everybody who sees each line; for the owner only, others get it as it
    is."""
    if not opened.is_owner:
        return list(groups)
    seats = [seat for seat in opened.seats if seat.kind != SeatKind.OWNER]
    there = [seat for seat in seats if holds(seat, opened.plan, opened.at)]
    rights = Rights.of_each(there, opened.plan, opened.at)
    closed = closed_lines(opened.plan, rights.values())
    seers = [(Seer(seat.pk, str(opened.about(seat).get("name", ""))), rights[seat.pk])
             for seat in there]  # fmt: skip

    def seen(entry: Entry) -> Entry:
        piece = entry.read.piece.pk if entry.read else None
        found = [
            seer
            for seer, each in seers
            if each.level(Section.ACUTE, piece) and entry.item.key not in closed[seer.seat].values()
        ]
        return replace(entry, seers=tuple(found), is_alone=entry.item.key in ALONE)

    return [replace(group, entries=tuple(map(seen, group.entries))) for group in groups]
