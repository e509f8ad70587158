"""A piece as a page shows it: labels and texts in order, who wrote it, what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import pgettext

from oppnasoc.language.compare import words as compare

from . import writing
from .kinds import SHAPES, Shape
from .opening import Opened, Read
from .pieces import Kind


@dataclass(frozen=True)
class Line:
    """One field as it is read: its label and what stands there."""

    name: str
    label: Any
    text: str


@dataclass(frozen=True)
class Shown:
    """A piece for a page. ``title`` heads it; ``lines`` are other fields that hold something."""

    read: Read
    shape: Shape
    title: str
    lines: list[Line]
    by: str
    responsible: str
    may_change: bool
    may_remove: bool
    notes: list[Shown] = field(default_factory=list)

    @property
    def piece(self) -> Any:
        return self.read.piece


def told(shape: Shape, name: str, value: Any) -> str:
    """What stands in a field, as it is said: the label of a choice, yes for a tick."""
    each = shape.field(name)
    if each.form == "choice":
        return next((str(c.label) for c in each.choices if c.value == value), "")
    if each.form == "yes":
        return pgettext("answer", "Yes") if value else ""
    return str(value or "")


def shown_one(opened: Opened, read: Read) -> Shown:
    shape = SHAPES[Kind(read.piece.kind)]
    lines = [
        Line(each.name, each.label, told(shape, each.name, read.words.get(each.name)))
        for each in shape.fields
        if each.name != shape.title
    ]
    return Shown(
        read=read,
        shape=shape,
        title=told(shape, shape.title, read.words.get(shape.title)) if shape.title else "",
        lines=[line for line in lines if line.text],
        by=str(opened.about(read.author).get("name", "")),
        responsible=str(opened.about(read.seat).get("name", "")) if read.seat else "",
        may_change=writing.may_change(opened, read.piece),
        may_remove=writing.may_remove(opened, read.piece),
    )


def shown(opened: Opened, reads: list[Read]) -> list[Shown]:
    """Pieces with their notes beside them; a note whose piece is not here stands by itself."""
    ones = {read.piece.pk: shown_one(opened, read) for read in reads}
    if len(reads) == 1:
        for note in writing.notes_beside(opened, reads[0].piece):
            ones.setdefault(note.piece.pk, shown_one(opened, note))
    top = []
    for one in ones.values():
        beside = one.piece.about_id if one.piece.kind == Kind.NOTE else None
        if beside in ones:
            ones[beside].notes.append(one)
        else:
            top.append(one)
    return top


@dataclass(frozen=True)
class Compared:
    """An earlier edition: when, by whom, and what changed in the one after it, field by field."""

    number: int
    at: Any
    by: str
    fields: list[tuple[Any, list[Any]]]
    is_now: bool


def compared_editions(opened: Opened, read: Read) -> list[Compared]:
    """How a piece has read, newest first, each compared with the one before it."""
    shape = SHAPES[Kind(read.piece.kind)]
    found = writing.editions(opened, read.piece.pk)
    compared = []
    for now, before in zip(found, [*found[1:], None], strict=True):
        fields = []
        for each in shape.fields:
            new = told(shape, each.name, now.words.get(each.name))
            old = told(shape, each.name, before.words.get(each.name)) if before else ""
            if new != old:
                fields.append((each.label, compare(old, new)))
        number = now.edition.number
        compared.append(
            Compared(
                number,
                now.edition.at,
                str(opened.about(now.by).get("name", "")),
                fields,
                number == read.piece.edition,
            )
        )
    return compared
