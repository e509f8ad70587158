"""A piece in words, as every paper shows it: what heads it, and its fields that are filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oppnasoc.ui.templatetags.ui import day as in_words

from ..acute.items import ITEMS
from ..kinds import COLOURS, SHAPES, Field
from ..models import Doing, Kind, Reply, Side
from .whole import Picture, Said, Someone


@dataclass(frozen=True)
class Line:
    """What is asked or named, and what stands there."""

    label: str
    text: str


def value(field: Field, said: Said) -> str:
    """What stands in a field, in words; nothing when it is empty."""
    found = said.words.get(field.name, "")
    if field.form == "yes":
        return pgettext("answer", "Yes") if found else ""
    if field.form == "choice":
        labels = {choice.value: str(choice.label) for choice in field.choices}
        return labels.get(str(found), "")
    return str(found).strip()


def heading(said: Said) -> str:
    """What heads a piece: an item of a list, its title, or what kind it is."""
    if said.kind == Kind.ACUTE and said.item in ITEMS:
        return str(ITEMS[said.item].text)
    if said.kind == Kind.CARD:
        return next((str(c.label) for c in COLOURS if c.value == said.item), "")
    return str(said.words.get(SHAPES[Kind(said.kind)].title, "")).strip()


def lines(said: Said, *without: str) -> list[Line]:
    """The fields that are filled in, without the one that heads the piece and those named."""
    shape = SHAPES[Kind(said.kind)]
    on_top = shape.title if heading(said) == said.words.get(shape.title) else ""
    found = []
    for field in shape.fields:
        if field.name not in (on_top, *without) and (text := value(field, said)):
            found.append(Line(str(field.label), text))
    return found


def called(someone: Someone | None) -> str:
    """Who somebody is: name, role and where, in one line."""
    if someone is None:
        return ""
    return ", ".join(filter(None, (someone.name, someone.role, someone.organisation)))


def answers(picture: Picture, said: Said) -> Iterator[Line]:
    """Who is called to a meeting, and what each answered."""
    for row in said.called:
        if who := called(picture.who(row.seat)):
            unsent = row.reply == Reply.NONE and row.sent_on is None
            answer = _("does not have the call yet") if unsent else str(Reply(row.reply).label)
            instead = ", ".join(filter(None, (row.substitute, row.substitute_role)))
            yield Line(who, f"{answer}: {instead}" if instead else answer)


def written_by(picture: Picture, said: Said) -> str:
    """Who wrote a piece, when it was not the person herself."""
    if said.hers:
        return ""
    return called(picture.who(said.author)) or _("Somebody else")


def how_it_goes(said: Said) -> str:
    return str(Doing(said.doing).label) if said.doing else ""


def is_confirmed(said: Said) -> bool:
    """Whether the side that answers for an action has said that it stands for it as it reads
    now."""
    return any(row.edition == said.edition and not row.paper_on for row in said.confirmed)


def confirmed(said: Said) -> str:
    """Whether the side that answers for an action stands for it, in words; a paper is called a
    paper."""
    if is_confirmed(said):
        return pgettext("answer", "Yes")
    papers = [r for r in said.confirmed if r.edition == said.edition and r.paper_on]
    if not papers:
        return ""
    given = {"day": in_words(papers[-1].paper_on), "name": papers[-1].shown_by}
    return _("On paper, signed %(day)s. Shown by %(name)s.") % given


def needs_word(picture: Picture, said: Said) -> bool:
    """Whether an authority answers for an action and has not said that it stands for it."""
    who = picture.who(said.seat)
    return who is not None and who.side != Side.NONE and not confirmed(said)
