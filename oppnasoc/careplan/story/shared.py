"""What a link shows, in the order and words of its page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..acute.items import GROUPS, ITEMS
from ..kinds import COLOURS, SHAPES, Text
from ..opening import Opened, Read
from ..pieces import Doing, Kind
from .sharing import SHOWS, Open, Share, What, as_it_stood, words_then


@dataclass(frozen=True)
class Told:
    """One heading with what stands under it: pairs of a label, which may be empty, and a text."""

    title: Text
    texts: tuple[tuple[Text, str], ...]
    tone: str = ""


def lines_of_share(opened: Open) -> list[Told]:
    """What was opened by a link: parts of the story, the card by colour, or the list."""
    if opened.what == What.CARD:
        by_colour = {read.piece.item: read for read in opened.reads}
        return [
            Told(colour.label, (("", str(by_colour[colour.value].words["words"])),), colour.value)
            for colour in COLOURS
            if colour.value in by_colour
        ]
    if opened.what == What.ACUTE:
        return _of_list(opened.reads)
    return [
        Told(str(read.words["heading"]), (("", str(read.words.get("words", ""))),))
        for read in opened.reads
    ]


@dataclass(frozen=True)
class Showing:
    """A link with the parts that it shows: the id of each, and what it was called when the link was
    made. ``changed``: one of them reads otherwise now. ``once`` is the id of a new link."""

    share: Share
    parts: tuple[tuple[uuid.UUID, str], ...]
    changed: bool
    once: uuid.UUID


def with_parts(opened: Opened, shares: Iterable[Share]) -> list[Showing]:
    """Links with what each shows, for the owner."""
    found: list[Showing] = []
    reads: dict[str, list[Read]] = {}
    for share in shares:
        section, kind = SHOWS[share.what]
        if kind not in reads:
            reads[kind] = opened.pieces(kind, section=section)
        share.plan = opened.plan
        stood = as_it_stood(share)
        shown = [(read, stood[read.piece.pk]) for read in reads[kind] if read.piece.pk in stood]
        parts = tuple(
            (read.piece.pk, _title(replace(read, words=words_then(opened.key, then))))
            for read, then in shown
        )
        changed = any(then.number != read.piece.edition for read, then in shown)
        found.append(Showing(share, parts, changed, uuid.uuid4()))
    return found


def _title(read: Read) -> str:
    if read.piece.kind == Kind.CARD:
        return next((str(c.label) for c in COLOURS if c.value == read.piece.item), "")
    if read.piece.item in ITEMS:
        return str(ITEMS[read.piece.item].text)
    return str(read.words.get(SHAPES[Kind(read.piece.kind)].title, ""))


def _of_list(reads: list[Read]) -> list[Told]:
    by_item = {read.piece.item: read for read in reads if read.piece.doing != Doing.DROPPED}
    found = []
    for item in (item for group in GROUPS for item in group.items):
        if read := by_item.get(item.key):
            texts = tuple(
                (field.label, str(read.words[field.name]))
                for field in SHAPES[Kind.ACUTE].fields
                if field.form != "choice" and read.words.get(field.name)
            )
            if texts:
                found.append(Told(item.text, texts))
    return found
