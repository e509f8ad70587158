"""Groups, people and seats to test with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from oppnasoc.groups.models import Group, Membership, Organisation, Party, Place, Post, Unit
from oppnasoc.people.models import User

#: What a person can be to the group that a test is about.
ROLES = (
    "stranger",
    "participant",
    "staff",
    "member",
    "facilitator",
    "secretary",
    "other_facilitator",
    "manager",
    "editor",
    "administrator",
)


def make_group(name: str = "Brukargruppen på Fyren", **facts: Any) -> Group:
    return Group.objects.create(name=name, **facts)


def make_organisation(name: str = "Föreningen Bryggan", **facts: Any) -> Organisation:
    return Organisation.objects.create(name=name, **facts)


def make_unit(name: str = "Mottagningen", **facts: Any) -> Unit:
    return Unit.objects.create(name=name, **facts)


def make_post(unit: Unit, name: str = "Enhetschef", **facts: Any) -> Post:
    return Post.objects.create(name=name, unit=unit, **facts)


def make_place(name: str = "Fyren", **facts: Any) -> Place:
    return Place.objects.create(name=name, **facts)


def sit(user: User, party: Party, role: str, **fields: Any) -> Membership:
    """A seat that began a week ago."""
    since = timezone.localdate() - timedelta(days=7)
    return Membership.objects.create(
        user=user, party_id=party.pk, role=role, **{"since": since, **fields}
    )


def make_person(role: str, group: Group | None = None, **fields: Any) -> User:
    """A person with one of ROLES; the seats are in ``group`` or in parties of their own."""
    if role in {"manager", "editor", "administrator"}:
        fields[f"is_{role}"] = True
    fields = {"name": f"{role.capitalize()} Prov", **fields}
    user = User.objects.create_user(f"{role}{User.objects.count()}@example.org", **fields)
    if role in {"participant", "facilitator", "secretary"}:
        assert group is not None
        sit(user, group, role)
    elif role == "other_facilitator":
        sit(user, make_group(f"Annan grupp {user.pk}"), "facilitator")
    elif role == "staff":
        sit(user, make_unit(f"Enhet {user.pk}"), "staff")
    elif role == "member":
        sit(user, make_organisation(f"Förening {user.pk}"), "member")
    return user
