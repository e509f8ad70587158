"""Giving a seat, changing its role, ending it; a group is never without somebody who leads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from oppnasoc.groups import seats
from oppnasoc.groups.models import Membership, Party, Post
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry

from .making import ROLES, make_group, make_organisation, make_person, make_post, make_unit, sit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_who_may_give_change_and_end_a_seat_in_a_group(role: str) -> None:
    group = make_group()
    by = make_person(role, group)
    leader, other = make_person("secretary", group), make_person("participant", group)
    seat = other.memberships.get()

    def every() -> None:
        seats.give_seat(group, "ny@example.org", role="participant", by=by)
        seats.change_role(seat, "facilitator", by=by)
        seats.end_seat(seat, by=by)

    if role in {"facilitator", "secretary", "editor"}:
        every()
        assert not Membership.objects.current().filter(user=other).exists()
    else:
        with pytest.raises(PermissionDenied):
            every()
        with pytest.raises(PermissionDenied):
            seats.change_role(seat, "facilitator", by=by)
        with pytest.raises(PermissionDenied):
            seats.end_seat(seat, by=by)
        assert not User.objects.filter(email="ny@example.org").exists()
    assert Membership.objects.current().filter(user=leader).exists()


def test_a_member_invites_to_her_organisation_and_only_there() -> None:
    organisation, unit, by = make_organisation(), make_unit(), make_person("stranger")
    sit(by, organisation, "member")
    seats.give_seat(organisation, "ny@example.org", role="member", by=by)
    with pytest.raises(PermissionDenied):
        seats.give_seat(unit, "ny@example.org", role="staff", by=by)


@pytest.mark.parametrize(
    ("party", "role"), [("group", "staff"), ("organisation", "secretary"), ("unit", "member")]
)
def test_a_role_belongs_to_its_kind_of_party(party: str, role: str) -> None:
    made: dict[str, Party] = {
        "group": make_group(),
        "organisation": make_organisation(),
        "unit": make_unit(),
    }
    by = make_person("editor", is_administrator=True)
    with pytest.raises(ValidationError):
        seats.give_seat(made[party], "ny@example.org", role=role, by=by)
    assert not Membership.objects.exists()


def test_a_new_person_gets_an_account_and_a_mail(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    group = make_group()
    with django_capture_on_commit_callbacks(execute=True):
        seat = seats.give_seat(
            group, " Ny@Example.org ", role="participant", name="Nils Ny", by=make_person("editor")
        )
    assert (seat.user.email, seat.user.name) == ("ny@example.org", "Nils Ny")
    assert [message.to for message in mail.outbox] == [["ny@example.org"]]


def test_a_known_person_keeps_her_name_and_gets_no_mail(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    group, known = make_group(), make_person("stranger", name="Asta Prov")
    with django_capture_on_commit_callbacks(execute=True):
        seats.give_seat(
            group, known.email.upper(), role="participant", name="X", by=make_person("editor")
        )
    assert User.objects.get(pk=known.pk).name == "Asta Prov"
    assert mail.outbox == []


def test_nobody_sits_twice_in_a_group() -> None:
    group = make_group()
    known = make_person("participant", group)
    with pytest.raises(ValidationError) as caught:
        seats.give_seat(group, known.email, role="facilitator", by=make_person("editor"))
    assert "email" in caught.value.message_dict


def test_a_word_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValidationError):
        seats.give_seat(make_group(), "nils", role="participant", by=make_person("editor"))


def test_the_last_leader_can_neither_leave_nor_step_down() -> None:
    group, by = make_group(), make_person("editor")
    leader = make_person("facilitator", group)
    seat = leader.memberships.get()
    with pytest.raises(ValidationError, match="någon som leder"):
        seats.end_seat(seat, by=by)
    with pytest.raises(ValidationError, match="någon som leder"):
        seats.change_role(seat, "participant", by=by)
    seats.change_role(seat, "secretary", by=by)
    assert Membership.objects.current().get(party=group.pk).role == "secretary"


def test_a_leader_who_has_already_left_does_not_count() -> None:
    group = make_group()
    past = make_person("stranger")
    sit(past, group, "facilitator", until=timezone.localdate() - timedelta(days=1))
    seat = make_person("facilitator", group).memberships.get()
    with pytest.raises(ValidationError):
        seats.end_seat(seat, by=make_person("editor"))


def test_rights_end_at_once() -> None:
    group = make_group()
    make_person("secretary", group)
    leader = make_person("facilitator", group)
    seats.end_seat(leader.memberships.get(), by=make_person("editor"))
    assert not may(User.objects.get(pk=leader.pk), "groups.edit_group", group)


def test_entries_name_nobody_in_their_data() -> None:
    group, by = make_group(), make_person("editor")
    make_person("secretary", group)
    seat = seats.give_seat(group, "n@example.org", role="participant", name="Nils Ny", by=by)
    seats.change_role(seat, "facilitator", by=by)
    seats.end_seat(seat, by=by)
    entries = list(Entry.objects.filter(kind__startswith="groups."))
    assert {entry.about_type for entry in entries} == {"groups.party"}
    assert all(set(entry.data) <= {"member", "role"} for entry in entries)
    assert lines(entries) == []
    told = [line.html for line in lines(entries, audience=Audience.STAFF)]
    assert told == [
        "Nils Ny lämnade.",
        "Nils Ny fick en annan roll: leder gruppen.",
        "Nils Ny lades till: deltar.",
    ]


def test_the_first_seat_is_given_by_those_who_tend_the_tree() -> None:
    group = make_group()
    with pytest.raises(PermissionDenied):
        seats.give_first_seat(group, "ny@example.org", by=make_person("manager"))
    by = make_person("administrator")
    assert seats.give_first_seat(group, "ny@example.org", by=by).role == "facilitator"
    with pytest.raises(ValidationError):
        seats.give_first_seat(group, "annan@example.org", by=by)


def test_a_post_is_filled_and_emptied() -> None:
    post, by = make_post(make_unit()), make_person("editor")
    seats.fill_post(post, "ek@example.org", name="Mona Ek", by=by)
    assert str(Post.objects.get().held_by) == "Mona Ek"
    seats.fill_post(post, "", by=by)
    assert Post.objects.get().held_by is None
    told = lines(Entry.objects.about(post), audience=Audience.STAFF)
    assert [line.html for line in told] == ["Ingen har rollen.", "Mona Ek har rollen."]
    with pytest.raises(PermissionDenied):
        seats.fill_post(post, "ek@example.org", by=make_person("staff"))


@pytest.mark.parametrize("role", ["facilitator", "secretary", "editor"])
def test_nobody_gives_herself_the_right_to_publish(role: str) -> None:
    group = make_group()
    by = make_person(role, group)
    other = make_person("participant", group).memberships.get()
    if role == "facilitator":
        with pytest.raises(ValidationError, match="publicera"):
            seats.change_role(by.memberships.get(), "secretary", by=by)
        with pytest.raises(ValidationError, match="publicera"):
            seats.give_seat(group, "ny@example.org", role="secretary", by=by)
        assert not Membership.objects.filter(role="secretary").exists()
    else:
        assert seats.change_role(other, "secretary", by=by).role == "secretary"
