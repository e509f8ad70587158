"""What anybody may read of matters, as open data reads it (docs/adr/0030-open-data.md)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from .models import Answer, Matter, Step

OPEN = {"matter__visibility": Matter.Visibility.PUBLIC}


def matters() -> QuerySet[Matter]:
    """Public matters with their parties and theme; those that go on in another are among them."""
    return Matter.objects.published().select_related("theme", "steward", "holder")


def answers() -> QuerySet[Answer]:
    """Answers to public matters as they hold now."""
    held = Answer.objects.filter(corrected_by=None, **OPEN).exclude(verdict=Answer.Verdict.MERGED)
    return held.select_related("as_post", "on_behalf_of").order_by("answered_on", "pk")


def steps() -> QuerySet[Step]:
    """The steps of public changes, the first one first."""
    return Step.objects.filter(**OPEN).order_by("taken_on", "pk")


def relations() -> QuerySet[Matter, tuple[int, int]]:
    """Pairs of public matters that belong together, both ways round."""
    both = Q(related__visibility=Matter.Visibility.PUBLIC)
    return Matter.objects.published().filter(both).order_by("pk").values_list("pk", "related")
