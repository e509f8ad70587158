"""What can be found of what groups ask everybody, with its public answers and its outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Inquiry, Voice


def every() -> Iterable[int]:
    return Inquiry.objects.published().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """The questions with what was answered; two queries, however many."""
    said: dict[int, list[str]] = defaultdict(list)
    answers = Voice.objects.filter(inquiry__in=ids, visibility=Voice.Visibility.PUBLIC)
    for pk, text in answers.order_by("pk").values_list("inquiry", "text"):
        said[pk or 0].append(text)
    for inquiry in Inquiry.objects.published().filter(pk__in=ids).order_by("pk"):
        texts = [inquiry.why, inquiry.outcome, *said[inquiry.pk]]
        yield Found(
            thing=inquiry.pk,
            title=inquiry.question,
            text="\n\n".join(filter(None, texts)),
            url=inquiry.get_absolute_url(),
            on=inquiry.outcome_on or inquiry.opens_on,
            party=inquiry.group_id,
        )


def answering(entry: Entry) -> list[int]:
    """The question that the voice of an entry answers."""
    found = Voice.objects.filter(pk=entry.about_id, inquiry__isnull=False)
    return list(found.values_list("inquiry", flat=True))


source(
    "inquiry",
    "voices.Inquiry",
    label=_("We wonder"),
    order=15,
    documents=documents,
    every=every,
    touched=Touched(
        {
            **{
                f"voices.inquiry_{code}": about
                for code in ("opened", "closed", "extended", "taken_back", "put_back", "told")
            },
            **{
                f"voices.{code}": answering
                for code in ("published", "set_aside", "corrected", "withdrawn")
            },
        }
    ),
)
nothing_findable(
    "voices.sheet_made",
    "voices.slip_undone",
    "voices.flood_lifted",
    "voices.waits_again",
    "voices.not_reached",
)
