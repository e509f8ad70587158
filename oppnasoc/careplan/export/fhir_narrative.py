"""A plan in the words of a FHIR narrative: XHTML that holds all that stands in each part."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext as _

from ..models import Kind, Plan
from . import told
from .fhir_values import Resource, day
from .whole import Picture, Said


def narrative(blocks: Iterable[str]) -> Resource:
    """The text of a section. It says more than the entries do."""
    div = f'<div xmlns="http://www.w3.org/1999/xhtml">{"".join(blocks)}</div>'
    return {"status": "additional", "div": div}


def facts(picture: Picture) -> str:
    """Where the plan is, who holds it together, and what is missing."""
    rows = [(_("The plan is"), str(Plan(state=picture.state).get_state_display()))]
    rows.append((_("Holds it together"), told.called(picture.who(picture.lead))))
    rows.append((_("Followed up on"), day(picture.follow_up_on)))
    rows += [(_("Missing"), gap) for gap in (picture.own.gaps if picture.own else ())]
    return "".join(_row(label, text) for label, text in rows if text)


def piece(picture: Picture, said: Said) -> str:
    """One piece: what heads it, its fields, and what stands in clear beside them."""
    heading = told.heading(said) or str(Kind(said.kind).label)
    parts = [f"<p><b>{xml_safe(heading)}</b></p>"]
    parts += [_row(line.label, line.text) for line in told.lines(said)]
    parts += [_row(line.label, line.text) for line in told.answers(picture, said)]
    answers = told.called(picture.who(said.seat)) if said.kind == Kind.ACTION else ""
    more = (
        (_("Who"), answers),
        (_("How it goes"), told.how_it_goes(said)),
        (_("Begins"), day(said.starts_on)),
        (_("Done by"), day(said.due_on)),
        (_("Confirmed"), told.confirmed(said)),
        (_("Written by"), told.written_by(picture, said)),
    )
    parts += [_row(label, text) for label, text in more if text]
    return "".join(parts)


def _row(label: str, text: str) -> str:
    return f"<p>{xml_safe(label)}: {xml_safe(text)}</p>"


def xml_safe(text: str) -> str:
    """A text as XHTML holds it: escaped, lines apart, without what XML 1.0 has no room for."""
    kept = "".join(sign for sign in text if sign not in "\ufffe\uffff")
    return "<br/>".join(escape(line, quote=False) for line in kept.split("\n"))
