"""Leaving a seat, pausing it, and letting somebody else lead: no group at work without a leader."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.people import mail
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.trail.actions import move, record

from .actions import lock, set_group_status
from .facts import RIGHT
from .models import Group, Membership, Party, Succession
from .seats import LEADS, person_at

Status = Succession.Status


def leads_alone(seat: Membership) -> bool:
    """Whether nobody else leads the group that this seat leads."""
    if seat.role not in LEADS:
        return False
    return not Membership.objects.leading().filter(party=seat.party_id).exclude(pk=seat.pk).exists()


def require_own(seat: Membership, by: User | None) -> None:
    """Stop unless it is her own seat or she tends the party. Raises PermissionDenied."""
    own = by is not None and by.is_active and by.pk == seat.user_id
    if not own and not may(by, RIGHT[Party.Kind(seat.party.kind)], seat.party):
        raise PermissionDenied("groups.leave_seat")


def _end(seat: Membership, party: Party, by: User | None) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    move(seat, when={"until": seat.until}, to={"until": yesterday})
    record("groups.seat_ended", party, by=by, member=seat.user)


@transaction.atomic
def pause_seat(seat: Membership, *, by: User | None) -> Membership:
    """Come back when you can: the seat stays hers, and nobody asks why.

    Raises PermissionDenied and Stale.
    """
    require_own(seat, by)
    move(seat, when={"paused_on": None, "until": None}, to={"paused_on": timezone.localdate()})
    record("groups.seat_paused", seat.party, by=by, member=seat.user)
    return seat


@transaction.atomic
def return_to_seat(seat: Membership, *, by: User | None) -> Membership:
    """She is back. Raises PermissionDenied, and Stale when the seat did not pause."""
    require_own(seat, by)
    move(seat, when={"paused_on__isnull": False, "until": None}, to={"paused_on": None})
    record("groups.seat_returned", seat.party, by=by, member=seat.user)
    return seat


@transaction.atomic
def ask_successor(seat: Membership, email: str, *, by: User | None, name: str = "") -> Succession:
    """Ask somebody, who may be new here, to lead the group instead; until then nothing changes.

    Raises PermissionDenied, and ValidationError for an address that is none, for herself, and
    when somebody has been asked already.
    """
    require_own(seat, by)
    if seat.role not in LEADS:
        raise ValidationError(_("Only who leads a group hands it over."))
    group = lock(seat.party)
    if seat.successions.filter(status=Status.ASKED).exists():
        raise ValidationError(_("Somebody is asked already. Take that back first."))
    successor = person_at(email, name, by=by)
    if successor.pk == seat.user_id:
        raise ValidationError({"email": _("Choose somebody else than the one who leaves.")})
    if not successor.is_active:
        raise ValidationError({"email": _("That account is closed. Choose somebody else.")})
    asked = Succession.objects.create(seat=seat, successor=successor)
    record("groups.successor_asked", group, by=by, member=successor)
    address, given = successor.email, {"group": group.name}
    transaction.on_commit(lambda: mail.send("groups/mail/successor", address, given), robust=True)
    return asked


@transaction.atomic
def accept(asked: Succession, *, by: User | None) -> Membership:
    """Take over: she leads from now on, and who asked her has left the seat.

    Raises PermissionDenied for anybody else, and Stale when it is answered or taken back.
    """
    if by is None or by.pk != asked.successor_id:
        raise PermissionDenied("groups.take_over")
    seat = asked.seat
    group = lock(seat.party)
    _answer(asked, Status.ACCEPTED)
    mine = Membership.objects.current().filter(party=group.pk, user=by).first()
    if mine is None:
        mine = Membership.objects.create(user=by, party=group, role=seat.role)
        record("groups.seat_given", group, by=by, member=by, role=mine.role)
    elif mine.role not in LEADS or mine.is_paused:
        move(mine, when={"role": mine.role}, to={"role": seat.role, "paused_on": None})
        record("groups.role_changed", group, by=by, member=by, role=mine.role)
    if Membership.objects.current().filter(pk=seat.pk).exists():
        _end(seat, group, by)
    return mine


@transaction.atomic
def decline(asked: Succession, *, by: User | None) -> None:
    """Say no, without a reason. Raises PermissionDenied for anybody else, and Stale."""
    if by is None or by.pk != asked.successor_id:
        raise PermissionDenied("groups.take_over")
    _answer(asked, Status.DECLINED)
    record("groups.successor_declined", asked.seat.party, by=by, member=by)


@transaction.atomic
def take_back(asked: Succession, *, by: User | None) -> None:
    """Ask no longer, for instance to ask somebody else. Raises PermissionDenied and Stale."""
    require_own(asked.seat, by)
    _answer(asked, Status.TAKEN_BACK)
    record("groups.successor_taken_back", asked.seat.party, by=by, member=asked.successor)


def _answer(asked: Succession, status: Succession.Status) -> None:
    move(
        asked,
        when={"status": Status.ASKED},
        to={"status": status, "answered_on": timezone.localdate()},
    )


@transaction.atomic
def let_rest_and_leave(seat: Membership, reason: str, *, by: User | None) -> None:
    """Leave as the last who leads: the group rests, with a reason that everybody can read.

    Raises PermissionDenied, Stale, and ValidationError without a reason.
    """
    require_own(seat, by)
    group = Group.objects.get(pk=seat.party_id)
    lock(group)
    if group.status == Group.Status.ACTIVE:
        set_group_status(group, Group.Status.DORMANT, reason=reason, by=by)
    for asked in seat.successions.filter(status=Status.ASKED):
        take_back(asked, by=by)
    _end(seat, group, by)
