"""A note can be followed and talked about; it is news of what it is beside, and of its theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oppnasoc.discussion.subjects import Keeping, talked_of
from oppnasoc.following.subjects import Shown, Target, belongs, shown, subject, tells_of
from oppnasoc.trail.models import Entry

from .models import Elsewhere

KIND = "elsewhere"
ABOUT = "comparison.elsewhere"


def notes(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    """Those that are shown, beside what she may see."""
    rows = Elsewhere.objects.published().filter(pk__in=keys)
    seen = shown([(note.kind, note.thing) for note in rows], user)
    return {
        note.pk: Shown(str(note), note.get_absolute_url())
        for note in rows
        if (note.kind, note.thing) in seen
    }


subject(KIND, word="sa-gor-andra", label=_("How others do it"), shown=notes, order=45)


@belongs("comparison.Elsewhere")
def of_notes(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Elsewhere.objects.published().filter(pk__in={entry.about_id for entry in entries})
    known = {note.pk: note for note in rows}
    return {
        entry.pk: [
            (KIND, entry.about_id),
            (note.kind, note.thing),
            *([("theme", note.theme_id)] if note.theme_id else []),
        ]
        for entry in entries
        if (note := known.get(entry.about_id))
    }


def _about(wanted: Q) -> Q:
    found = Elsewhere.objects.published().filter(wanted).order_by().values("pk")
    return Q(about_type=ABOUT, about_id__in=found)


@tells_of(KIND)
def about_a_note(key: int) -> Q:
    return Q(about_type=ABOUT, about_id=key)


@tells_of("matter")
def about_those_beside_a_matter(key: int) -> Q:
    return _about(Q(kind="matter", thing=key))


@tells_of("process")
def about_those_beside_a_process(key: int) -> Q:
    return _about(Q(kind="process", thing=key))


@tells_of("theme")
def about_those_of_a_theme(key: int) -> Q:
    return _about(Q(theme=key))


@talked_of(KIND)
def of_talks(things: Sequence[int]) -> Mapping[int, Keeping]:
    """Editors look after what is said about a note."""
    found = Elsewhere.objects.published().filter(pk__in=things).values_list("pk", flat=True)
    return {pk: Keeping(None) for pk in found}
