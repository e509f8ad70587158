"""The history of a group: the reasons of each time, who led it, what it has led to."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.safestring import mark_safe
from pytest_django import DjangoAssertNumQueries

from oppnasoc.groups import actions, consent
from oppnasoc.groups.history import Met
from oppnasoc.groups.models import Group
from oppnasoc.ui import registry
from oppnasoc.ui.models import Municipality

from .making import make_group, make_person, sit

pytestmark = pytest.mark.django_db


def page(client: Client, group: Group) -> str:
    response = client.get(f"{group.get_absolute_url()}historia/")
    assert response.status_code == 200
    return response.content.decode()


def test_each_rest_keeps_its_reason(client: Client) -> None:
    group, editor = make_group(), make_person("editor")
    sit(make_person("stranger"), group, "facilitator")
    for month, reason in ((2, "Få kom."), (5, "Lokalen är stängd.")):
        on, until = date(2025, month, 1), date(2025, month + 1, 1)
        actions.set_group_status(group, "dormant", reason=reason, since=on, by=editor)
        actions.set_group_status(group, "active", since=until, by=editor)
    actions.set_group_status(group, "closed", reason="Vi blev klara.", by=editor)
    html = page(client, group)
    assert "Gruppen började vila. Därför: Få kom." in html
    assert "Gruppen började vila. Därför: Lokalen är stängd." in html
    assert "Gruppen avslutades. Därför: Vi blev klara." in html
    assert html.count("Gruppen arbetar igen.") == 2


def test_a_rest_that_ends_for_good_says_both_reasons(client: Client) -> None:
    group, editor = make_group(), make_person("editor")
    actions.set_group_status(group, "dormant", reason="Få kom.", by=editor)
    actions.set_group_status(group, "closed", reason="Ingen kom.", by=editor)
    html = page(client, group)
    assert "Få kom." in html
    assert "Ingen kom." in html
    assert "Gruppen arbetar igen." not in html


def test_leaders_are_named_only_with_a_yes(client: Client) -> None:
    group = make_group()
    named = sit(make_person("stranger", name="Sara Lind"), group, "facilitator")
    consent.show_me(named, "first", by=named.user)
    ended = timezone.localdate() - timedelta(days=2)
    sit(make_person("stranger", name="Bosse Dold"), group, "secretary", until=ended)
    html = page(client, group)
    assert "Sara började leda gruppen." in html
    assert "Någon ny började leda gruppen." in html
    assert "En som ledde gruppen slutade." in html
    assert "Lind" not in html
    assert "Bosse" not in html


def test_what_the_rooms_above_tell(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    group = make_group()
    line = SimpleNamespace(at=date(2025, 3, 1), html=mark_safe("<b>Hissen går igen.</b>"))
    monkeypatch.setitem(registry._sources, "groups.led_to", [lambda ids: {group.pk: [line]}])
    met = Met(3, date(2024, 1, 8), date(2025, 2, 1))
    monkeypatch.setitem(registry._sources, "groups.met", [lambda ids: {group.pk: met}])
    html = page(client, group)
    assert "<b>Hissen går igen.</b>" in html
    assert "Gruppen har träffats tre gånger sedan 8 januari 2024." in html
    assert "Hissen går igen." in client.get(group.get_absolute_url()).content.decode()


def test_a_new_group_says_that_nothing_has_come_yet(client: Client) -> None:
    html = page(client, make_group())
    assert "Inget är i dagligt bruk än." in html
    assert "Inget är nerskrivet än." in html


@pytest.mark.parametrize("n", [1, 8])
def test_it_costs_the_same_however_long(
    client: Client, n: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Municipality.load()
    group, editor = make_group(), make_person("editor")
    sit(make_person("stranger"), group, "facilitator")
    for i in range(n):
        actions.set_group_status(group, "dormant", reason="Få kom.", by=editor)
        actions.set_group_status(group, "active", by=editor)
        actions.move_group(group, make_group(f"Rot {i}"), by=editor)
        sit(make_person("stranger"), group, "facilitator", until=timezone.localdate())
    page(client, group)  # What is read once for each process is read now.
    with django_assert_max_num_queries(7):
        page(client, group)
