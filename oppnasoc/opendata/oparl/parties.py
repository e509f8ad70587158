"""Organisations, persons, their seats, and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from oppnasoc.groups import published
from oppnasoc.groups.models import Group, Membership, Party, Place
from oppnasoc.meetings import published as meetings
from oppnasoc.opendata import addresses

from .kinds import JSON, Made, kind, numbers, thing

#: What OParl calls our kinds of parties.
TYPES = {
    Party.Kind.GROUP: "Gremium",
    Party.Kind.ORGANISATION: "Institution",
    Party.Kind.UNIT: "Verwaltungsbereich",
    Party.Kind.OUTSIDE: "externes Gremium",
}


def organisations(keys: Sequence[str]) -> Mapping[str, Made]:
    """Groups, organisations, units and other authorities; three queries."""
    parties = list(published.parties().filter(pk__in=numbers(keys)))
    pks = [party.pk for party in parties]
    posts: dict[int, list[str]] = defaultdict(list)
    for post in published.posts().filter(unit__in=pks).order_by("name"):
        posts[post.unit_id].append(post.name)
    seats: dict[int, list[str]] = defaultdict(list)
    for pk, party_id in published.named_seats().filter(party__in=pks).values_list("pk", "party"):
        seats[party_id].append(addresses.of("membership", pk))
    return {str(each.pk): Made(_organisation(each, posts, seats)) for each in parties}


def _organisation(
    party: Party, posts: Mapping[int, list[str]], seats: Mapping[int, list[str]]
) -> JSON:
    more: dict[str, Any] = {}
    if party.kind == Party.Kind.GROUP:
        more = _of_a_group(party.as_group)
    elif party.kind == Party.Kind.UNIT:
        unit = party.as_unit
        more = {"parent": unit.parent_id, "place": unit.place_id, "about": unit.does}
    elif party.kind == Party.Kind.ORGANISATION:
        more = {"about": party.as_organisation.does, "website": party.as_organisation.website}
    elif party.kind == Party.Kind.OUTSIDE:
        more = {"about": party.as_outside.does, "website": party.as_outside.website}
    parent, place = more.get("parent"), more.get("place")
    url = addresses.of("organization", party.pk)
    return thing(
        "Organization",
        url,
        body=addresses.body(),
        name=party.name,
        organizationType=TYPES[Party.Kind(party.kind)],
        classification=str(Party.Kind(party.kind).label),
        subOrganizationOf=addresses.of("organization", parent) if parent else None,
        post=posts.get(party.pk, []),
        membership=sorted(seats.get(party.pk, [])),
        meeting=f"{url}/meeting" if party.kind == Party.Kind.GROUP else None,
        website=more.get("website"),
        location=addresses.of("location", place) if place else None,
        keyword=more.get("keyword"),
        web=addresses.page(party.get_absolute_url()),
        oppnasoc__summary=party.summary,
        oppnasoc__about=more.get("about"),
        oppnasoc__status=more.get("status"),
    )


def _of_a_group(group: Group) -> dict[str, Any]:
    return {
        "parent": group.parent_id,
        "place": group.place_id,
        "about": group.why,
        "status": group.status,
        "keyword": [group.theme.name] if group.theme else [],
    }


def every_party() -> Iterable[object]:
    return published.parties().order_by("pk").values_list("pk", flat=True)


def seats(keys: Sequence[str]) -> Mapping[str, Made]:
    """Seats of those who chose to be named; one query."""
    found = published.named_seats().filter(pk__in=numbers(keys))
    return {str(seat.pk): _under(seat, _seat(seat, alone=True)) for seat in found}


def persons(keys: Sequence[str]) -> Mapping[str, Made]:
    """A person for each seat: nobody learns that two seats are one person's; one query."""
    found = published.named_seats().filter(pk__in=numbers(keys))
    return {str(seat.pk): _under(seat, _person(seat)) for seat in found}


def _under(seat: Membership, content: JSON) -> Made:
    return Made(content, under=f"organization:{seat.party_id}")


def _seat(seat: Membership, *, alone: bool) -> JSON:
    return thing(
        "Membership",
        addresses.of("membership", seat.pk),
        person=addresses.of("person", seat.pk) if alone else None,
        organization=addresses.of("organization", seat.party_id),
        role=str(Membership.Role(seat.role).label),
        startDate=seat.since.isoformat(),
    )


def _person(seat: Membership) -> JSON:
    return thing(
        "Person",
        addresses.of("person", seat.pk),
        body=addresses.body(),
        name=seat.user.name.strip(),
        membership=[_seat(seat, alone=False)],
    )


def every_seat() -> Iterable[object]:
    return published.named_seats().order_by("pk").values_list("pk", flat=True)


def seats_of(parties: Sequence[int]) -> Iterable[object]:
    return published.named_seats().filter(party__in=parties).values_list("pk", flat=True)


def places(keys: Sequence[str]) -> Mapping[str, Made]:
    """Places where people meet; one query."""
    found = meetings.places().filter(pk__in=numbers(keys))
    return {str(place.pk): Made(place_of(place)) for place in found}


def place_of(place: Place) -> JSON:
    return thing(
        "Location",
        addresses.of("location", place.pk),
        description=", ".join(filter(None, [place.name, place.address])),
        streetAddress=place.address,
        oppnasoc__directions=place.directions,
    )


def every_place() -> Iterable[object]:
    return meetings.places().order_by("pk").values_list("pk", flat=True)


kind("location", "Location", every=every_place, made=places)
kind("organization", "Organization", every=every_party, made=organisations)
OF_PARTIES = {"organization": seats_of}
kind("person", "Person", every=every_seat, made=persons, parts=OF_PARTIES)
kind("membership", "Membership", every=every_seat, made=seats, parts=OF_PARTIES)
