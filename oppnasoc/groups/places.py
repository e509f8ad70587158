"""A group's seats: who is named, how many there are, and which are free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .consent import Named, joined, named
from .models import Group, Membership, Organisation
from .seats import LEADS


@dataclass(frozen=True)
class Allotted:
    """The seats for anybody, or for those whom one organisation sends."""

    organisation: Organisation | None
    seats: int
    free: int


@dataclass(frozen=True)
class Seated:
    """What the page of a group tells of the people in it; nobody is named without a yes."""

    people: int
    leaders: str  # the names of those who lead and have said yes
    leading: int  # how many lead it now
    names: list[Named]  # those who take part and have said yes
    others: int
    allotted: list[Allotted]

    @property
    def told(self) -> str:
        """'Asta Lind, Bo och tre till', with the organisation that she wants beside her name."""
        with_organisation = [
            f"{one.name} ({one.organisation})" if one.organisation else one.name
            for one in self.names
        ]
        return joined(with_organisation, self.others)

    @property
    def seats(self) -> int:
        """How many seats there are for those who take part; 0 when nobody has said."""
        return sum(each.seats for each in self.allotted)

    @property
    def by_organisation(self) -> bool:
        """Whether some of the seats are for those whom an organisation sends."""
        return any(each.organisation for each in self.allotted)

    @property
    def free(self) -> int:
        return sum(each.free for each in self.allotted)


def of(group: Group, members: Sequence[Membership]) -> Seated:
    """The people of a group, whose current seats are read already, with ``user`` and
    ``represents``. One query, for the number of seats."""
    lead = [seat for seat in members if seat.role in LEADS]
    rest = [seat for seat in members if seat.role not in LEADS]
    leaders, _unnamed = named(lead)
    names, others = named(rest)
    taken = Counter(seat.represents_id for seat in rest)
    allotments = list(group.allotments.select_related("organisation"))
    for_organisations = {each.organisation_id for each in allotments if each.organisation_id}
    # Whoever is sent by an organisation without seats of its own takes a seat for anybody.
    anybody = sum(n for pk, n in taken.items() if pk not in for_organisations)
    allotted = [
        Allotted(
            each.organisation,
            each.seats,
            max(0, each.seats - (taken[each.organisation_id] if each.organisation_id else anybody)),
        )
        for each in allotments
    ]
    return Seated(
        people=len(members),
        leaders=joined([one.name for one in leaders]),
        leading=sum(not seat.is_paused for seat in lead),
        names=names,
        others=others,
        allotted=allotted,
    )
