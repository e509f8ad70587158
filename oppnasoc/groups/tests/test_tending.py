"""Tending a group on its page: each form, and who gets it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from oppnasoc.groups import actions
from oppnasoc.groups.models import Group, Membership, Place

from .making import ROLES, make_group, make_person, make_place, make_post, make_unit

pytestmark = pytest.mark.django_db

LEADS = {"facilitator", "secretary", "editor"}
TREE = {"editor", "administrator"}
APPROVES = {"manager", "editor"}
VIEWS = [
    ("andra/", LEADS),
    ("lage/", LEADS),
    ("uppdrag/", LEADS),
    ("uppdrag/1/godkann/", APPROVES),
    ("kopplingar/", LEADS),
    ("platser/", LEADS),
    ("beslutar/", TREE),
    ("deltagare/", LEADS),
    ("flytta/", TREE),
]


def form_of(client: Client, url: str) -> dict[str, str]:
    """What a browser would send back from the form that it is shown."""
    form = client.get(url).context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in given.items() if value not in (None, "", False)}


@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize(("path", "allowed"), VIEWS)
def test_every_form_opens_for_those_who_may(
    client: Client, role: str | None, path: str, allowed: set[str]
) -> None:
    group = make_group()
    actions.add_mission(group, "Lyssna.", by=make_person("editor"))
    url = group.get_absolute_url() + path
    if role is None:
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/logga-in/")
        return
    client.force_login(make_person(role, group))
    expected = 200 if role in allowed else 403
    assert client.get(url).status_code == expected
    saves_nothing = {"flytta/", "platser/", "beslutar/"}
    empty = 302 if path in saves_nothing else 422
    assert client.post(url, {"x": "1"}).status_code == (empty if role in allowed else 403)


@pytest.fixture
def group(client: Client) -> Group:
    """A group whose facilitator is signed in."""
    made = make_group(place=make_place())
    client.force_login(make_person("facilitator", made))
    return made


def test_a_leader_writes_the_page(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}andra/"
    given = form_of(client, url) | {"why": "Ingen ska vänta."}
    response = client.post(url, given, follow=True)
    assert "Sparat. Så här ser sidan ut nu." in response.content.decode()
    changed = Group.objects.get(pk=group.pk)
    assert (changed.why, changed.place, changed.is_open) == ("Ingen ska vänta.", group.place, True)


def test_a_new_place_is_added_beside_the_list(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}andra/"
    given = form_of(client, url)
    client.post(url, given | {"new_place": "Kvarngården", "new_place_address": "Kvarngatan 1"})
    assert Group.objects.get(pk=group.pk).place == Place.objects.get(address="Kvarngatan 1")


def test_a_place_that_is_known_is_not_made_twice(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}andra/"
    client.post(url, form_of(client, url) | {"place": "", "new_place": "fyren"})
    assert Group.objects.get(pk=group.pk).place == Place.objects.get()


def test_an_error_keeps_what_was_written(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}andra/"
    response = client.post(url, form_of(client, url) | {"name": "", "why": "Långt skrivet."})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Långt skrivet." in html
    assert "<title>Fel: " in html
    assert Group.objects.get(pk=group.pk).why == ""


def test_two_who_write_at_once_are_told_and_nothing_is_lost(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}andra/"
    given = form_of(client, url) | {"why": "Mitt."}
    actions.edit_party(group, {"why": "Ditt."}, by=make_person("editor"))
    response = client.post(url, given)
    assert response.status_code == 422
    assert "Någon annan har ändrat sidan medan du skrev." in response.content.decode()
    assert Group.objects.get(pk=group.pk).why == "Ditt."
    again = given | {"seen": response.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert Group.objects.get(pk=group.pk).why == "Mitt."


def test_a_leader_lets_the_group_rest_with_a_reason(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}lage/"
    response = client.post(url, {"status": "dormant", "reason": ""})
    assert response.status_code == 422
    assert "Skriv varför. Alla har rätt att veta det." in response.content.decode()
    assert client.post(url, {"status": "dormant", "reason": "Få kom."}).status_code == 302
    assert Group.objects.get(pk=group.pk).status_reason == "Få kom."


def test_a_mission_is_proposed_and_approved(client: Client, group: Group) -> None:
    url = f"{group.get_absolute_url()}uppdrag/"
    assert client.post(url, {"text": "Lyssna."}).status_code == 302
    assert form_of(client, url)["text"] == "Lyssna."
    approve = f"{url}1/godkann/"
    assert client.get(approve).status_code == 403
    manager = make_person("manager")
    client.force_login(manager)
    assert "Godkänna uppdragsbeskrivningen" in client.get("/att-gora/").content.decode()
    assert "Lyssna." in client.get(approve).content.decode()
    given = {"approved_by": "Nämnden", "approved_on": "2025-01-07"}
    assert client.post(approve, given).status_code == 302
    assert group.missions.get().approved_on == date(2025, 1, 7)
    assert "Godkänna uppdragsbeskrivningen" not in client.get("/att-gora/").content.decode()
    assert client.get(approve).status_code == 404


def test_who_stands_above_approves_in_a_role(client: Client, group: Group) -> None:
    actions.add_mission(group, "Lyssna.", by=make_person("editor"))
    head, other = make_person("stranger", name="Mona Ek"), make_person("stranger")
    post = make_post(make_unit(), "Socialchef", held_by=head)
    actions.set_level(group, post, by=make_person("editor"))
    approve = f"{group.get_absolute_url()}uppdrag/1/godkann/"
    client.force_login(other)
    assert client.get(approve).status_code == 403
    client.force_login(head)
    given = {"approved_by": "Mona Ek", "approved_as": post.pk, "approved_on": "2025-01-07"}
    assert client.post(approve, given).status_code == 302
    html = client.get(group.get_absolute_url()).content.decode()
    assert "godkänd av Mona Ek" in html
    assert post.get_absolute_url() in html


def test_a_mission_with_half_an_approval_is_refused(client: Client, group: Group) -> None:
    client.force_login(make_person("editor"))
    url = f"{group.get_absolute_url()}uppdrag/"
    response = client.post(url, {"text": "Lyssna.", "approved_by": "Nämnden"})
    assert response.status_code == 422
    assert "Skriv vilken dag den godkändes." in response.content.decode()
    assert not group.missions.exists()


def test_an_editor_moves_a_group_but_never_in_a_circle(client: Client) -> None:
    root = make_group("Rot")
    branch = make_group("Gren", parent=root)
    client.force_login(make_person("editor"))
    response = client.post(f"{root.get_absolute_url()}flytta/", {"parent": branch.pk})
    assert response.status_code == 422
    assert "En grupp kan inte stå under sig själv." in response.content.decode()
    assert client.post(f"{branch.get_absolute_url()}flytta/", {}).status_code == 302
    assert Group.objects.get(pk=branch.pk).parent is None


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_starts_a_group(client: Client, role: str | None) -> None:
    root = make_group("Rot")
    if role:
        client.force_login(make_person(role, root))
    given = {"name": "Ny gren", "email": "mona@example.org", "parent": root.slug}
    response = client.post("/grupper/ny/", given)
    made = Group.objects.filter(name="Ny gren").first()
    if role in TREE:
        assert made is not None
        assert response["Location"] == made.get_absolute_url()
        assert made.parent == root
        assert Membership.objects.get(party=made.pk).role == "facilitator"
    else:
        assert made is None
        assert response.status_code == (403 if role else 302)


def test_a_group_does_not_start_without_somebody_who_leads_it(client: Client) -> None:
    client.force_login(make_person("editor"))
    response = client.post("/grupper/ny/", {"name": "Ny gren"})
    assert response.status_code == 422
    assert not Group.objects.exists()


def test_a_group_under_another_is_offered_there(client: Client) -> None:
    make_group("Rot")
    client.force_login(make_person("editor"))
    html = client.get("/grupper/ny/?under=rot").content.decode()
    assert '<option value="rot" selected>' in html
