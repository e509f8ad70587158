"""What sentences of the log share: the words of a note, and who was asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oppnasoc.groups.models import Party
from oppnasoc.trail.kinds import link
from oppnasoc.ui.html import fill

from .models import Note


def noted_words(note: Note) -> str:
    """A note's words: crossed out when they were put right, gone when they had to go."""
    if note.emptied_on:
        return fill("<i>{}</i>", _("The words were removed."))
    if hasattr(note, "corrected_by"):
        return fill("<s>{}</s> {}", note.text, _("(put right later)"))
    return fill("{}", note.text)


def with_note(sentence: str, note: Note | None) -> str:
    """A sentence with what was written to it, as a quotation."""
    if note is None:
        return sentence
    words = noted_words(note)
    plain = not note.emptied_on and words == fill("{}", note.text)
    return fill("{} ”{}”" if plain else "{} {}", sentence, words)


def with_asked(sentence: str, asked: Party | None) -> str:
    """A sentence with who was asked to take the matter, if anybody was."""
    if asked is None:
        return sentence
    said = fill(_("{} was asked to take it."), link(asked))
    return fill("{} {}", sentence, said) if sentence else said
