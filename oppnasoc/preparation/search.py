"""What can be found of what organisations prepare: sheets that are public, nothing of a room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable

from .models import Outgoing


def every() -> Iterable[int]:
    return Outgoing.objects.published().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """One query."""
    for sheet in Outgoing.objects.published().filter(pk__in=ids).order_by("pk"):
        on = timezone.localdate(sheet.released_at) if sheet.released_at else None
        yield Found(
            thing=sheet.pk,
            title=sheet.title,
            text="\n\n".join([sheet.text, *sheet.rows]),
            url=sheet.get_absolute_url(),
            on=on,
        )


source(
    "prepared",
    "preparation.Outgoing",
    label=_("Prepared together"),
    order=55,
    documents=documents,
    every=every,
    touched=Touched({"preparation.released": about, "preparation.taken_back": about}),
)
nothing_findable(
    "preparation.begun",  # What happens in a room is found by nobody.
    "preparation.invited",
    "preparation.joined",
    "preparation.declined",
    "preparation.left",
    "preparation.written",
    "preparation.item_added",
    "preparation.item_changed",
    "preparation.item_ticked",
    "preparation.item_moved",
    "preparation.item_removed",
    "preparation.asked_for_yes",
    "preparation.made_a_question",
    "preparation.said_yes",
    "preparation.said_no",
)
