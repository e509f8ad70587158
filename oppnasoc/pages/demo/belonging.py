"""Who belongs where in Sundhamn, and how each has chosen to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oppnasoc.groups.models import Membership
from oppnasoc.voices.actions import moment

if TYPE_CHECKING:
    from .town import Town

LEADS = (Membership.Role.SECRETARY, Membership.Role.FACILITATOR)


def seat(town: Town, people: dict[str, Any]) -> None:
    """Give the people their seats, each named on the open page as she herself has chosen."""
    for key, row in people.items():
        for given in row["seats"]:
            _give(town, key, given)


def _give(town: Town, key: str, given: dict[str, str]) -> None:
    user, party, role = town.people[key], town.parties[given["in"]], given["role"]
    day = town.week.day
    since, shown = day(given["since"]), given.get("shown", Membership.Shown.NOT)
    named = shown != Membership.Shown.NOT
    represents = town.organisation(given["for"]) if "for" in given else None
    until = day(given["until"]) if "until" in given else None
    Membership.objects.create(
        user=user,
        party=party,
        role=role,
        since=since,
        until=until,
        paused_on=day(given["paused"]) if "paused" in given else None,
        represents=represents,
        shown=shown,
        shows_organisation=named and represents is not None,
        shown_by=user if named else None,
        shown_at=moment(since) if named else None,
    )
    leads = role in LEADS and until is None
    if leads and (role == Membership.Role.SECRETARY or party.pk not in town.leaders):
        town.leaders[party.pk] = user
