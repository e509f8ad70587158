"""Which questions and parties have texts to show, so that all other pages ask nothing; and the
texts that the start page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oppnasoc.ui.kept import kept

from .models import Asked, Referral

MOST = 12  # texts that are kept for the start page


@dataclass(frozen=True)
class Where:
    """Keys of matters, and of parties that ask or are asked."""

    matters: frozenset[int]
    parties: frozenset[int]


@kept
def where() -> Where:
    """Two queries once a minute."""
    listed = Referral.objects.listed().order_by()
    rows = list(listed.values_list("about", "sender"))
    asked = Asked.objects.filter(referral__in=listed).order_by()
    return Where(
        frozenset(about for about, _sender in rows if about),
        frozenset(sender for _about, sender in rows)
        | frozenset(asked.values_list("party", flat=True)),
    )


@dataclass(frozen=True)
class Text:
    """A text that anybody may have her say about."""

    title: str
    url: str
    sender: str
    answers_by: date


@kept
def open_to_all() -> list[Text]:
    """What closes first at the top, its day passed or not; one query a minute."""
    found = Referral.objects.filter(status=Referral.Status.OPEN, anyone=True)
    found = found.select_related("sender").order_by("answers_by", "pk")
    return [Text(r.title, r.get_absolute_url(), str(r.sender), r.answers_by) for r in found[:MOST]]
