"""Somebody who pauses is seen to do so by nobody but those who tend her group, and not why."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oppnasoc.people import pausing
from tests.town import make_parties, make_people

pytestmark = pytest.mark.django_db

SAID = "svarar inte just nu"


def test_only_those_who_tend_the_group_see_it() -> None:
    parties = make_parties()
    people = make_people(parties)
    pausing.pause(people["participant"], by=people["participant"])
    seats = reverse("group_seats", args=[parties.group.slug])
    leader = Client()
    leader.force_login(people["facilitator"])
    assert leader.get(seats).content.decode().count(SAID) == 1
    for role in ("participant", "member", "staff", "manager"):
        client = Client()
        client.force_login(people[role])
        assert client.get(seats).status_code == 403
        assert SAID not in client.get(parties.group.get_absolute_url()).content.decode(), role
    boss = Client()
    boss.force_login(people["administrator"])
    page = boss.get(reverse("person", args=[people["participant"].uuid])).content.decode()
    assert SAID not in page
    assert "paus" not in page.split("<main")[1].split("</main")[0].lower()
