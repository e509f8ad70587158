"""Who may do what in groups, organisations and units.

=========================  ======================================================
right                      who
=========================  ======================================================
groups.edit_group          facilitator or secretary of that group; editor (words, status, seats)
groups.appoint_secretary   secretary of that group; editor (the seat that may publish)
groups.edit_organisation   member of that organisation; editor
groups.edit_tree           editor; administrator (new groups, the tree, units, posts, authorities)
groups.approve_mission     holds a role above the group; manager; editor
groups.look_at_versions    editor (afterwards, at what organisations have written)
groups.see_contact         leads a group; staff; editor; administrator (whom we ask elsewhere)
themes, places, words      editor; administrator, under /redaktion/
=========================  ======================================================

The tests of where a person sits are used by the rules of the floors above. All of them read
``seats``: one query for each signed-in person and request, none for a visitor.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import CharField, DateField, QuerySet, Value

from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, bind_second_factor, grant, rule
from oppnasoc.people.rules import is_administrator, is_editor, is_manager
from oppnasoc.ui.days import today
from oppnasoc.ui.prepared import prepared

from .levels import next_level
from .models import Group, Membership, Organisation, Party, Post, Unit

Role = Membership.Role
#: The role that ``seats`` gives for a post that the person holds.
HOLDER = "holder"


@prepared
def seats_of(user: int) -> QuerySet[Any, tuple[int, str, date | None, date | None]]:
    """Every party that a person sits at or has sat at: its id, the role, since when, until when.

    Who holds a post also acts for the unit that the post belongs to.
    """
    members = Membership.objects.filter(user=user).order_by()
    always = Value(None, output_field=DateField())
    holds = Post.objects.filter(held_by=user).order_by()
    holds = holds.annotate(seat=Value(HOLDER, CharField()), since=always, until=always)
    return members.values_list("party_id", "role", "since", "until").union(
        holds.values_list("party_id", "seat", "since", "until"),
        holds.values_list("unit_id", "seat", "since", "until"),
    )


def seats(user: Somebody) -> frozenset[tuple[int, str]]:
    """Where a person sits now: pairs of party id and role, posts and their units included.

    Remembered on the user object, which lives as long as the request; ``forget_seats`` after
    changing a membership of the same object.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    known: frozenset[tuple[int, str]] | None = getattr(user, "_seats", None)
    if known is None:
        now = today()
        known = frozenset(
            (party, role)
            for party, role, since, until in seats_of(user=user.pk)
            if (since is None or since <= now) and (until is None or until >= now)
        )
        user._seats = known  # type: ignore[attr-defined]
    return known


def forget_seats(user: User) -> None:
    """Let the next question about this user object read the database again."""
    user.__dict__.pop("_seats", None)


def _sits(user: Somebody, party: Party | None, *roles: str) -> bool:
    return party is not None and any((party.pk, role) in seats(user) for role in roles)


@rule
def facilitates(user: Somebody, group: Group | None) -> bool:
    """Leads the group, as its facilitator or its secretary."""
    return _sits(user, group, Role.FACILITATOR, Role.SECRETARY)


@rule
def is_secretary_of(user: Somebody, group: Group | None) -> bool:
    """Leads the group and may publish its minutes."""
    return _sits(user, group, Role.SECRETARY)


@rule
def takes_part_in(user: Somebody, group: Group | None) -> bool:
    """Has any seat in the group."""
    return _sits(user, group, Role.PARTICIPANT, Role.FACILITATOR, Role.SECRETARY)


@rule
def is_member_of(user: Somebody, organisation: Organisation | None) -> bool:
    return _sits(user, organisation, Role.MEMBER)


@rule
def works_at(user: Somebody, unit: Unit | None) -> bool:
    return _sits(user, unit, Role.STAFF)


@rule
def holds_post(user: Somebody, post: Post | None) -> bool:
    return _sits(user, post, HOLDER)


@rule
def acts_for(user: Somebody, party: Party | None) -> bool:
    """May speak for the party, of whatever kind; a seat as mere participant is not enough."""
    return _sits(user, party, Role.FACILITATOR, Role.SECRETARY, Role.MEMBER, Role.STAFF, HOLDER)


def acting_parties(user: Somebody) -> list[int]:
    """The keys of every party that she may speak for; no query beside that of ``seats``."""
    return sorted({party for party, role in seats(user) if role != Role.PARTICIPANT})


@rule
def leads_a_group(user: Somebody) -> bool:
    return any(role in (Role.FACILITATOR, Role.SECRETARY) for _, role in seats(user))


@rule
def is_secretary_somewhere(user: Somebody) -> bool:
    return any(role == Role.SECRETARY for _, role in seats(user))


@rule
def has_a_seat(user: Somebody) -> bool:
    """Has a task somewhere: leads a group, is an organisation's member, works or holds a post."""
    return any(role != Role.PARTICIPANT for _, role in seats(user))


@rule
def is_staff(user: Somebody) -> bool:
    """Works at a unit or holds a post."""
    return any(role in (Role.STAFF, HOLDER) for _, role in seats(user))


@rule
def stands_above(user: Somebody, group: Group | None) -> bool:
    """Holds a role that decides when the group cannot, however far up."""
    held = {party for party, role in seats(user) if role == HOLDER}
    if group is None or not held:
        return False
    step, passed = next_level(group), set[int]()
    while step is not None and step.pk not in passed:
        if step.pk in held:
            return True
        passed.add(step.pk)
        step = next_level(step)
    return False


grant("groups.edit_group", facilitates | is_editor)
grant("groups.appoint_secretary", is_secretary_of | is_editor)
grant("groups.edit_organisation", is_member_of | is_editor)
grant("groups.edit_tree", is_editor | is_administrator)
grant("groups.approve_mission", is_manager | is_editor | stands_above)
grant("groups.look_at_versions", is_editor)
grant("groups.see_contact", leads_a_group | is_staff | is_editor | is_administrator)
for model in ("theme", "place", "revealingword"):
    for action in ("view", "add", "change", "delete"):
        grant(f"groups.{action}_{model}", is_editor | is_administrator)

bind_second_factor(leads_a_group | is_staff)
