"""Saved searches that are followed: what is new and answers one of them."""

from __future__ import annotations

from django.utils import timezone

from oppnasoc.search import finding
from oppnasoc.search.outbox import settle
from oppnasoc.search.touching import touched_by
from oppnasoc.trail.models import Entry

from .models import Follow
from .subjects import SEARCH


def matching(entry: Entry) -> list[str]:
    """The followed queries that find a thing of this entry which was not there before."""
    found = {(kind, thing) for kind, things in touched_by(entry).items() for thing in things}
    if not found:
        return []
    queries = Follow.objects.filter(
        kind=SEARCH, confirmed_at__lte=timezone.now(), ended_at=None, follower__closed_at=None
    )
    asked = list(queries.order_by().values_list("query", flat=True).distinct())
    if asked:
        settle()
    return [query for query in asked if finding.finds(query, found)]
