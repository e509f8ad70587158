"""What a group asks outwards is news of the group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from oppnasoc.following.subjects import Target, belongs
from oppnasoc.trail.models import Entry

from .models import Inquiry


@belongs("voices.Inquiry")
def of_inquiries(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    inquiries = Inquiry.objects.filter(pk__in={entry.about_id for entry in entries})
    group = dict(inquiries.values_list("pk", "group"))
    return {
        entry.pk: [("party", group[entry.about_id])] for entry in entries if entry.about_id in group
    }
