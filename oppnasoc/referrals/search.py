"""What can be found of texts that others are asked about: the text, its answers and its result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from oppnasoc.search.sources import Found, source
from oppnasoc.search.touching import Touched, about, nothing_findable
from oppnasoc.trail.models import Entry

from .models import Consequence, Paragraph, Referral, Remark, Response


def every() -> Iterable[int]:
    return Referral.objects.listed().order_by("pk").values_list("pk", flat=True)


def documents(ids: Sequence[int]) -> Iterator[Found]:
    """The texts with what was answered and what that changed; six queries, however many."""
    shown = {"state": Response.State.SHOWN, "referral__in": ids}
    texts: dict[int, list[str]] = defaultdict(list)
    for pk, before, after in Paragraph.objects.filter(referral__in=ids).values_list(
        "referral", "text", "after"
    ):
        texts[pk] += [before, after]
    for pk, said in Response.objects.filter(**shown).values_list("referral", "text"):
        texts[pk].append(said)
    of = {f"response__{key}": value for key, value in shown.items()}
    for pk, said in Remark.objects.filter(**of).values_list("response__referral", "text"):
        texts[pk].append(said)
    closed = {"status": Referral.Status.CLOSED}
    for path in ("response", "remark__response"):
        rows = Consequence.objects.filter(
            **{f"{path}__{key}": value for key, value in shown.items()},
            **{f"{path}__referral__{key}": value for key, value in closed.items()},
        )
        for pk, said in rows.values_list(f"{path}__referral", "words"):
            texts[pk].append(said)
    for referral in Referral.objects.listed().filter(pk__in=ids).order_by("pk"):
        result = referral.result if referral.is_closed else ""
        yield Found(
            thing=referral.pk,
            title=referral.title,
            text="\n\n".join(filter(None, [referral.why, result, *texts[referral.pk]])),
            url=referral.get_absolute_url(),
            on=referral.closed_on or referral.opens_on,
            party=referral.sender_id,
        )


def answered(entry: Entry) -> list[int]:
    """The text that the answer of an entry is about."""
    found = Response.objects.filter(pk=entry.about_id)
    return list(found.values_list("referral", flat=True))


source(
    "referral",
    "referrals.Referral",
    label=_("Have your say"),
    order=16,
    documents=documents,
    every=every,
    touched=Touched(
        {
            **{
                f"referrals.{code}": about
                for code in (
                    "sent_out",
                    "extended",
                    "withdrawn",
                    "put_back",
                    "answered",
                    "answered_anew",
                    "party_took_back",
                    "rewritten",
                    "closed",
                    "reopened",
                )
            },
            **{
                f"referrals.{code}": answered
                for code in (
                    "said",  # one by a link may take back what was shown
                    "entered",
                    "entry_undone",
                    "shown",
                    "set_aside",
                    "answer_taken_back",
                    "concluded",
                )
            },
        }
    ),
)
nothing_findable(
    "referrals.drafted",
    "referrals.changed",
    "referrals.discarded",
    "referrals.answer_drafted",
    "referrals.answer_discarded",
)
