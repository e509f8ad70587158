"""Which questions and parties have texts to show, so that all other pages ask nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from .models import Asked, Referral

KEPT = 60  # seconds; what happens in this process is seen at once (``listening.py``)
CACHED = "referrals.where"


@dataclass(frozen=True)
class Where:
    """Keys of matters, and of parties that ask or are asked."""

    matters: frozenset[int]
    parties: frozenset[int]


def where() -> Where:
    """Read once a minute; two queries then."""
    found: Where | None = cache.get(CACHED)
    if found is None:
        listed = Referral.objects.listed().order_by()
        rows = list(listed.values_list("about", "sender"))
        asked = Asked.objects.filter(referral__in=listed).order_by()
        found = Where(
            frozenset(about for about, _sender in rows if about),
            frozenset(sender for _about, sender in rows)
            | frozenset(asked.values_list("party", flat=True)),
        )
        cache.set(CACHED, found, KEPT)
    return found


def look_again() -> None:
    """Something has changed: read it anew the next time."""
    cache.delete(CACHED)
