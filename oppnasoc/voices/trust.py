"""Whom somebody who works here may tell in confidence what she says."""

from __future__ import annotations

from oppnasoc.groups.models import Group, Membership
from oppnasoc.people.models import User


def trusted(group: Group | None = None) -> list[User]:
    """Those who lead a group and are at work, or those who lead this one; one query."""
    seats = Membership.objects.leading()
    if group is not None:
        seats = seats.filter(party=group.pk)
    return list(User.objects.filter(pk__in=seats.values("user")).order_by("name", "pk"))
