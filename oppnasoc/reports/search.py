"""What can be found of reports: their titles and introductions; the rest is found by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable

from .models import Report


def every() -> Iterable[int]:
    return Report.objects.published().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """One query."""
    for report in Report.objects.published().filter(pk__in=ids).order_by("pk"):
        yield Found(
            thing=report.pk,
            title=report.title,
            text=report.introduction,
            url=report.get_absolute_url(),
            on=report.ends,
            party=report.group_id,
        )


source(
    "report",
    "reports.Report",
    label=_("Reports"),
    order=60,
    documents=documents,
    every=every,
    touched=Touched({f"reports.{verb}": about for verb in ("published", "withdrawn", "edited")}),
)
nothing_findable("reports.made")
