"""What can be found of recordings: each of them, and what is said in it with its minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Passage, Recording
from .times import clock_of

CHANGES = ("published", "withdrawn", "edited", "part_added", "part_changed", "part_removed")


def every() -> Iterable[int]:
    return Recording.objects.published().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """Recordings; one query."""
    for one in Recording.objects.published().filter(pk__in=ids).order_by("pk"):
        yield Found(
            thing=one.pk,
            title=one.title,
            text="\n\n".join(filter(None, [one.event, one.description])),
            url=one.get_absolute_url(),
            on=one.recorded_on,
            party=one.group_id,
        )


def findable() -> QuerySet[Passage]:
    """What is said in published recordings."""
    return Passage.objects.filter(part__recording__status=Recording.Status.PUBLISHED)


def every_passage() -> Iterable[int]:
    return findable().order_by("pk").values_list("pk", flat=True)


def passages(ids: Sequence[int]) -> Iterator[Found]:
    """Passages with their recording and the minute; one query."""
    rows = findable().filter(pk__in=ids).select_related("part__recording").order_by("pk")
    for one in rows:
        recording = one.part.recording
        minute = "" if one.starts is None else f" ({clock_of(one.starts)})"
        yield Found(
            thing=one.pk,
            title=f"{recording.title}: {one.part.title}{minute}",
            text=one.text,
            url=one.get_absolute_url(),
            on=recording.recorded_on,
            party=recording.group_id,
        )


def said_there(entry: Entry) -> list[int]:
    """Every passage of the recording."""
    said = Passage.objects.filter(part__recording=entry.about_id).order_by()
    return list(said.values_list("pk", flat=True))


source(
    "recording",
    "recordings.Recording",
    label=_("Recordings"),
    order=35,
    documents=documents,
    every=every,
    touched=Touched({f"recordings.{verb}": about for verb in CHANGES}),
)
source(
    "passage",
    "recordings.Passage",
    label=_("Said in recordings"),
    order=36,
    documents=passages,
    every=every_passage,
    touched=Touched({f"recordings.{verb}": said_there for verb in CHANGES}),
)
nothing_findable("recordings.begun", "recordings.thrown_away")  # Nobody else can hear it.
