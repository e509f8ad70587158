"""What can be done to a group, organisation, unit or post. Each action checks, moves, records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from . import versions
from .facts import FACTS, RESERVED, RIGHT
from .levels import next_level
from .models import (
    Group,
    Membership,
    Mission,
    Organisation,
    Outside,
    Party,
    Place,
    Post,
    Spell,
    Unit,
)
from .tree import would_circle

P = TypeVar("P", bound="Group | Organisation | Unit | Post | Outside")


def lock(party: Party) -> Party:
    """The party as it is now, held until the transaction ends so that nobody else changes it."""
    return Party.objects.select_for_update().get(pk=party.pk)


def free_slug(name: str, kind: str) -> str:
    """An address for a new party that nobody of its kind has; it stays when the name changes."""
    base = slugify(name)[:110].strip("-") or kind
    taken = set(
        Party.objects.filter(kind=kind, slug__startswith=base).values_list("slug", flat=True)
    )
    taken |= RESERVED
    slug, n = base, 1
    while slug in taken:
        n += 1
        slug = f"{base}-{n}"
    return slug


def _keep_place(place: Place | None) -> None:
    if place is not None and place._state.adding:
        place.save()


@transaction.atomic
def add_party(party: P, *, by: User | None) -> P:
    """Put a new group, organisation, unit, post or authority on the site (R2–R4).

    ``party`` is not saved before, nor need its place be. Raises PermissionDenied, and
    ValidationError without a name.
    """
    require(by, "groups.edit_tree")
    party.name = party.name.strip()
    if not party.name:
        raise ValidationError({"name": _("Write a name.")})
    party.slug = free_slug(party.name, party.KIND)
    if isinstance(party, Group | Unit | Organisation):
        _keep_place(party.place)
        party.place = party.place  # takes the key that the place has now
    party.save()
    if isinstance(party, Group):
        record("groups.group_added", party, by=by, parent=party.parent)
    else:
        record("groups.party_added", party, by=by)
    return party


@transaction.atomic
def edit_party(party: P, facts: Mapping[str, Any], *, by: User | None) -> P:
    """Change what a page tells; the trail gets the codes of the changed fields, never the text.

    ``facts`` maps field names of FACTS to new values; a ``place`` that is not saved yet is saved.
    Raises PermissionDenied, KeyError for a field that has its own action, and ValidationError
    when a unit would end up under itself or the name is empty.
    """
    kind = Party.Kind(party.KIND)
    require(by, RIGHT[kind], party)
    if unknown := facts.keys() - set(FACTS[kind]):
        raise KeyError(f"{sorted(unknown)} cannot be edited on a {kind}.")
    if not str(facts.get("name", party.name)).strip():
        raise ValidationError({"name": _("Write a name.")})
    lock(party)
    manager: models.Manager[Any] = type(party)._default_manager
    current: P = manager.get(pk=party.pk)
    if isinstance(current, Unit) and (parent := facts.get("parent")) is not None:
        parents = dict(Unit.objects.values_list("pk", "parent_id"))
        if would_circle(current.pk, parent.pk, parents):
            raise ValidationError({"parent": _("A unit cannot be a part of itself.")})
    to = {
        name: value
        for name, value in facts.items()
        if name != "groups" and getattr(current, name) != value
    }
    changed = set(to)
    before_all = versions.told(current) if isinstance(current, Organisation) else {}
    _keep_place(to.get("place"))
    if to:
        move(current, when={name: getattr(current, name) for name in to}, to=to)
    if isinstance(current, Organisation) and "groups" in facts:
        before = set(current.groups.values_list("pk", flat=True))
        if before != {group.pk for group in facts["groups"]}:
            current.groups.set(facts["groups"])
            changed.add("groups")
    if changed:
        if isinstance(current, Organisation):
            versions.keep(current, before_all, by=by)
        in_order = [name for name in FACTS[kind] if name in changed]
        record("groups.edited", current, by=by, fields=" ".join(in_order))
    return current


@transaction.atomic
def set_group_status(
    group: Group, status: str, *, by: User | None, reason: str = "", since: date | None = None
) -> Group:
    """Say that a group works, rests or is closed; rest and end state their reason (R3).

    ``since`` is today by default. Raises PermissionDenied, Stale when somebody else came first,
    and ValidationError naming the field that lacks something.
    """
    require(by, "groups.edit_group", group)
    wanted = Group.Status(status)
    today = timezone.localdate()
    reason = reason.strip() if wanted != Group.Status.ACTIVE else ""
    if wanted != Group.Status.ACTIVE and not reason:
        raise ValidationError({"reason": _("Say why. People have a right to know.")})
    if since is not None and since > today:
        raise ValidationError({"since": _("The day must not lie ahead.")})
    same = group.status == wanted
    leading = Membership.objects.leading().filter(party=group.pk)
    if wanted == Group.Status.ACTIVE and not same and not leading.exists():
        raise ValidationError({"status": _("Let somebody lead the group first.")})
    if same and group.status_reason == reason and since is None:
        return group
    since = since or (group.status_since if same else today)
    to = {"status": wanted, "status_reason": reason, "status_since": since}
    was = (group.status, group.status_reason, group.status_since)
    move(group, when={"status": group.status}, to=to)
    if not same and was[0] != Group.Status.ACTIVE:
        # The reason of that time is kept; the trail holds no text.
        until = max(was[2], since)
        Spell.objects.create(group=group, status=was[0], reason=was[1], since=was[2], until=until)
    record("groups.status_set", group, by=by, status=wanted)
    return group


@transaction.atomic
def move_group(group: Group, parent: Group | None, *, by: User | None) -> Group:
    """Hang a group under another in the tree, or let it stand by itself (R3).

    Raises PermissionDenied, and ValidationError when the tree would become a circle.
    """
    require(by, "groups.edit_tree")
    # Every group is held: two moves at the same time could otherwise close a circle together.
    all_groups = Group.objects.select_for_update().order_by("pk")
    parents = {each.pk: each.parent_id for each in all_groups}
    if would_circle(group.pk, parent.pk if parent else None, parents):
        raise ValidationError({"parent": _("A group cannot stand under itself.")})
    if parents[group.pk] != (parent.pk if parent else None):
        move(group, when={"parent": parents[group.pk]}, to={"parent": parent})
        record("groups.moved", group, by=by, target=parent)
    return group


@transaction.atomic
def set_level(party: Party, above: Party | None, *, by: User | None) -> None:
    """Say who decides when a party cannot; ``None`` leaves it to the tree and the last level (R12).

    Raises PermissionDenied, and ValidationError when the way upward would become a circle.
    """
    require(by, "groups.edit_tree")
    # Everybody's way upward is held: two changes at once could otherwise close a circle together.
    list(Party.objects.select_for_update().filter(decides_via__isnull=False).order_by("pk"))
    step, seen = Party.objects.filter(pk=above.pk).first() if above else None, set[int]()
    while step is not None and step.pk not in seen:
        if step.pk == party.pk:
            raise ValidationError({"above": _("Then it would come back here. Choose another.")})
        seen.add(step.pk)
        step = next_level(step)
    held = lock(party)
    if held.decides_via_id == (above.pk if above else None):
        return
    move(held, when={"decides_via": held.decides_via_id}, to={"decides_via": above})
    party.decides_via = held.decides_via
    record("groups.level_set", held, by=by, target=above)


@transaction.atomic
def set_last_level(post: Post, *, by: User | None) -> None:
    """Let a role be the one above which nobody stands; there is one at most.

    Raises PermissionDenied.
    """
    require(by, "groups.edit_tree")
    if post.decides_last:
        return
    Post.objects.filter(decides_last=True).update(decides_last=False)
    move(post, when={}, to={"decides_last": True, "decides_via": None})
    record("groups.last_level_set", post, by=by)


def _approval(approved_by: str, approved_on: date | None) -> None:
    if not approved_by.strip():
        raise ValidationError({"approved_by": _("Say who approved it.")})
    if approved_on is None:
        raise ValidationError({"approved_on": _("Say on which day it was approved.")})
    if approved_on > timezone.localdate():
        raise ValidationError({"approved_on": _("The day must not lie ahead.")})


@transaction.atomic
def add_mission(
    group: Group,
    text: str,
    *,
    by: User | None,
    approved_by: str = "",
    approved_on: date | None = None,
    approved_as: Post | None = None,
) -> Mission:
    """Write a new version of a group's mission description; the old ones stay (R3).

    Without approval it is a proposal; approving asks for a right of its own. Raises
    PermissionDenied, and ValidationError naming the field when the text is empty or only half of
    the approval is given.
    """
    require(by, "groups.edit_group", group)
    if not text.strip():
        raise ValidationError({"text": _("Write the mission description.")})
    approved = bool(approved_by.strip()) or approved_on is not None
    if approved:
        require(by, "groups.approve_mission", group)
        _approval(approved_by, approved_on)
    lock(group)
    latest = group.missions.order_by("-version").values_list("version", flat=True).first()
    mission = Mission.objects.create(
        group=group,
        version=(latest or 0) + 1,
        text=text.strip(),
        approved_by=approved_by.strip(),
        approved_on=approved_on,
        approved_as=approved_as,
    )
    record("groups.mission_added", group, by=by, version=mission.version, approved=approved)
    return mission


@transaction.atomic
def approve_mission(
    mission: Mission,
    *,
    approved_by: str,
    approved_on: date | None,
    by: User | None,
    approved_as: Post | None = None,
) -> Mission:
    """Say who approved a proposed mission description, in which role, and when.

    Raises PermissionDenied, Stale when it is approved already, and ValidationError naming the
    field that is missing.
    """
    require(by, "groups.approve_mission", mission.group)
    _approval(approved_by, approved_on)
    move(
        mission,
        when={"approved_on": None},
        to={
            "approved_by": approved_by.strip(),
            "approved_on": approved_on,
            "approved_as": approved_as,
        },
    )
    record("groups.mission_approved", mission.group, by=by, version=mission.version)
    return mission
