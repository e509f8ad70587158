"""Organisations, units and posts: lists, pages and forms."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from oppnasoc.groups.models import Allotment, Organisation, Outside, Party, Post, Unit
from oppnasoc.ui.models import Municipality

from .making import (
    ROLES,
    make_group,
    make_organisation,
    make_person,
    make_place,
    make_post,
    make_unit,
    sit,
)
from .test_group_pages import SETTINGS, page, panel_queries

pytestmark = pytest.mark.django_db

TREE = {"editor", "administrator"}


def test_organisations_stand_in_swedish_order_with_their_groups(client: Client) -> None:
    group = make_group()
    for name in ("Öppna dörren", "Ankaret", "Åsen"):
        make_organisation(name, does="Vi hjälper.").groups.add(group)
    html = page(client, "/organisationer/")
    places = [html.index(name) for name in ("Ankaret", "Åsen", "Öppna dörren")]
    assert places == sorted(places)
    assert group.get_absolute_url() in html


@pytest.mark.parametrize("url", ["/organisationer/", "/enheter/"])
def test_an_empty_list_says_so_and_asks_only_those_who_may(client: Client, url: str) -> None:
    assert f"{url}ny/" not in page(client, url)
    client.force_login(make_person("editor"))
    assert f"{url}ny/" in page(client, url)


def test_an_organisation_tells_what_it_does_and_where_it_sits(client: Client) -> None:
    group = make_group()
    closed = make_group("Klar", status="closed", status_reason="Klart.")
    organisation = make_organisation(
        does="Vi äter soppa.", website="https://bryggan.example/", email="hej@bryggan.example"
    )
    organisation.groups.add(group, closed)
    html = page(client, organisation.get_absolute_url())
    for text in ("Vi äter soppa.", "https://bryggan.example/", "hej@bryggan.example"):
        assert text in html
    assert group.get_absolute_url() in html
    assert closed.get_absolute_url() not in html


@pytest.mark.parametrize("role", [None, *ROLES, "own_member"])
def test_who_writes_the_page_of_an_organisation(client: Client, role: str | None) -> None:
    organisation, group = make_organisation(), make_group()
    if role:
        by = make_person("stranger" if role == "own_member" else role, group)
        if role == "own_member":
            sit(by, organisation, "member")
        client.force_login(by)
    may = role in {"own_member", "editor"}
    url = f"{organisation.get_absolute_url()}andra/"
    assert (url in page(client, organisation.get_absolute_url())) is may
    if may:
        seen = client.get(url).context["form"]["seen"].value()
        given = {"name": "Bryggan", "does": "Vi hjälper.", "groups": [group.pk], "seen": seen}
        assert client.post(url, given).status_code == 302
        assert list(Organisation.objects.get(pk=organisation.pk).groups.all()) == [group]
    else:
        assert client.post(url, {"name": "Bryggan"}).status_code == (403 if role else 302)
        assert Organisation.objects.get(pk=organisation.pk).name == "Föreningen Bryggan"


def test_an_organisation_tells_when_where_and_what_one_can_ask_it_for(client: Client) -> None:
    group, place = make_group(), make_place("Fyren", address="Hamngatan 1 & 2")
    organisation = make_organisation(
        for_whom="Du som är ny.", opening_hours="vardagar 9–12", languages="arabiska, svenska",
        place=place, competences=[{"kind": "reads", "text": "Vi läser brev.", "how": "Ring."}],
    )  # fmt: skip
    Allotment.objects.create(group=group, organisation=organisation, seats=3)
    sit(make_person("stranger"), group, "participant", represents=organisation)
    html = page(client, organisation.get_absolute_url())
    for text in ("Du som är ny.", "vardagar 9–12", "arabiska, svenska", "Vi läser brev.", "Ring.",
                 "tre platser", "två är lediga"):  # fmt: skip
        assert text in html
    assert "openstreetmap.org/search?query=Hamngatan%201%20%26%202%2C%20Sundhamn" in html


def test_the_list_is_narrowed_by_help_and_by_language(client: Client) -> None:
    make_organisation(
        "Ankaret", languages="svenska", competences=[{"kind": "talks", "text": "Ja.", "how": ""}]
    )
    make_organisation("Bryggan", languages="svenska, arabiska")
    for query, found in [
        ("kan=talks", ["Ankaret"]),
        ("sprak=svenska", ["Ankaret", "Bryggan"]),
        ("kan=talks&sprak=arabiska", []),
        ("kan=nonsens", ["Ankaret", "Bryggan"]),
    ]:
        html = page(client, f"/organisationer/?{query}")
        assert [name for name in ("Ankaret", "Bryggan") if name in html] == found


@pytest.mark.parametrize("role", [None, *ROLES, "own_member"])
def test_who_says_what_one_can_ask_an_organisation_for(client: Client, role: str | None) -> None:
    organisation = make_organisation(competences=[{"kind": "reads", "text": "Brev.", "how": ""}])
    if role:
        by = make_person("stranger" if role == "own_member" else role, make_group())
        if role == "own_member":
            sit(by, organisation, "member")
        client.force_login(by)
    url = f"{organisation.get_absolute_url()}fraga-oss/"
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 1, "form-0-kind": "reads",
            "form-0-text": "", "form-1-kind": "talks", "form-1-text": "Vi berättar.",
            "form-1-how": "Ring Asta."}  # fmt: skip
    status = client.post(url, rows).status_code
    if role in {"own_member", "editor"}:
        assert status == 302
        html = page(client, organisation.get_absolute_url())
        assert "Vi berättar." in html
        assert "Brev." not in html
    else:
        assert status == (403 if role else 302)
        organisation.refresh_from_db()
        assert organisation.competences[0]["text"] == "Brev."


def test_nobody_writes_over_what_another_has_written(client: Client) -> None:
    organisation = make_organisation()
    client.force_login(make_person("editor"))
    url = f"{organisation.get_absolute_url()}fraga-oss/"
    seen = client.get(url).context["seen"]
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-kind": "talks", "seen": seen}
    assert client.post(url, {**rows, "form-0-text": "Först."}).status_code == 302
    answer = client.post(url, {**rows, "form-0-text": "Sedan."})
    assert answer.status_code == 422
    assert "Sedan." in answer.content.decode()
    assert Organisation.objects.get().competences[0]["text"] == "Först."


def test_units_stand_after_the_one_they_belong_to(client: Client) -> None:
    whole = make_unit("Socialförvaltningen", phone="040-1 23")
    make_unit("Boendeenheten", parent=whole)
    make_unit("Ankomsten")
    html = page(client, "/enheter/")
    places = [html.index(n) for n in ("Ankomsten", "Socialförvaltningen", "Boendeenheten")]
    assert places == sorted(places)


def test_a_unit_tells_who_is_responsible_and_where_it_is(client: Client) -> None:
    unit = make_unit(
        does="Vi tar emot.", opening_hours="vardagar 9–12", place=make_place("Huset"), phone="1 23"
    )
    make_post(unit, held_by=make_person("stranger", name="Mona Ek"))
    make_unit("Telefonen", parent=unit)
    html = page(client, unit.get_absolute_url())
    for text in ("Vi tar emot.", "vardagar 9–12", "Huset", "Mona Ek", "Telefonen", "tel:123"):
        assert text in html
    assert "andra/" not in html


def test_a_post_tells_who_holds_it(client: Client) -> None:
    post = make_post(make_unit())
    assert "Ingen har den här rollen just nu." in page(client, post.get_absolute_url())
    Post.objects.filter(pk=post.pk).update(held_by=make_person("stranger", name="Mona Ek"))
    html = page(client, post.get_absolute_url())
    assert "Mona Ek har den här rollen." in html
    assert "/enheter/mottagningen/" in html


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_adds_and_edits_units_and_posts(client: Client, role: str | None) -> None:
    unit, group = make_unit(), make_group()
    post = make_post(unit)
    if role:
        client.force_login(make_person(role, group))
    may = role in TREE
    wanted = 302 if may or role is None else 403
    new = [
        client.post("/enheter/ny/", {"name": "Ny enhet"}),
        client.post("/roller/ny/", {"name": "Ny roll", "unit": unit.pk}),
        client.post("/organisationer/ny/", {"name": "Ny förening", "groups": [group.pk]}),
        client.post(f"{post.get_absolute_url()}innehavare/", {"email": "ek@example.org"}),
    ]
    assert [response.status_code for response in new] == [wanted] * 4
    assert Party.objects.filter(name__startswith="Ny ").count() == (3 if may else 0)
    if may:
        assert Organisation.objects.get(name="Ny förening").groups.get() == group
        assert str(Post.objects.get(pk=post.pk).held_by) != "None"
        for party in (unit, post):
            assert client.get(f"{party.get_absolute_url()}andra/").status_code == 200


def test_a_new_role_begins_at_its_unit(client: Client) -> None:
    unit = make_unit()
    client.force_login(make_person("editor"))
    html = page(client, "/roller/ny/?enhet=mottagningen")
    assert f'<option value="{unit.pk}" selected>' in html


def test_a_unit_cannot_be_put_under_itself(client: Client) -> None:
    unit = make_unit()
    client.force_login(make_person("editor"))
    url = f"{unit.get_absolute_url()}andra/"
    seen = client.get(url).context["form"]["seen"].value()
    response = client.post(url, {"name": "Mottagningen", "parent": unit.pk, "seen": seen})
    assert response.status_code == 422
    assert Unit.objects.get().parent is None


@pytest.mark.parametrize("n", [2, 20])
def test_lists_and_pages_cost_the_same_however_many(
    client: Client, n: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    whole, group = make_unit("Helheten", place=make_place()), make_group()
    Municipality.load()
    for i in range(n):
        make_organisation(f"Förening {i}").groups.add(group)
        part = make_unit(f"Enhet {i}", parent=whole)
        make_post(whole, f"Roll {i}", held_by=make_person("stranger"))
    panels = panel_queries("groups.party")
    for url, queries in [
        ("/organisationer/", 2),
        ("/enheter/", 1),
        ("/organisationer/forening-1/", 5 + panels),
        (whole.get_absolute_url(), 5 + panels),
        (part.get_absolute_url(), 5 + panels),
        ("/roller/roll-1/", 2 + panels),
    ]:
        with django_assert_max_num_queries(queries + SETTINGS):
            page(client, url)


def test_what_is_not_there_is_404(client: Client) -> None:
    for url in ("/organisationer/x/", "/enheter/x/", "/roller/x/"):
        assert client.get(url).status_code == 404


def make_outside(**facts: str) -> Outside:
    return Outside.objects.create(**{"name": "Regionens psykiatri", **facts})


@pytest.mark.parametrize("role", [None, *ROLES])
def test_whom_we_ask_at_another_authority_is_for_those_who_ask(
    client: Client, role: str | None
) -> None:
    outside = make_outside(does="Vård.", contact_person="Ebba Kvist")
    if role:
        client.force_login(make_person(role, make_group()))
    html = client.get(outside.get_absolute_url()).content.decode()
    assert "Vård." in html
    asks = {"facilitator", "secretary", "other_facilitator", "staff", "editor", "administrator"}
    assert ("Ebba Kvist" in html) is (role in asks)


def test_an_authority_is_added_listed_and_edited(client: Client) -> None:
    client.force_login(make_person("editor"))
    assert client.post("/myndigheter/ny/", {"name": "Regionen"}).status_code == 302
    assert "Regionen" in client.get("/myndigheter/").content.decode()
    url = "/myndigheter/regionen/andra/"
    form = client.get(url).context["form"]
    given = {"name": "Region Sund", "seen": form["seen"].value()}
    assert client.post(url, given).status_code == 302
    assert Outside.objects.get().name == "Region Sund"
