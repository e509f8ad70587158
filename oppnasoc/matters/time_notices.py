"""What the entries say that have to do with time: late, lifted, paused."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill
from oppnasoc.ui.templatetags.ui import day

from .models import Matter, Note
from .quoting import with_note

WRITTEN = "The note's writer is emptied with her account; its text is checked by hand."


@kind("matters.explained", refs={"note": "matters.Note"}, audience=Audience.PUBLIC, erasure=WRITTEN)
def explained(note: Note | None) -> str:
    return with_note(fill("{}", _("This is why it is late:")), note) if note else ""


@kind(
    "matters.lifted",
    refs={"target": "groups.Party"},
    codes={"because"},
    audience=Audience.PUBLIC,
    erasure="Names a role only; nothing personal to erase.",
)
def lifted(target: Party | None, because: str | None) -> str:
    if because == Matter.Lifted.REFUSED:
        text = _("Two who were asked did not take the matter. It went to {}, who decides.")
    else:
        text = _("The matter had been late for long. It went to {}, who sees to it.")
    return fill(text, link(target))


@kind(
    "matters.placed",
    refs={"source": "groups.Party", "target": "groups.Party", "note": "matters.Note"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def placed(source: Party | None, target: Party | None, note: Note | None) -> str:
    text = _("The manager decided that {} has the matter from now on, after {}.")
    return with_note(fill(text, link(target), link(source)), note)


@kind(
    "matters.paused",
    refs={"note": "matters.Note"},
    codes={"until"},
    audience=Audience.PUBLIC,
    erasure=WRITTEN,
)
def paused(until: str | None, note: Note | None) -> str:
    when = day(date.fromisoformat(until)) if until else ""
    return with_note(fill(_("The matter is paused until {}."), when), note)


@kind(
    "matters.went_on",
    codes={"next_on"},
    audience=Audience.PUBLIC,
    erasure="Holds a day only; nothing personal to erase.",
)
def went_on(next_on: str | None) -> str:
    when = day(date.fromisoformat(next_on)) if next_on else ""
    return fill(_("The pause is over. Next word by {}."), when)
