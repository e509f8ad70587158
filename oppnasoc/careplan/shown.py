"""A piece as a page shows it: labels and texts in order, who wrote it, what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oppnasoc.language.compare import words as compare
from oppnasoc.ui.templatetags.ui import day as in_words

from . import writing
from .kinds import SHAPES, Shape
from .opening import Opened, Read
from .pieces import Doing, Edition, Kind, Piece


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

    @property
    def says(self) -> str:
        """What it says first."""
        return self.title or (self.lines[0].text if self.lines else "")


def told(shape: Shape, name: str, value: Any) -> str:
    """What stands in a field, as it is said: the label of a choice, yes for a tick."""
    each = shape.field(name)
    if each.form == "choice":
        return next((str(c.label) for c in each.choices if c.value == value), "")
    if each.form == "yes":
        return pgettext("answer", "Yes") if value else ""
    return str(value or "")


def notes_beside(opened: Opened, piece: Piece) -> list[Read]:
    """The notes that stand beside a piece and that this person may read."""
    found = [each for each in opened.outline if each.about_id == piece.pk]
    return [opened.read(each) for each in found if each.kind == Kind.NOTE]


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
        for note in notes_beside(opened, reads[0].piece):
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
class Moved:
    """A day, a state or who answers, as it is said before and after; ``before`` is empty in the
    first edition."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Compared:
    """An earlier edition: when, by whom, and what it changed in the one before it, field by
    field; ``moved`` is what stands in clear beside the words."""

    number: int
    at: Any
    by: str
    fields: list[tuple[Any, list[Any]]]
    moved: list[Moved]
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
                _moved(opened, shape.kind, now.edition, before.edition if before else None),
                number == read.piece.edition,
            )
        )
    return compared


def _moved(opened: Opened, kind: Kind, now: Edition, before: Edition | None) -> list[Moved]:
    """What an edition changed of days, of how it goes and of who answers. Somebody whom the reader
    knows nothing of is nobody here too, as in the piece itself."""
    new = _plain(opened, kind, now)
    old = _plain(opened, kind, before) if before is not None else {}
    if before is None:  # What every action begins with tells nothing.
        begins = _plain(opened, kind, Edition(doing=Doing.PLANNED if SHAPES[kind].acts else ""))
        return [Moved(label, "", said) for label, said in new.items() if said != begins[label]]
    return [Moved(name, old[name], said) for name, said in new.items() if said != old[name]]


def _plain(opened: Opened, kind: Kind, edition: Edition) -> dict[str, str]:
    """What stood in clear beside the words, by its label, in plain words."""
    if kind is Kind.ACUTE:
        aside = edition.doing == Doing.DROPPED
        return {_("Does it concern you?"): _("No") if aside else _("Yes")}
    day = in_words(edition.due_on) if edition.due_on else _("no day")
    if kind is Kind.MEETING:
        held = edition.doing == Doing.DONE
        return {
            _("The day of the meeting"): day,
            _("Has it been held?"): _("Yes") if held else _("Not yet"),
        }
    if not SHAPES[kind].acts:
        return {}
    who = str(opened.about(edition.seat).get("name", ""))
    return {
        _("Who answered for it"): who or _("Nobody yet"),
        _("Was to begin"): in_words(edition.starts_on) if edition.starts_on else _("no day"),
        _("Was to be done by"): day,
        _("How it went"): str(edition.get_doing_display()),
        _("Decided or planned"): _("decided") if edition.decided else _("planned"),
    }
