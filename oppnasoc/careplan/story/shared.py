"""What a link shows, in the order and words of its page."""

from __future__ import annotations

from dataclasses import dataclass

from ..acute.items import GROUPS
from ..kinds import COLOURS, SHAPES, Text
from ..opening import Read
from ..pieces import Doing, Kind
from .sharing import Open, What


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
