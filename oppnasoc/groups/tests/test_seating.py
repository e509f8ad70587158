"""The list of who belongs where, and each verb on it."""

from __future__ import annotations

import pytest
from django.test import Client

from oppnasoc.groups.models import Membership

from .making import ROLES, make_group, make_organisation, make_person, make_unit, sit

pytestmark = pytest.mark.django_db

LEADS = {"facilitator", "secretary", "editor"}


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_reads_the_list_and_who_changes_it(client: Client, role: str | None) -> None:
    group = make_group()
    make_person("secretary", group)
    seat = sit(make_person("stranger", name="Kalle Hemlig"), group, "participant")
    if role:
        client.force_login(make_person(role, group))
    page = client.get("/grupper/brukargruppen-pa-fyren/deltagare/")
    change = client.post(f"/medlemskap/{seat.pk}/roll/", {"role": "facilitator"})
    question = client.get(f"/medlemskap/{seat.pk}/lamna/")
    end = client.post(f"/medlemskap/{seat.pk}/lamna/")
    if role in LEADS:
        assert "Kalle Hemlig" in page.content.decode()
        assert "Ska Kalle Hemlig lämna Brukargruppen på Fyren?" in question.content.decode()
        assert [r.status_code for r in (change, end)] == [302, 302]
        assert not Membership.objects.current().filter(pk=seat.pk).exists()
    else:
        refused = 403 if role else 302
        assert [r.status_code for r in (page, change, question, end)] == [refused] * 4
        assert Membership.objects.current().get(pk=seat.pk).role == "participant"


def test_somebody_is_added_by_address(client: Client) -> None:
    group = make_group()
    client.force_login(make_person("facilitator", group))
    url = "/grupper/brukargruppen-pa-fyren/deltagare/"
    given = {"email": "ny@example.org", "name": "Nils Ny", "role": "participant"}
    response = client.post(url, given, follow=True)
    assert response.redirect_chain == [(url, 302)]
    assert "Nils Ny" in response.content.decode()
    again = client.post(url, given)
    assert again.status_code == 422
    assert "Personen finns redan här." in again.content.decode()


def test_the_last_leader_stays_and_the_page_says_why(client: Client) -> None:
    group = make_group()
    leader = make_person("facilitator", group)
    client.force_login(leader)
    seat = leader.memberships.get()
    response = client.post(f"/medlemskap/{seat.pk}/roll/", {"role": "participant"})
    assert response.status_code == 422
    assert "En grupp har alltid någon som leder den." in response.content.decode()
    response = client.post(f"/medlemskap/{seat.pk}/lamna/", follow=True)
    assert "Låt någon annan leda" not in response.content.decode()
    assert "Vem leder Brukargruppen på Fyren efter dig?" in response.content.decode()
    assert Membership.objects.current().filter(pk=seat.pk).exists()


def test_a_role_of_another_kind_is_refused(client: Client) -> None:
    group = make_group()
    client.force_login(make_person("editor"))
    seat = sit(make_person("stranger"), group, "participant")
    response = client.post(f"/medlemskap/{seat.pk}/roll/", {"role": "staff"})
    assert response.status_code == 422
    assert Membership.objects.get(pk=seat.pk).role == "participant"


def test_a_seat_that_has_ended_is_gone(client: Client) -> None:
    group = make_group()
    client.force_login(make_person("editor"))
    make_person("secretary", group)
    seat = sit(make_person("stranger"), group, "participant")
    client.post(f"/medlemskap/{seat.pk}/lamna/")
    assert client.get(f"/medlemskap/{seat.pk}/lamna/").status_code == 404


def test_a_role_is_changed_by_post_only(client: Client) -> None:
    group = make_group()
    client.force_login(make_person("editor"))
    seat = sit(make_person("stranger"), group, "participant")
    assert client.get(f"/medlemskap/{seat.pk}/roll/").status_code == 405


def test_members_tend_their_organisation_and_editors_a_unit(client: Client) -> None:
    organisation, unit = make_organisation(), make_unit()
    member = make_person("stranger")
    sit(member, organisation, "member")
    client.force_login(member)
    url = "/organisationer/foreningen-bryggan/medlemmar/"
    assert client.post(url, {"email": "a@example.org", "role": "member"}).status_code == 302
    assert client.get("/enheter/mottagningen/medarbetare/").status_code == 403
    client.force_login(make_person("administrator"))
    url = "/enheter/mottagningen/medarbetare/"
    assert client.post(url, {"email": "b@example.org", "role": "staff"}).status_code == 302
    assert Membership.objects.filter(party=unit.pk, role="staff").count() == 1
    assert Membership.objects.filter(party=organisation.pk).count() == 2
