"""Who can do something for a party now, for those who ask about many parties at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from .models import Membership, Party, Post

LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)


@dataclass(frozen=True)
class Somebody:
    """One who may act for a party; ``first`` when she is to be told before the others do, such as
    the head of a unit before all who work there; ``away`` while she pauses."""

    user: int
    first: bool
    away: bool


@dataclass(frozen=True)
class Reach:
    """Who acts for each party, and who of them is there."""

    people: dict[int, list[Somebody]] = field(default_factory=lambda: defaultdict(list))

    def told(self, party: int | None) -> frozenset[int]:
        """Whom a reminder of something that lies with the party goes to; nobody who is away."""
        here = [one for one in self.people.get(party or 0, ()) if not one.away]
        first = [one for one in here if one.first]
        return frozenset(one.user for one in first or here)

    def away(self) -> frozenset[int]:
        """The parties for which nobody acts just now, as all who do are away."""
        return frozenset(
            party for party, those in self.people.items() if all(one.away for one in those)
        )


def reach() -> Reach:
    """Everybody who acts for a party, with an open account; two queries."""
    found = Reach()
    for party, one in (*_seated(), *_in_a_post()):
        found.people[party].append(one)
    return found


def _seated() -> Iterator[tuple[int, Somebody]]:
    seats = Membership.objects.current().filter(user__is_active=True)
    seats = seats.exclude(role=Membership.Role.PARTICIPANT).order_by()
    rows = seats.values_list("party", "user", "role", "party__kind", "paused_on", "user__paused_on")
    for party, user, role, kind, seat_paused, paused in rows:
        first = kind != Party.Kind.GROUP or role in LEADS
        yield party, Somebody(user, first and kind != Party.Kind.UNIT, bool(seat_paused or paused))


def _in_a_post() -> Iterator[tuple[int, Somebody]]:
    """Who holds a post acts for it and for its unit."""
    held = Post.objects.filter(held_by__is_active=True).order_by()
    for post, unit, user, paused in held.values_list("pk", "unit", "held_by", "held_by__paused_on"):
        for party in (post, unit):
            yield party, Somebody(user, True, paused is not None)
