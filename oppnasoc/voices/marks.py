"""Personal data in a text, shown to the one who writes it, in place and before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from oppnasoc.language import personal_data
from oppnasoc.ui.html import EMPTY, fill, fill_each, paragraphs

MOST = 20  # marks; a text with more says it with those

#: What it looks like, in the writer's words.
LOOKS_LIKE: dict[str, Promise] = {
    "personal_number": _("This looks like a personal number."),
    "phone": _("This looks like a phone number."),
    "email": _("This looks like an e-mail address."),
    "address": _("This looks like where somebody lives."),
    "health_person": _("This may tell of somebody's health."),
    "health_organisation": _("A name beside this organisation tells of health."),
    "party": _("This looks like a name and a party."),
    "lone_first_name": _("This looks like a name."),
    "name": _("This looks like a name."),
    "official": _("This looks like a name."),
}


@dataclass(frozen=True)
class Mark:
    """One place of a text, as indexes of characters, and what it looks like."""

    start: int
    end: int
    text: str
    looks_like: str


def found_in(text: str) -> list[Mark]:
    """What the writer may want to leave out, in reading order and without overlaps."""
    marks: list[Mark] = []
    for each in personal_data.find(text):
        office = each.kind == "email" and each.severity == "info"  # Everybody may write there.
        if office or (marks and each.start < marks[-1].end):
            continue
        looks_like = str(LOOKS_LIKE[each.kind])
        marks.append(Mark(each.start, each.end, each.text, looks_like))
    return marks[:MOST]


def to_look_at(text: str) -> dict[str, Any]:
    """What a template shows of a text before it is sent: ``found`` and ``marked``."""
    found = found_in(text)
    return {"found": found, "marked": marked(text, found)}


def marked(text: str, marks: list[Mark]) -> SafeString:
    """The text with its places marked, as safe HTML in paragraphs; empty without any."""
    if not marks:
        return EMPTY
    pieces, at = [], 0
    for mark in marks:
        pieces += [fill("{}", text[at : mark.start]), fill("<mark>{}</mark>", mark.text)]
        at = mark.end
    pieces.append(fill("{}", text[at:]))
    return paragraphs(fill_each("", "{}", ((piece,) for piece in pieces)))
