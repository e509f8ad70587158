"""Who belongs where: giving a seat, changing its role, ending it. Actions like any other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people import mail
from oppnasoc.people.models import User
from oppnasoc.people.rights import may, require
from oppnasoc.trail.actions import move, record

from .actions import lock
from .facts import RIGHT
from .models import Allotment, Group, Membership, Organisation, Party, Post

Role = Membership.Role

#: The roles that somebody can have at each kind of party.
ROLES = {
    Party.Kind.GROUP: (Role.PARTICIPANT, Role.FACILITATOR, Role.SECRETARY),
    Party.Kind.ORGANISATION: (Role.MEMBER,),
    Party.Kind.UNIT: (Role.STAFF,),
}
LEADS = (Role.FACILITATOR, Role.SECRETARY)


def person_at(email: str, name: str, *, by: User | None) -> User:
    """The person with this address; who is new here gets an account and a mail that says so."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError({"email": _("Write the whole e-mail address.")}) from None
    known = User.objects.filter(email__iexact=address).first()
    if known is not None:
        return known
    person = User.objects.create_user(address, name=name.strip())
    record("people.invited", person, by=by)
    # A mail server that does not answer must not undo the seat: she can sign in all the same.
    transaction.on_commit(
        lambda: mail.send("people/mail/invitation", address, {"name": person.name}), robust=True
    )
    return person


def _check_role(party: Party, role: str, by: User | None) -> Membership.Role:
    """The role, if it exists here and ``by`` may give it; nobody gives more than she has."""
    allowed = ROLES.get(Party.Kind(party.kind), ())
    if role not in allowed:
        raise ValidationError({"role": _("Nobody can have that role here.")})
    if role == Role.SECRETARY and not may(by, "groups.appoint_secretary", party):
        raise ValidationError(
            {"role": _("Only the group's secretary or an editor can let somebody publish.")}
        )
    return Role(role)


def _check_led(membership: Membership) -> None:
    """Raise ValidationError when the group would be without anybody who leads it."""
    if membership.role not in LEADS:
        return
    group = Group.objects.filter(pk=membership.party_id, status=Group.Status.ACTIVE)
    others = Membership.objects.leading().filter(party=membership.party_id)
    if group.exists() and not others.exclude(pk=membership.pk).exists():
        raise ValidationError(
            _("A group always has somebody who leads it. Let somebody else lead it first.")
        )


def _seat(
    party: Party,
    email: str,
    name: str,
    role: Membership.Role,
    by: User | None,
    represents: Organisation | None = None,
) -> Membership:
    held = lock(party)
    member = person_at(email, name, by=by)
    if Membership.objects.current().filter(party=party.pk, user=member).exists():
        raise ValidationError({"email": _("She or he is already here. Change the role instead.")})
    membership = Membership.objects.create(
        user=member, party=held, role=role, represents=represents
    )
    record("groups.seat_given", held, by=by, member=member, role=role)
    return membership


@transaction.atomic
def give_seat(
    party: Party,
    email: str,
    *,
    role: str,
    by: User | None,
    name: str = "",
    represents: Organisation | None = None,
) -> Membership:
    """Let a person belong to a group, organisation or unit, in a role.

    ``name`` is used only when the address is new here; ``represents`` is the organisation that
    she sits in a group for. Raises PermissionDenied, and
    ValidationError when the role does not exist there or she belongs there already.
    """
    require(by, RIGHT[Party.Kind(party.kind)], party)
    if represents is not None and not represents.groups.filter(pk=party.pk).exists():
        raise ValidationError({"represents": _("The organisation does not sit in this group.")})
    return _seat(party, email, name, _check_role(party, role, by), by, represents)


@transaction.atomic
def give_first_seat(group: Group, email: str, *, by: User | None, name: str = "") -> Membership:
    """Let somebody lead a group that nobody leads yet, such as a new one.

    Raises PermissionDenied, and ValidationError when the group has somebody already.
    """
    require(by, "groups.edit_tree")
    if Membership.objects.current().filter(party=group.pk, role__in=LEADS).exists():
        raise ValidationError(_("The group has somebody who leads it."))
    return _seat(group, email, name, Role.FACILITATOR, by)


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User | None) -> Membership:
    """Give a person another role where she belongs; a group is never left without a leader.

    Raises PermissionDenied, Stale and ValidationError.
    """
    party = membership.party
    require(by, RIGHT[Party.Kind(party.kind)], party)
    wanted = _check_role(party, role, by)
    if wanted == membership.role:
        return membership
    held = lock(party)
    if wanted not in LEADS:
        _check_led(membership)
    taken = Membership.objects.current().filter(
        party=party.pk, user=membership.user_id, role=wanted
    )
    if taken.exists():
        raise ValidationError({"role": _("She or he has that role already.")})
    move(membership, when={"role": membership.role, "until": membership.until}, to={"role": wanted})
    record("groups.role_changed", held, by=by, member=membership.user, role=wanted)
    return membership


@transaction.atomic
def end_seat(membership: Membership, *, by: User | None) -> None:
    """Let a person leave at once, or leave herself; a group at work keeps somebody who leads it.

    Her last day is yesterday, so that the rights end now; a seat of today is taken back whole.
    Raises PermissionDenied, Stale and ValidationError.
    """
    party = membership.party
    if by is None or by.pk != membership.user_id or not by.is_active:
        require(by, RIGHT[Party.Kind(party.kind)], party)
    held = lock(party)
    _check_led(membership)
    yesterday = timezone.localdate() - timedelta(days=1)
    move(membership, when={"until": membership.until}, to={"until": yesterday})
    record("groups.seat_ended", held, by=by, member=membership.user)


@transaction.atomic
def set_allotments(
    group: Group, seats: Mapping[Organisation | None, int], *, by: User | None
) -> None:
    """Say how many seats a group has, for anybody (``None``) and for each organisation; 0 is none.

    Raises PermissionDenied.
    """
    require(by, "groups.edit_group", group)
    lock(group)
    before = {each.organisation_id: each.seats for each in group.allotments.all()}
    wanted = {org.pk if org else None: number for org, number in seats.items() if number > 0}
    if before == wanted:
        return
    group.allotments.all().delete()
    Allotment.objects.bulk_create(
        Allotment(group=group, organisation_id=pk, seats=number) for pk, number in wanted.items()
    )
    record("groups.allotments_set", group, by=by, seats=sum(wanted.values()))


@transaction.atomic
def fill_post(post: Post, email: str, *, by: User | None, name: str = "") -> Post:
    """Say who holds a post; without an address nobody does.

    Raises PermissionDenied, Stale, and ValidationError for an address that is none.
    """
    require(by, RIGHT[Party.Kind.POST], post)
    holder = person_at(email, name, by=by) if email.strip() else None
    if post.held_by != holder:
        move(post, when={"held_by": post.held_by}, to={"held_by": holder})
        record("groups.post_filled", post, by=by, member=holder)
    return post
