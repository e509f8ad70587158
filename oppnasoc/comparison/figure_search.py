"""What can be found of key figures: their titles and what is written about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable

from .models import KeyFigure


def every() -> Iterable[int]:
    return KeyFigure.objects.published().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """One query."""
    for figure in KeyFigure.objects.published().filter(pk__in=ids).order_by("pk"):
        yield Found(
            thing=figure.pk,
            title=figure.title,
            text="\n\n".join(filter(None, [figure.meaning, figure.cannot_say, figure.comment])),
            url=figure.get_absolute_url(),
            on=figure.comment_on,
        )


source(
    "figure",
    "comparison.KeyFigure",
    label=_("Key figures"),
    order=65,
    documents=documents,
    every=every,
    touched=Touched({"comparison.figure_saved": about}),
)
nothing_findable("comparison.peer_saved", "comparison.figure_fetched", "comparison.figure_beside")
