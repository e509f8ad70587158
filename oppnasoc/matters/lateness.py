"""Why a matter is late: what was written on it since the day that was promised."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from .models import Matter, Note


def without_a_reason(late: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those of late matters on whose page nobody has said why since the day passed."""
    said = Note.objects.exclude(text="").filter(
        matter=OuterRef("pk"), written_at__date__gt=OuterRef("next_on")
    )
    return late.filter(~Exists(said))


def reasons(matters: Iterable[Matter]) -> dict[int, str]:
    """The latest words on each late matter since its day passed, by its key. One query."""
    keys = [matter.pk for matter in matters]
    if not keys:
        return {}
    notes = Note.objects.exclude(text="").filter(
        matter__in=keys, written_at__date__gt=F("matter__next_on"), corrected_by=None
    )
    return dict(notes.order_by("written_at", "pk").values_list("matter", "text"))
