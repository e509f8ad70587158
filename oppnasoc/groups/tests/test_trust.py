"""Whose answers stand at once, a group chooses by itself."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from oppnasoc.groups.models import Trust
from oppnasoc.groups.trusting import set_trust, trusts
from oppnasoc.trail.models import Entry
from tests.town import ROLES, make_parties, make_people

pytestmark = pytest.mark.django_db


def test_only_those_who_lead_the_group_and_editors_may() -> None:
    parties = make_parties()
    people = make_people(parties)
    for role in ROLES[1:]:
        if role in {"facilitator", "secretary", "editor"}:
            set_trust(parties.group, [parties.outside], by=people[role])
            assert trusts(parties.group, parties.outside)
            set_trust(parties.group, [], by=people[role])
        else:
            with pytest.raises(PermissionDenied):
                set_trust(parties.group, [parties.outside], by=people[role])
        assert not trusts(parties.group, parties.outside)
    with pytest.raises(PermissionDenied):
        set_trust(parties.group, [parties.outside], by=None)


def test_the_page_says_what_is_chosen_and_saves_it() -> None:
    parties = make_parties()
    client = Client()
    client.force_login(make_people(parties)["secretary"])
    url = reverse("group_trust", args=[parties.group.slug])
    assert "checked" not in client.get(url).content.decode()
    answered = client.post(url, {"trusted": [parties.outside.pk]})
    assert answered.status_code == 302
    assert "checked" in client.get(url).content.decode()
    client.post(url, {"trusted": [parties.outside.pk]})
    assert Trust.objects.count() == 1
    kinds = Entry.objects.filter(kind__startswith="groups.trusted").values_list("kind", flat=True)
    assert list(kinds) == ["groups.trusted"]
    client.post(url, {})
    assert not trusts(parties.group, parties.outside)
    assert not trusts(parties.other_group, parties.outside)
    assert not trusts(None, parties.outside)
