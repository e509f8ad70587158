"""Leaving, pausing and handing over: no group at work without somebody who leads it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from oppnasoc.groups import handing_over, seats
from oppnasoc.groups.models import Group, Membership, Succession
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale

from .making import ROLES, make_group, make_person, sit

pytestmark = pytest.mark.django_db


def led(role: str = "facilitator") -> tuple[Group, Membership]:
    group = make_group()
    return group, make_person(role, group, name="Sara Lind").memberships.get()


def leaders(group: Group) -> set[User]:
    return {seat.user for seat in Membership.objects.leading().filter(party=group.pk)}


def html(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_who_ends_a_seat(role: str) -> None:
    group, _ = led()
    seat = sit(make_person("stranger"), group, "participant")
    by = make_person(role, group)
    if role in {"facilitator", "secretary", "editor"}:
        seats.end_seat(seat, by=by)
    else:
        with pytest.raises(PermissionDenied):
            seats.end_seat(seat, by=by)


def test_a_participant_leaves_by_herself(client: Client) -> None:
    group, _ = led()
    seat = sit(make_person("stranger"), group, "participant")
    client.force_login(seat.user)
    assert "Vill du lämna Brukargruppen på Fyren?" in html(client, f"/medlemskap/{seat.pk}/lamna/")
    answer = client.post(f"/medlemskap/{seat.pk}/lamna/")
    assert answer["Location"] == "/konto/"
    assert not Membership.objects.current().filter(pk=seat.pk).exists()


def test_a_seat_pauses_and_waits(client: Client) -> None:
    group, _ = led()
    seat = sit(make_person("stranger"), group, "participant")
    client.force_login(seat.user)
    assert client.post(f"/medlemskap/{seat.pk}/pausa/").status_code == 302
    assert "pausar" in html(client, "/konto/")
    assert client.post(f"/medlemskap/{seat.pk}/pausa/").status_code == 422
    assert client.post(f"/medlemskap/{seat.pk}/tillbaka/").status_code == 302
    seat.refresh_from_db()
    assert seat.paused_on is None


def test_the_last_leader_hands_over_and_leads_until_the_answer(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    group, seat = led("secretary")
    client.force_login(seat.user)
    leave = client.get(f"/medlemskap/{seat.pk}/lamna/")
    assert leave["Location"] == f"/medlemskap/{seat.pk}/lamna-over/"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        given = {"email": "bo@example.org", "name": "Bo Ek"}
        assert client.post(leave["Location"], given).status_code == 302
    assert "Bo" not in mail.outbox[-1].subject
    assert "Brukargruppen på Fyren" in mail.outbox[-1].body
    assert leaders(group) == {seat.user}
    assert "tills någon har svarat" in html(client, "/att-gora/")

    asked = Succession.objects.get()
    assert client.get(f"/leda/{asked.pk}/").status_code == 403
    client.force_login(asked.successor)
    assert "Vill du leda Brukargruppen på Fyren?" in html(client, "/att-gora/")
    assert "Sara Lind frågar om du vill ta över." in html(client, f"/leda/{asked.pk}/")
    assert client.post(f"/leda/{asked.pk}/", {"yes": "1"}).status_code == 302
    assert leaders(group) == {asked.successor}
    assert Membership.objects.current().get(user=asked.successor).role == "secretary"
    assert client.get(f"/leda/{asked.pk}/").status_code == 404


def test_a_no_leaves_everything_and_is_told(client: Client) -> None:
    group, seat = led()
    bo = make_person("stranger", name="Bo Ek")
    asked = handing_over.ask_successor(seat, bo.email, by=seat.user)
    client.force_login(bo)
    assert client.post(f"/leda/{asked.pk}/", {"no": "1"}).status_code == 302
    assert leaders(group) == {seat.user}
    client.force_login(seat.user)
    assert "Bo Ek kunde inte ta över." in html(client, "/att-gora/")
    page = html(client, f"/medlemskap/{seat.pk}/lamna-over/")
    assert "Bo Ek kunde inte ta över. Fråga någon annan." in page


def test_somebody_who_sits_there_already_leads_with_her_own_seat() -> None:
    group, seat = led()
    mine = sit(make_person("stranger"), group, "participant", shown="not")
    asked = handing_over.ask_successor(seat, mine.user.email, by=seat.user)
    assert handing_over.accept(asked, by=mine.user).pk == mine.pk
    assert leaders(group) == {mine.user}
    with pytest.raises(Stale):
        handing_over.accept(asked, by=mine.user)


def test_one_is_asked_at_a_time_and_can_be_taken_back(client: Client) -> None:
    _group, seat = led()
    asked = handing_over.ask_successor(seat, "bo@example.org", by=seat.user)
    with pytest.raises(ValidationError, match="redan tillfrågad"):
        handing_over.ask_successor(seat, "eva@example.org", by=seat.user)
    client.force_login(seat.user)
    assert client.post(f"/leda/{asked.pk}/ta-tillbaka/").status_code == 302
    with pytest.raises(Stale):
        handing_over.accept(asked, by=asked.successor)
    handing_over.ask_successor(seat, "eva@example.org", by=seat.user)


@pytest.mark.parametrize("email", ["", "inte-en-adress", "self"])
def test_whom_one_cannot_ask(client: Client, email: str) -> None:
    _group, seat = led()
    client.force_login(seat.user)
    given = {"email": seat.user.email if email == "self" else email}
    answer = client.post(f"/medlemskap/{seat.pk}/lamna-over/", given)
    assert answer.status_code == 422
    assert not Succession.objects.exists()


def test_or_the_group_rests_with_a_reason(client: Client) -> None:
    group, seat = led()
    client.force_login(seat.user)
    url = f"/medlemskap/{seat.pk}/lamna-over/"
    answer = client.post(url, {"rest": "1", "reason": ""})
    assert answer.status_code == 422
    assert "Skriv varför." in answer.content.decode()
    assert client.post(url, {"rest": "1", "reason": "Ingen kan leda nu."}).status_code == 302
    group.refresh_from_db()
    assert (group.status, group.status_reason) == ("dormant", "Ingen kan leda nu.")
    assert leaders(group) == set()


@pytest.mark.parametrize("gone", ["account", "pause"])
def test_a_group_without_anybody_says_so_and_editors_get_it_to_do(
    client: Client, gone: str
) -> None:
    group, seat = led()
    sit(make_person("stranger"), group, "participant")
    if gone == "account":
        User.objects.filter(pk=seat.user_id).update(is_active=False)
    else:
        handing_over.pause_seat(seat, by=seat.user)
    assert "Ingen leder gruppen just nu." in html(client, group.get_absolute_url())
    client.force_login(make_person("editor"))
    assert f"Hitta någon som leder {group}" in html(client, "/att-gora/")


@pytest.mark.parametrize("role", ROLES)
def test_who_asks_for_somebody_elses_seat(role: str) -> None:
    group, seat = led()
    by = make_person(role, group)
    if role in {"facilitator", "secretary", "editor"}:
        handing_over.ask_successor(seat, "bo@example.org", by=by)
    else:
        with pytest.raises(PermissionDenied):
            handing_over.ask_successor(seat, "bo@example.org", by=by)
