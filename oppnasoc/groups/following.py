"""Groups, organisations and themes can be followed; what happens there belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oppnasoc.following.subjects import Shown, Target, belongs, subject
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


subject("party", label=_("Groups and organisations"), shown=parties, order=20)
subject("theme", label=_("Themes"), shown=themes, order=30)


@belongs("groups.Group")
@belongs("groups.Organisation")
@belongs("groups.Unit")
@belongs("groups.Post")
@belongs("groups.Outside")
def of_parties(entries: Sequence[Entry]) -> Mapping[int, Iterable[Target]]:
    return {entry.pk: [("party", entry.about_id)] for entry in entries}
