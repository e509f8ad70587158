"""The tree of groups and the page of one, as everybody sees them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from oppnasoc.groups import actions, consent
from oppnasoc.groups.models import Group, Mission, Theme
from oppnasoc.ui import registry
from oppnasoc.ui.models import Municipality

from .making import (
    ROLES,
    make_group,
    make_organisation,
    make_person,
    make_place,
    sit,
)

pytestmark = pytest.mark.django_db

SETTINGS = 2  # the municipality's row and what remarks changed, kept by the frame of every page
SIGNED_IN = 3  # session, person and where she sits


@pytest.fixture(autouse=True)
def _municipality() -> None:
    """The settings' row is made by the first visit of all; here somebody has been before."""
    Municipality.load()


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def panel_queries(place: str) -> int:
    return sum(panel.queries for panel in registry.panels(place))


def test_the_tree_tells_how_many_work_and_shows_each_group(client: Client) -> None:
    root = make_group("Rot", summary="Håller ihop.")
    make_group("Gren", parent=root, is_open=False)
    make_group("Sov", status="dormant", status_reason="Få kom.", status_since=date(2024, 5, 2))
    html = page(client, "/grupper/")
    assert "Två grupper arbetar just nu." in html
    assert "En av dem är öppen för alla." in html
    assert "Håller ihop." in html
    assert "vilande sedan maj 2024" in html
    assert "Därför: Få kom." in html
    assert "Starta en grupp" not in html


def test_a_town_with_only_open_groups_says_welcome(client: Client) -> None:
    make_group()
    html = page(client, "/grupper/")
    assert "En grupp arbetar just nu. Du är välkommen att komma." in html


def test_closed_groups_stand_apart_and_their_branches_stay(client: Client) -> None:
    root = make_group("Rot")
    closed = make_group("Klar", parent=root, status="closed", status_reason="Vi blev klara.")
    make_group("Gren", parent=closed)
    html = page(client, "/grupper/")
    tree, _, finished = html.partition("Grupper som är avslutade")
    assert "Klar" not in tree
    assert "Gren" in tree
    assert "Vi blev klara." in finished


def test_the_tree_is_filtered_by_theme(client: Client) -> None:
    theme = Theme.objects.create(name="Vägen in", slug="vagen-in")
    Theme.objects.create(name="Tomt", slug="tomt")
    make_group("Kortare väntan", theme=theme)
    make_group("Boendegruppen")
    html = page(client, "/grupper/?tema=vagen-in")
    assert "Kortare väntan" in html
    assert "Boendegruppen" not in html
    assert 'href="/grupper/?tema=vagen-in" aria-current="true"' in html
    assert "Tomt" not in html
    assert "Boendegruppen" in page(client, "/grupper/?tema=finns-inte")


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_is_asked_to_start_the_first_group(client: Client, role: str | None) -> None:
    if role in {"participant", "facilitator", "secretary", "other_facilitator"}:
        return  # They have a group, so the town is not empty.
    if role:
        client.force_login(make_person(role))
    html = page(client, "/grupper/")
    assert "Ingen grupp än" in html
    assert ("/grupper/ny/" in html) is (role in {"editor", "administrator"})


