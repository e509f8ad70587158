"""What can be found of groups, organisations, units, roles and other authorities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oppnasoc.groups import actions, seats
from oppnasoc.groups.models import Mission, Outside, Party, Theme
from oppnasoc.people import actions as people
from oppnasoc.search import index, outbox
from oppnasoc.search.models import Document
from oppnasoc.search.sources import Found, Source, sources
from oppnasoc.trail.models import Entry

from .making import (
    make_group,
    make_organisation,
    make_person,
    make_place,
    make_post,
    make_unit,
    sit,
)

pytestmark = pytest.mark.django_db


def source(kind: str) -> Source:
    return next(each for each in sources() if each.kind == kind)


def found(kind: str, pk: int) -> Found:
    return next(iter(source(kind).documents([pk])))


def follow() -> None:
    """The index follows what happened, and is then as the database is."""
    outbox.deliver()
    assert not index.differences()


def text(kind: str) -> str:
    return Document.objects.get(kind=kind).text


def test_a_group_is_found_by_what_its_page_tells() -> None:
    place = make_place(address="Hamngatan 1", directions="Gå från torget.")
    group = make_group(why="För att höras.", contact="Ring oss.", place=place)
    Mission.objects.create(group=group, version=1, text="Det som gäller.", approved_on="2026-01-02")
    Mission.objects.create(group=group, version=2, text="kanarie förslag")
    document = found("group", group.pk)
    told = (
        "För att höras.\n\nFyren\n\nHamngatan 1\n\nGå från torget.\n\nRing oss.\n\nDet som gäller."
    )
    assert document.text == told
    assert document.party == group.pk


def test_nobody_is_found_because_she_sits_somewhere() -> None:
    group, organisation, unit = make_group(), make_organisation(), make_unit()
    for party in (group, organisation, unit):
        member = make_person("stranger", name="Kanarie Ek")
        sit(member, party, "participant", shown="name", shown_by=member, shown_at=timezone.now())
    of = {"group": group.pk, "organisation": organisation.pk, "unit": unit.pk}
    assert "Kanarie" not in "".join(f"{found(kind, pk)}" for kind, pk in of.items())


def test_whom_we_ask_at_another_authority_is_not_found() -> None:
    outside = Outside.objects.create(name="Regionen", does="Vård.", contact_person="Kanarie")
    assert "Kanarie" not in f"{found('outside', outside.pk)}"


def test_a_role_is_found_by_who_holds_it_and_by_its_unit() -> None:
    editor = make_person("editor")
    holder = make_person("stranger", name="Mona Ek")
    unit = make_unit()
    post = make_post(unit)
    index.rebuild()
    seats.fill_post(post, holder.email, by=editor)
    follow()
    assert text("post") == "Mona Ek"
    people.rename(holder, "Mona Lind", by=holder)
    follow()
    assert text("post") == "Mona Lind"
    actions.edit_party(unit, {"name": "Vägen in"}, by=editor)
    follow()
    assert found("post", post.pk).kept == "Vägen in"
    post.refresh_from_db()
    seats.fill_post(post, "", by=editor)
    follow()
    assert text("post") == ""


@pytest.mark.parametrize(
    ("kind", "fact", "value"),
    [
        ("group", "why", "För att märkas."),
        ("organisation", "offers", "Vi lär ut datorer."),
        ("unit", "does", "Vi tar emot."),
        ("post", "summary", "Leder arbetet."),
        ("outside", "does", "Vård."),
    ],
)
def test_the_index_follows_what_is_written(kind: str, fact: str, value: str) -> None:
    makers: dict[str, Callable[[], Any]] = {
        "group": make_group,
        "organisation": make_organisation,
        "unit": make_unit,
        "post": lambda: make_post(make_unit("Enheten")),
        "outside": lambda: Outside.objects.create(name="Regionen"),
    }
    made = makers[kind]()
    index.rebuild()
    actions.edit_party(made, {fact: value}, by=make_person("editor"))
    follow()
    assert value in Document.objects.get(kind=kind, thing=made.pk).text


@pytest.mark.parametrize("kind", ["group", "organisation", "unit", "post", "outside"])
def test_one_query_however_many(kind: str) -> None:
    unit = make_unit("Enheten")
    makers: dict[str, Callable[[str], Party]] = {
        "group": make_group,
        "organisation": make_organisation,
        "unit": make_unit,
        "post": lambda name: make_post(unit, name),
        "outside": lambda name: Outside.objects.create(name=name),
    }
    make = makers[kind]
    ids = [make(f"Namn {n}").pk for n in range(5)]
    with CaptureQueriesContext(connection) as queries:
        assert len(list(source(kind).documents(ids))) == 5
    assert len(queries) == 1


def test_the_index_follows_places_and_themes_that_editors_write(client: Client) -> None:
    """They are saved by the editorial part and not by an action of ours."""
    place = make_place(directions="Gå från torget.")
    theme = Theme.objects.create(name="Vägen in", slug="vagen-in")
    make_group(place=place, theme=theme)
    make_unit(place=place)
    index.rebuild()
    client.force_login(make_person("editor"))
    written = {"name": "Fyren", "address": "", "directions": "Gå från kajen."}
    answer = client.post(f"/redaktion/snippets/groups/place/edit/{place.pk}/", written)
    assert answer.status_code == 302
    follow()
    assert "kajen" in text("group")
    assert "kajen" in text("unit")
    written = {"name": "Första kontakten", "slug": "vagen-in", "description": "", "position": "0"}
    answer = client.post(f"/redaktion/snippets/groups/theme/edit/{theme.pk}/", written)
    assert answer.status_code == 302
    follow()
    entries = set(Entry.objects.values_list("kind", flat=True))
    assert {"groups.place_edited", "groups.theme_edited"} <= entries
