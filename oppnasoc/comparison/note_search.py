"""What can be found of notes: those that are shown, beside what everybody may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from oppnasoc.following.subjects import shown
from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Elsewhere


def every() -> Iterable[int]:
    found = Elsewhere.objects.published().order_by("pk").values_list("pk", "kind", "thing")
    rows = list(found)
    open_to_all = shown((kind, thing) for _pk, kind, thing in rows)
    return [pk for pk, *of in rows if tuple(of) in open_to_all]


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """One query, and one for each kind of thing that they are beside."""
    notes = list(Elsewhere.objects.published().filter(pk__in=ids).order_by("pk"))
    open_to_all = shown((note.kind, note.thing) for note in notes)
    for note in notes:
        if (beside := open_to_all.get((note.kind, note.thing))) is not None:
            yield Found(
                thing=note.pk,
                title=str(note),
                text="\n\n".join(filter(None, [note.does, note.came, beside.title])),
                url=note.get_absolute_url(),
                on=note.true_on,
            )


def of_the_matter(entry: Entry) -> list[int]:
    found = Elsewhere.objects.beside("matter", entry.about_id)
    return list(found.values_list("pk", flat=True))


source(
    "elsewhere",
    "comparison.Elsewhere",
    label=_("How others do it"),
    order=45,
    documents=documents,
    every=every,
    touched=Touched(
        {
            **{
                f"comparison.note_{verb}": about
                for verb in ("shown", "corrected", "withdrawn", "taken_back")
            },
            **{f"matters.{verb}": of_the_matter for verb in ("edited", "shown", "hidden")},
        }
    ),
)
nothing_findable(
    "comparison.note_proposed",
    "comparison.note_changed",
    "comparison.note_declined",
    "comparison.note_flood_lifted",
)
