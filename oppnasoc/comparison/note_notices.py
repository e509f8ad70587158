"""What each entry about a note says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.trail.kinds import Audience, kind, link
from oppnasoc.ui.html import fill

from .models import Elsewhere

REFS = {"note": "comparison.Elsewhere"}
NOTHING = "Holds the id of a note only; who made it is emptied with her account."


@kind("comparison.note_proposed", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def proposed(note: Elsewhere | None) -> str:
    return str(_("Somebody told how others do it."))


@kind("comparison.note_changed", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def changed(note: Elsewhere | None) -> str:
    return str(_("Whoever wrote it changed the words."))


@kind("comparison.note_taken_back", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def taken_back(note: Elsewhere | None) -> str:
    return str(_("Whoever wrote it took the words back."))


@kind("comparison.note_shown", refs=REFS, audience=Audience.PUBLIC, erasure=NOTHING)
def shown(note: Elsewhere | None) -> str:
    """Nothing once it is taken away."""
    if note is None or not note.is_shown:
        return ""
    return fill(_("Somebody told how others do it: {}."), link(note))


@kind("comparison.note_corrected", refs=REFS, audience=Audience.PUBLIC, erasure=NOTHING)
def corrected(note: Elsewhere | None) -> str:
    if note is None or not note.is_shown:
        return ""
    return fill(_("What is told of others was put right: {}."), link(note))


@kind("comparison.note_declined", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def declined(note: Elsewhere | None) -> str:
    return str(_("What was told of others is not shown. Whoever wrote it can read why."))


@kind("comparison.note_withdrawn", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def withdrawn(note: Elsewhere | None) -> str:
    return str(_("What was told of others was taken away."))


@kind("comparison.note_flood_lifted", refs=REFS, audience=Audience.STAFF, erasure=NOTHING)
def flood_lifted(note: Elsewhere | None) -> str:
    return str(_("It came with very many others and is looked at by itself."))
