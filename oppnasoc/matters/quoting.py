"""The words of a note as a sentence of the log quotes them."""

from __future__ import annotations

from django.utils.translation import gettext as _

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
