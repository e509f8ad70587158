"""What organisations have prepared together is news of each of them, once it is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from oppnasoc.following.subjects import Target, belongs, tells_of
from oppnasoc.trail.models import Entry

from .models import Outgoing


@belongs("preparation.Outgoing")
def of_sheets(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    rows = Outgoing.organisations.through.objects.filter(
        outgoing__in={entry.about_id for entry in entries}
    ).order_by("pk")
    behind: dict[int, list[Target]] = defaultdict(list)
    for sheet, organisation in rows.values_list("outgoing", "organisation"):
        behind[sheet].append(("party", organisation))
    return {entry.pk: behind[entry.about_id] for entry in entries if behind[entry.about_id]}


@tells_of("party")
def about_sheets_of_an_organisation(key: int) -> Q:
    found = Outgoing.objects.published().filter(organisations=key).order_by().values("pk")
    return Q(about_type="preparation.outgoing", about_id__in=found)
