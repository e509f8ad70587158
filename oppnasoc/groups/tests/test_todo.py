"""What a page still lacks is put before those who can mend it, and nobody else."""

from __future__ import annotations

import pytest

from oppnasoc.groups.todo import leaderless_groups, silent_pages
from oppnasoc.people.models import User

from .making import ROLES, make_group, make_organisation, make_person, sit

pytestmark = pytest.mark.django_db


def titles(user: User) -> list[str]:
    return [item.title for item in silent_pages(User.objects.get(pk=user.pk))]


@pytest.mark.parametrize("role", ROLES)
def test_those_who_lead_are_asked_to_say_why(role: str) -> None:
    group = make_group("Fyrengruppen")
    asked = "Berätta varför Fyrengruppen finns" in titles(make_person(role, group))
    assert asked is (role in {"facilitator", "secretary"})


def test_one_thing_at_a_time() -> None:
    group = make_group("Fyrengruppen", why="Ingen ska vänta.")
    leader = make_person("facilitator", group)
    assert titles(leader) == ["Berätta vem man kan fråga om Fyrengruppen"]
    [item] = silent_pages(leader)
    assert item.url == "/grupper/fyrengruppen/andra/#id_contact"
    type(group).objects.update(contact="Ring Mona.")
    assert titles(leader) == []


def test_a_resting_group_asks_for_nothing() -> None:
    group = make_group(status="dormant", status_reason="Få kom.")
    assert titles(make_person("facilitator", group)) == []


def test_members_are_asked_what_their_organisation_does() -> None:
    member = make_person("stranger")
    sit(member, make_organisation(), "member")
    assert titles(member) == ["Berätta vad Föreningen Bryggan gör"]


@pytest.mark.parametrize("role", ROLES)
def test_a_group_without_a_leader_is_shown_to_those_who_tend_the_tree(role: str) -> None:
    led, alone = make_group("Ledd"), make_group("Ensam")
    make_group("Klar", status="closed", status_reason="Klart.")
    make_person("facilitator", led)
    by = make_person(role, led)
    found = [item.title for item in leaderless_groups(by)]
    if role in {"editor", "administrator"}:
        assert found == [f"Hitta någon som leder {alone}"]
    else:
        assert found == []
