"""A published recording is news of its group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from oppnasoc.following.subjects import Target, belongs, tells_of
from oppnasoc.trail.models import Entry

from .models import Recording


@belongs("recordings.Recording")
def of_recordings(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Recording.objects.filter(pk__in={entry.about_id for entry in entries})
    groups = dict(rows.exclude(group=None).values_list("pk", "group"))
    return {
        entry.pk: [("party", groups[entry.about_id])]
        for entry in entries
        if entry.about_id in groups
    }


@tells_of("party")
def about_recordings_of_a_group(key: int) -> Q:
    found = Recording.objects.published().filter(group=key).order_by().values("pk")
    return Q(about_type="recordings.recording", about_id__in=found)
