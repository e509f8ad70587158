"""Every right of groups names every role, and where a person sits costs one query."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from oppnasoc.groups import rules
from oppnasoc.groups.models import Group, Membership, Organisation, Post, Unit
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, second_factor_binds

pytestmark = pytest.mark.django_db

Role = Membership.Role
ROLES = [
    "visitor", "stranger", "participant", "facilitator", "secretary", "member", "staff", "holder",
    "other_secretary", "past_secretary", "inactive_secretary", "editor", "manager", "administrator",
]  # fmt: skip


class House:
    """A group, an organisation, a unit with a post, and one person for each role."""

    def __init__(self) -> None:
        self.group = Group.objects.create(name="Brukargruppen")
        self.other_group = Group.objects.create(name="Anhöriggruppen")
        self.organisation = Organisation.objects.create(name="Föreningen Bryggan")
        self.unit = Unit.objects.create(name="Mottagningen")
        self.post = Post.objects.create(name="Enhetschef", unit=self.unit)

    def person(self, role: str) -> User | AnonymousUser:
        """The person with this role, as she comes fresh with a request."""
        if role == "visitor":
            return AnonymousUser()
        user = User.objects.create_user(f"{role}@sundhamn.example")
        if role in {"editor", "manager", "administrator"}:
            setattr(user, f"is_{role}", True)
            user.save()
        elif role == "holder":
            Post.objects.filter(pk=self.post.pk).update(held_by=user)
        elif role != "stranger":
            self.seat(user, role)
        return User.objects.get(pk=user.pk)

    def seat(self, user: User, role: str) -> None:
        where: dict[str, Any] = {
            "member": self.organisation, "staff": self.unit, "other_secretary": self.other_group,
        }  # fmt: skip
        yesterday = timezone.localdate() - timedelta(days=1)
        Membership.objects.create(
            user=user,
            party=where.get(role, self.group),
            role=role.split("_")[-1],
            since=yesterday,
            until=yesterday if role == "past_secretary" else None,
        )
        if role == "inactive_secretary":
            user.is_active = False
            user.save()


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("right", "on", "allowed"),
    [
        ("groups.edit_group", "group", {"facilitator", "secretary", "editor"}),
        ("groups.edit_group", None, {"editor"}),
        ("groups.appoint_secretary", "group", {"secretary", "editor"}),
        ("groups.edit_organisation", "organisation", {"member", "editor"}),
        ("groups.edit_tree", None, {"editor", "administrator"}),
    ],
)
def test_who_may(house: House, right: str, on: str | None, allowed: set[str], role: str) -> None:
    thing = getattr(house, on) if on else None
    assert may(house.person(role), right, thing) is (role in allowed)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("test", "on", "true_for"),
    [
        (rules.facilitates, "group", {"facilitator", "secretary"}),
        (rules.is_secretary_of, "group", {"secretary"}),
        (rules.takes_part_in, "group", {"participant", "facilitator", "secretary"}),
        (rules.is_member_of, "organisation", {"member"}),
        (rules.works_at, "unit", {"staff"}),
        (rules.holds_post, "post", {"holder"}),
        (rules.acts_for, "group", {"facilitator", "secretary"}),
        (rules.acts_for, "organisation", {"member"}),
        (rules.acts_for, "unit", {"staff", "holder"}),
        (rules.acts_for, "post", {"holder"}),
    ],
)
def test_where_a_person_sits(
    house: House, test: Any, on: str, true_for: set[str], role: str
) -> None:
    assert test(house.person(role), getattr(house, on)) is (role in true_for)
    assert test(house.person("visitor"), None) is False


@pytest.mark.parametrize("role", ROLES)
def test_a_second_factor_binds_those_who_work_here(house: House, role: str) -> None:
    bound = {
        "facilitator", "secretary", "other_secretary", "staff", "holder",
        "editor", "manager", "administrator",
    }  # fmt: skip
    assert second_factor_binds(house.person(role)) is (role in bound)


def test_a_party_is_asked_about_as_well_as_its_own_kind(house: House) -> None:
    member = house.person("member")
    assert rules.acts_for(member, house.organisation.party)


def test_one_query_whatever_is_asked(house: House, django_assert_num_queries: Any) -> None:
    user = house.person("secretary")
    with django_assert_num_queries(1):
        for group in (house.group, house.other_group):
            may(user, "groups.edit_group", group)
            rules.facilitates(user, group)
        rules.acts_for(user, house.post)
        rules.is_staff(user)
    with django_assert_num_queries(0):
        rules.acts_for(AnonymousUser(), house.group)


def test_a_new_seat_counts_when_the_old_answer_is_forgotten(house: House) -> None:
    user = User.objects.create_user("ny@sundhamn.example")
    assert not rules.takes_part_in(user, house.group)
    Membership.objects.create(user=user, party=house.group, role=Role.PARTICIPANT)
    rules.forget_seats(user)
    assert rules.takes_part_in(user, house.group)
