"""The lines of the list 'If I become ill' that are not there for everybody who reads the list.

A line with a no is gone for that person, also when it is taken away and written anew. Whom she does
not want to be told stands in a line of its own, and whoever is named there may be shown the list:
it is hers alone until she shows that very line to one person.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from oppnasoc.vault import sealing

from .pieces import Kind, Piece, item_place
from .plans import Plan

if TYPE_CHECKING:
    from .opening import Opened, Rights

#: Lines that a yes to the list does not show.
ALONE = ("not-told",)


def closed_lines(plan: Plan, rights: Iterable[Rights]) -> dict[uuid.UUID, dict[str, str]]:
    """For each seat the lines that are not there for it: the name of each as it is sealed with a
    piece, and in clear."""
    every = list(rights)
    place, key = item_place(Kind.ACUTE), plan.key
    alone = {sealing.seal_name(key, place, item): item for item in ALONE}
    named = {pk for each in every for pk in (*each.closed_pieces, *each.single)}
    rows = _items(plan, named) if named else []
    found = {}
    for each in every:
        shown = {row.item_sealed for row in rows if row.pk in each.single and not row.removed_at}
        no = {row.item_sealed: row.item for row in rows if row.pk in each.closed_pieces}
        hers = {sealed: item for sealed, item in alone.items() if sealed not in shown}
        found[each.seat.pk] = hers | no
    return found


def _items(plan: Plan, pieces: Iterable[uuid.UUID]) -> list[Piece]:
    rows = plan.pieces.filter(pk__in=pieces, kind=Kind.ACUTE).exclude(item_sealed="")
    return list(rows.only("uuid", "plan", "kind", "item_sealed", "removed_at"))


def is_alone(piece: Piece) -> bool:
    """Whether a yes to the whole list does not show this line; a link never does."""
    return piece.kind == Kind.ACUTE and piece.item in ALONE


def is_closed(piece: Piece, closed: Mapping[str, str]) -> bool:
    """Whether a piece is one of the lines that are not there."""
    return piece.kind == Kind.ACUTE and bool(piece.item_sealed) and piece.item_sealed in closed


def without_traces(opened: Opened, found: list[Piece]) -> list[Piece]:
    """The same without the notes that stand beside what this person may not see by a no, or
    beside a line that is not there: what is said of it tells of it."""
    there = {piece.pk for piece in found}
    notes = (piece.about_id for piece in found if piece.kind == Kind.NOTE)
    beside = {about for about in notes if about is not None} - there
    if not beside:
        return found
    rows = opened.plan.pieces.filter(pk__in=beside)
    gone = {
        piece.pk
        for piece in rows.only("uuid", "plan", "kind", "item_sealed")
        if piece.pk in opened.rights.closed_pieces or is_closed(piece, opened.closed_lines)
    }
    return [piece for piece in found if piece.kind != Kind.NOTE or piece.about_id not in gone]
