"""Whoever a matter can lie with can be followed, and themes; what happens there belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oppnasoc.following.subjects import Shown, Target, belongs, subject, tells_of
from oppnasoc.trail.models import Entry

from .models import Party, Theme


def parties(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    """Everybody may see every group, organisation and unit."""
    found = Party.objects.filter(pk__in=keys)
    return {party.pk: Shown(party.name, party.get_absolute_url()) for party in found}


def themes(keys: Sequence[int], user: Any) -> Mapping[int, Shown]:
    matters = reverse("matters")
    found = Theme.objects.filter(pk__in=keys)
    return {each.pk: Shown(each.name, f"{matters}?tema={each.slug}") for each in found}


subject("party", word="part", label=_("Groups, organisations and units"), shown=parties, order=20)
subject("theme", word="tema", label=_("Themes"), shown=themes, order=30)

#: The rows of the trail that are somebody whom a matter can lie with.
KINDS = ("group", "organisation", "unit", "post", "outside")


@belongs("groups.Group")
@belongs("groups.Organisation")
@belongs("groups.Unit")
@belongs("groups.Post")
@belongs("groups.Outside")
def of_parties(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    return {entry.pk: [("party", entry.about_id)] for entry in entries}


@tells_of("party")
def about_parties(key: int) -> Q:
    return Q(about_type__in=[f"groups.{kind}" for kind in KINDS], about_id=key)