@pytest.mark.parametrize("n", [3, 30])
def test_the_tree_costs_the_same_however_large(
    client: Client, n: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    theme = Theme.objects.create(name="Vägen in", slug="vagen-in")
    parent = None
    for i in range(n):
        parent = make_group(f"Grupp {i}", parent=parent, theme=theme, place=make_place(f"P{i}"))
    with django_assert_max_num_queries(5 + SETTINGS):
        page(client, "/grupper/")


def make_full_group() -> Group:
    return make_group(
        summary="Kom och säg hur det är.",
        why="Ingen ska behöva vänta.",
        who="Alla med stöd.",
        how="Vi dricker kaffe.",
        place=make_place("Fyren", address="Storgatan 4", directions="Gula dörren."),
        when="Varannan måndag.",
        outcome="De får svar.",
        contact="Ring Mona.",
        phone="040-12 34 56",
    )


ANSWERS = {
    "Varför?": "Ingen ska behöva vänta.",
    "Vilka deltar?": "Alla med stöd.",
    "Hur?": "Vi dricker kaffe.",
    "Var?": "Gula dörren.",
    "När?": "Varannan måndag.",
    "Vad händer med förslagen?": "De får svar.",
    "Kontakt": "Ring Mona.",
}


def test_a_group_answers_the_seven_questions(client: Client) -> None:
    html = page(client, make_full_group().get_absolute_url())
    for question, answer in ANSWERS.items():
        assert f"<h2>{question}</h2>" in html
        assert answer in html
    assert 'href="tel:040123456"' in html
    assert "Storgatan 4" in html


@pytest.mark.parametrize("role", [None, *ROLES])
def test_empty_answers_are_shown_only_to_those_who_can_give_them(
    client: Client, role: str | None
) -> None:
    group = make_group()
    if role:
        client.force_login(make_person(role, group))
    html = page(client, group.get_absolute_url())
    may = role in {"facilitator", "secretary", "editor"}
    assert ("Berätta varför gruppen finns" in html) is may
    assert (f"{group.get_absolute_url()}andra/#id_why" in html) is may
    assert ("<h2>Varför?</h2>" in html) is may
    assert (f"{group.get_absolute_url()}deltagare/" in html) is may
    assert (f"{group.get_absolute_url()}flytta/" in html) is (role in {"editor", "administrator"})


def test_leaders_are_named_and_participants_only_counted(client: Client) -> None:
    group = make_group()
    for role, name in [
        ("secretary", "Sara Lind"),
        ("facilitator", "Bo Ek"),
        ("participant", "Kalle Hemlig"),
        ("facilitator", ""),
    ]:
        seat = sit(make_person("stranger", name=name), group, role)
        if role != "participant":
            consent.show_me(seat, "name", by=seat.user)
    past = make_person("stranger", name="Gunilla Förut")
    yesterday = timezone.localdate() - timedelta(days=1)
    sit(past, group, "facilitator", until=yesterday)
    gone = make_person("stranger", name="Pelle Stängd", is_active=False)
    sit(gone, group, "facilitator")
    html = page(client, group.get_absolute_url())
    assert "Fyra personer är inskrivna i gruppen." in html
    assert "Gruppen leds av Sara Lind och Bo Ek." in html
    for name in ("Kalle Hemlig", "Gunilla", "Pelle"):
        assert name not in html


def test_a_resting_group_says_so_and_why_on_top(client: Client) -> None:
    group = make_full_group()
    actions.set_group_status(
        group, "dormant", reason="Ingen leder.", since=date(2024, 5, 2), by=make_person("editor")
    )
    html = page(client, group.get_absolute_url())
    assert "Gruppen vilar sedan maj 2024." in html
    shown = html[html.index("<main") :]
    assert shown.index("Ingen leder.") < shown.index("Kom och säg")
    history = page(client, f"{group.get_absolute_url()}historia/")
    assert "Gruppen började vila. Därför: Ingen leder." in history


def test_the_latest_approved_mission_stands_open_and_the_others_are_linked(
    client: Client,
) -> None:
    group = make_group()
    on = date(2024, 2, 1)
    for version, text, approved in [(1, "Först.", on), (2, "Sedan.", on), (3, "Snart.", None)]:
        Mission.objects.create(
            group=group,
            version=version,
            text=text,
            approved_by="Nämnden" if approved else "",
            approved_on=approved,
        )
    html = page(client, group.get_absolute_url())
    assert "Version 2, godkänd av Nämnden 1 februari 2024." in html
    assert "Sedan." in html
    assert "Snart." not in html
    proposal = page(client, f"{group.get_absolute_url()}uppdrag/3/")
    assert "Version 3 är ett förslag." in proposal
    assert "Vad som är nytt sedan version 2" in proposal
    assert "Sedan</del>" in proposal
    assert "Snart</ins>" in proposal
    assert "godkann" not in proposal
    first = page(client, f"{group.get_absolute_url()}uppdrag/1/")
    assert "Den här versionen gäller inte längre." in first
    assert client.get(f"{group.get_absolute_url()}uppdrag/9/").status_code == 404


def test_a_group_shows_its_place_in_the_tree(client: Client) -> None:
    root = make_group("Rot")
    group = make_group("Gren", parent=root)
    make_group("Blad", parent=group)
    make_group("Fallet", parent=group, status="closed", status_reason="Klart.")
    organisation = make_organisation()
    organisation.groups.add(group)
    html = page(client, group.get_absolute_url())
    for thing in (root, organisation):
        assert thing.get_absolute_url() in html
    assert "/grupper/blad/" in html
    assert "/grupper/fallet/" not in html


def test_what_people_wrote_is_escaped(client: Client) -> None:
    group = make_group(why="<script>alert(1)</script>", summary="<b>fet</b>")
    html = page(client, group.get_absolute_url())
    assert "<script>alert" not in html
    assert "<b>fet" not in html


def test_a_group_that_is_not_there_is_404(client: Client) -> None:
    assert client.get("/grupper/ingen/").status_code == 404


@pytest.mark.parametrize("n", [1, 12])
@pytest.mark.parametrize("role", [None, "secretary"])
def test_a_group_page_costs_the_same_however_full(
    client: Client, n: int, role: str | None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    group = make_full_group()
    by = make_person("editor")
    for i in range(n):
        sit(make_person("stranger"), group, "facilitator")
        make_group(f"Gren {i}", parent=group)
        make_organisation(f"Förening {i}").groups.add(group)
        actions.add_mission(group, "Text.", by=by)
        actions.move_group(group, make_group(f"Rot {i}"), by=by)
    if role:
        client.force_login(make_person(role, group))
        page(client, "/om/")  # the first click is noted in the session
    told = 1  # what the group has led to
    allowed = 8 + told + SETTINGS + panel_queries("groups.group") + (SIGNED_IN if role else 0)
    with django_assert_max_num_queries(allowed):
        page(client, group.get_absolute_url())
