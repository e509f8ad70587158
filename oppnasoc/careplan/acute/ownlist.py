"""A person's own list 'If I become ill', and her card: one thing at a time, and never a code.

What is asked is declared in ``items.py``; an answer is a piece with the key of its item. That
something does not concern her is a state and no words: then its answer is not shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import writing
from ..kinds import COLOURS, Choice
from ..opening import NotThere, Opened, Read
from ..pieces import Doing, Edition, Kind, Piece
from ..saying import keep
from ..sealed import Words
from ..seats import Level, Seat, SeatKind
from ..sections import Section
from ..writing import Changed, Plainly, Refused
from .items import GROUPS, ITEMS, Group, Item

#: What nobody can say does not concern her.
NEEDED = "sleep-tonight"
#: The word of the plan's own row that says to what of it she has said yes.
IS_SO = "sleeps_so"


def is_written(words: Words) -> bool:
    """Whether a line says anything, more than whether it is arranged."""
    return any(words.get(name) for name in ("what", "who", "phone", "how", "latest"))


def has_answer(item: Item, words: Words, *, set_aside: bool, is_so: bool) -> bool:
    """Whether somebody who leaves the hospital has an answer. 'Arranged' alone does not say where
    she sleeps, nor does anybody else for her: ``is_so`` when she wrote it or said that it is so."""
    if item.key == NEEDED:
        return bool(words.get("what")) and is_so
    return set_aside or words.get("answer") == "yes" or is_written(words)


@dataclass(frozen=True)
class Seer:
    """Somebody who sees a line."""

    seat: uuid.UUID
    name: str


@dataclass(frozen=True)
class Entry:
    """One thing to see to, and what stands of it."""

    item: Item
    read: Read | None = None
    #: Who else than she wrote where she sleeps, as long as she has not said that it is so.
    said_by: str = ""
    #: Who sees it, and that a yes to the list does not show it (``seen_by``).
    seers: tuple[Seer, ...] = ()
    is_alone: bool = False

    @property
    def words(self) -> Words:
        return self.read.words if self.read else {}

    @property
    def is_set_aside(self) -> bool:
        """It does not concern her."""
        return self.read is not None and self.read.piece.doing == Doing.DROPPED

    @property
    def is_written(self) -> bool:
        return is_written(self.words)

    @property
    def is_arranged(self) -> bool:
        return self.words.get("answer") == "yes"

    @property
    def is_answered(self) -> bool:
        aside = self.is_set_aside
        return has_answer(self.item, self.words, set_aside=aside, is_so=not self.said_by)

    @property
    def edition(self) -> int:
        return self.read.piece.edition if self.read else 0


@dataclass(frozen=True)
class Answered:
    """A group with what stands of each thing in it."""

    group: Group
    entries: tuple[Entry, ...]

    @property
    def concern(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_set_aside]

    @property
    def written(self) -> int:
        return sum(entry.is_written or entry.is_arranged for entry in self.concern)


def _whole(opened: Opened, level: int = Level.SEE) -> None:
    """The list is read as a whole: whoever is shown one line of it reads it on its own page."""
    if not opened.may(Section.ACUTE, level):
        raise NotThere


def entries(opened: Opened) -> list[Answered]:
    """The whole list in its groups; a line that is closed to somebody is not there for her. Raises
    NotThere for whoever may not see the list."""
    _whole(opened)
    found = {read.piece.item: read for read in opened.pieces(Kind.ACUTE) if read.piece.item}
    there = [(group, [item for item in group.items if _is_there(opened, item.key)])
             for group in GROUPS]  # fmt: skip
    return [
        Answered(group, tuple(_entry(opened, item, found.get(item.key)) for item in items))
        for group, items in there
        if items
    ]


def _is_there(opened: Opened, key: str) -> bool:
    """Whether there is such a line for this person."""
    return key in ITEMS and key not in opened.closed_lines.values()


def _entry(opened: Opened, item: Item, read: Read | None) -> Entry:
    if item.key != NEEDED or read is None or not read.words.get("what"):
        return Entry(item, read)
    by = said_by(opened, read.piece)
    name = str(opened.about(by).get("name") or _("Somebody else")) if by is not None else ""
    return Entry(item, read, name)


def said_by(opened: Opened, piece: Piece) -> Seat | None:
    """Who else than the person wrote a piece as it reads now; nobody once she has said that it is
    so."""
    last = Edition.objects.select_related("by").get(piece=piece, number=piece.edition)
    is_so = opened.plan.words(opened.key).get(IS_SO) == _mark(piece)
    return None if is_so or last.by.kind == SeatKind.OWNER else last.by


def _mark(piece: Piece) -> str:
    """What her yes is to: a piece as it reads now."""
    return f"{piece.pk}:{piece.edition}"


def own_entries(opened: Opened) -> list[Read]:
    """What she has written of her own beside the list."""
    return [read for read in opened.pieces(Kind.ACUTE) if read.piece.item not in ITEMS]


def entry(opened: Opened, key: str) -> Entry:
    """One line of the list. Raises NotThere."""
    _whole(opened)
    if not _is_there(opened, key):
        raise NotThere
    piece = _piece(opened, Kind.ACUTE, key)
    return _entry(opened, ITEMS[key], opened.piece(piece.pk) if piece else None)


def _piece(opened: Opened, kind: Kind, item: str) -> Piece | None:
    return next((each for each in opened.outline if each.kind == kind and each.item == item), None)


def after(opened: Opened, key: str) -> Item | None:
    """The line after this one, in the order of the list, that is there for this person."""
    keys = [each for each in ITEMS if _is_there(opened, each)]
    at = keys.index(key) + 1
    return ITEMS[keys[at]] if at < len(keys) else None


def save(opened: Opened, key: str, words: Words, *, edition: int) -> Piece | None:
    """Save one line; ``edition`` is the one that was read, 0 for one that was empty. Nothing
    written where nothing stood makes no line.

    Raises Refused with the field, Changed when somebody saved in between, NotThere.
    """
    _whole(opened, Level.WRITE)
    if not _is_there(opened, key):
        raise NotThere
    if not any(words.values()) and _piece(opened, Kind.ACUTE, key) is None:
        return None
    with transaction.atomic(using=ALIAS):
        piece = _save(opened, Kind.ACUTE, words, Plainly(item=key), edition)
        if opened.is_owner and key == NEEDED:  # She has read it, also where she changed nothing.
            keep(opened, **{IS_SO: _mark(piece)})
    return piece


def confirm(opened: Opened, key: str, *, edition: int) -> None:
    """The person says that what somebody else wrote of where she sleeps is so.

    Raises NotThere for everybody else, and Changed when it reads otherwise now.
    """
    now = entry(opened, key)
    if not opened.is_owner or key != NEEDED or now.read is None:
        raise NotThere
    with transaction.atomic(using=ALIAS):
        writing.hold(opened)
        there = Piece.objects.filter(pk=now.read.piece.pk, removed_at=None)
        if not there.filter(edition=edition).exists():
            opened.__dict__.pop("outline", None)
            raise Changed(opened.piece(now.read.piece.pk))
        keep(opened, **{IS_SO: _mark(there.get())})
        opened.log(Verb.WRITE, Section.ACUTE)


def _save(opened: Opened, kind: Kind, words: Words, plainly: Plainly, edition: int) -> Piece:
    piece = _piece(opened, kind, plainly.item)
    if piece is None:
        return writing.write(opened, kind, words, section=Section.ACUTE, plainly=plainly)
    return writing.change(opened, piece.pk, words, edition=edition, plainly=plainly)


def set_aside(opened: Opened, key: str, yes: bool) -> None:
    """Say that a line does not concern her, or that it does. What stood there is kept."""
    now = entry(opened, key)
    _whole(opened, Level.WRITE)
    if yes and key == NEEDED:
        raise Refused(_("This must have an answer before you leave. Ask for help with it."))
    doing = Doing.DROPPED if yes else ""
    _save(opened, Kind.ACUTE, now.words, Plainly(item=key, doing=doing), now.edition)


@dataclass(frozen=True)
class Progress:
    """How far a list has come, in things."""

    concern: int
    written: int

    @property
    def in_words(self) -> str:
        if not self.written:
            return _("Nothing is written yet. Begin with one thing.")
        if self.written >= self.concern:
            return _("Everything that concerns you is written. Well done.")
        return _("You have written %(now)d of %(all)d things. You can stop and go on later.") % {
            "now": self.written,
            "all": self.concern,
        }


def progress(groups: list[Answered]) -> Progress:
    """How many of the things that concern her have something written."""
    return Progress(sum(len(g.concern) for g in groups), sum(g.written for g in groups))


def look_through(opened: Opened) -> None:
    """The owner has looked through her list; it is kept with the day."""
    if not opened.is_owner:
        raise NotThere
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    with transaction.atomic(using=ALIAS):
        writing.hold(opened)
        keep(opened, acute_seen=timezone.localdate(opened.at).isoformat())
        opened.log(Verb.WRITE, Section.ACUTE)


@dataclass(frozen=True)
class Look:
    """When the owner looked through her list, and whether it is time again."""

    seen_on: date | None
    is_due: bool


def look(opened: Opened) -> Look:
    """The list is looked through at every follow-up: it is time again after each one."""
    said = str(opened.plan.words(opened.key).get("acute_seen", ""))
    seen = parse_date(said) if said else None
    followed = [p.made_at for p in opened.outline if p.kind == Kind.FOLLOW_UP]
    last = timezone.localdate(max(followed)) if followed else None
    return Look(seen, is_due=last is not None and (seen is None or seen < last))


@dataclass(frozen=True)
class Field:
    """One colour of the card."""

    colour: Choice
    read: Read | None

    @property
    def text(self) -> str:
        return str(self.read.words.get("words", "")) if self.read else ""

    @property
    def edition(self) -> int:
        return self.read.piece.edition if self.read else 0


def card(opened: Opened) -> list[Field]:
    """The card in its three colours, red first. Raises NotThere for whoever may not see it."""
    _whole(opened)
    found = {read.piece.item: read for read in opened.pieces(Kind.CARD)}
    return [Field(colour, found.get(colour.value)) for colour in COLOURS]


def save_card(opened: Opened, texts: dict[str, str], editions: dict[str, int]) -> None:
    """Save all three colours, or none. An empty one is taken away.

    Raises Refused with the colour as the field, and Changed.
    """
    _whole(opened, Level.WRITE)
    now = {each.colour.value: each for each in card(opened)}
    with transaction.atomic(using=ALIAS):
        for colour, text in _changed(now, texts):
            plainly = Plainly(item=colour)
            read = now[colour].read
            try:
                if text.strip():
                    _save(opened, Kind.CARD, {"words": text}, plainly, editions.get(colour, 0))
                elif read is not None:
                    writing.remove(opened, read.piece.pk)
            except Refused as why:
                raise Refused(why.reason, colour) from None


def _changed(now: dict[str, Field], texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    for colour, text in texts.items():
        if colour in now and text.replace("\r\n", "\n").strip() != now[colour].text:
            yield colour, text
