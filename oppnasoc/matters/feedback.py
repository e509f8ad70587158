"""The feedback debt: everybody who raised something is told what came of it (R13).

The debt stands on the ``Ground``: a matter stands on a voice, and the speaker of that voice is owed
word from the day of an outcome – an answer that decides or closes the matter, daily use, or the
look back – until she has been told, how, and by whom. A later outcome owes her word anew; what was
told before stays in the trail. Why it is so: docs/adr/0018-a-debt-for-each-voice.md.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import seats
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.people.rules import is_editor
from oppnasoc.trail.actions import move, record
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Voice

from .mailed import put_out
from .models import Ground, Matter

LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)
SETTLED = {"told_at": None, "told_by": None, "told_how": "", "receipt": ""}

TellBy = Voice.TellBy
#: Ways in which a person tells another; the page with the code settles by itself.
BY_A_PERSON = (TellBy.MEETING, TellBy.LETTER, TellBy.EMAIL, TellBy.SMS, TellBy.ORGANISATION)


def has_outcome(matter: Matter) -> bool:
    """Whether something has come of a matter that those who raised it should hear."""
    return matter.status != Matter.Status.OPEN


def owe(matter: Matter, *, at: datetime) -> None:
    """An outcome: everybody who raised the matter is owed word. Five statements, however many.

    Who waits already waits since the day that she began to. Who wanted no word is settled at
    once; mail and text messages are put in the outbox. Runs inside the action that brought the
    outcome, whose entry tells of it.
    """
    grounds = Ground.objects.filter(matter=matter)
    _owe(grounds, at=at)
    put_out(grounds)


def owe_those_who_joined(matter: Matter, *, at: datetime) -> None:
    """Who joins a matter that has an outcome is owed word at once; told ones stay told."""
    if has_outcome(matter):
        fresh = _owe(Ground.objects.filter(matter=matter, owed_since=None), at=at)
        put_out(Ground.objects.filter(pk__in=fresh))


def _owe(grounds: QuerySet[Ground], *, at: datetime) -> list[int]:
    """Returns the keys of the debts that are new."""
    on = timezone.localdate(at)
    owing = list(
        grounds.filter(Q(owed_since=None) | Q(told_at__isnull=False))
        .order_by()
        .values_list("pk", "voice__tell_by")
    )
    if not owing:
        return []
    Ground.objects.filter(pk__in=[pk for pk, _how in owing]).update(owed_since=on, **SETTLED)
    if unasked := [pk for pk, how in owing if how == TellBy.NOT]:
        Ground.objects.filter(pk__in=unasked).update(told_at=at, told_how=TellBy.NOT)
    return [pk for pk, _how in owing]


def owed() -> QuerySet[Ground]:
    """Debts that wait, the oldest first, with voice and matter. Of what is not shown to anybody
    nothing is told but the reason, on the page with the code."""
    waiting = Ground.objects.filter(
        owed_since__isnull=False,
        told_at=None,
        voice__visibility=Voice.Visibility.PUBLIC,
        matter__visibility=Matter.Visibility.PUBLIC,
    )
    waiting = waiting.select_related("voice__organisation", "voice__group", "matter")
    return waiting.order_by("owed_since", "pk")


def to_be_told_by(user: User) -> QuerySet[Ground]:
    """The debts that this person may settle (``matters.tell``)."""
    waiting = owed()
    if is_editor.test(user):
        return waiting
    mine = seats(user)
    leads = [party for party, role in mine if role in LEADS]
    speaks = [party for party, role in mine if role == Membership.Role.MEMBER]
    return waiting.filter(
        Q(matter__steward__in=leads)
        | Q(voice__group__in=leads)
        | Q(voice__entered_by=user)
        | Q(voice__organisation__in=speaks, voice__tell_by=TellBy.ORGANISATION)
    )


@transaction.atomic
def tell(
    ground: Ground,
    *,
    how: str,
    by: User | None,
    receipt: str = "",
    seen: date | None = None,
    on: date | None = None,
) -> Ground:
    """Settle a debt: somebody has told the speaker, in the way ``how``.

    ``receipt`` says in few words what shows it ('på mötet 14 mars'); ``seen`` is the day since
    when it was owed as the person saw it. Raises PermissionDenied, ValidationError when nothing
    is owed, and Stale when somebody else told her first or a newer outcome has come.
    """
    require(by, "matters.tell", ground)
    if how not in BY_A_PERSON:
        raise ValidationError({"how": _("Say how you told them.")})
    if ground.owed_since is None or ground.told_at is not None:
        raise ValidationError(_("There is nothing to tell just now."))
    _settle(ground, how=how, receipt=receipt, by=by, seen=seen, at=moment(on))
    return ground


def _settle(
    ground: Ground, *, how: str, receipt: str, by: User | None, seen: date | None, at: datetime
) -> None:
    move(
        ground,
        when={"owed_since": seen or ground.owed_since, "told_at": None},
        to={"told_at": at, "told_by": by, "told_how": how, "receipt": receipt.strip()[:240]},
    )
    # About the voice: a matter of a thousand voices has a log that one can read.
    record("matters.told", ground.voice, by=by, at=at, matter=ground.matter, how=how)


@transaction.atomic
def untell(ground: Ground, *, by: User | None) -> Ground:
    """Take back that somebody was told; she is owed word since the same day as before."""
    require(by, "matters.tell", ground)
    if ground.told_at is None or ground.told_how not in BY_A_PERSON:
        raise ValidationError(_("Nobody has marked this as told."))
    if left_by_itself(ground):
        raise ValidationError(_("The message has left. What is sent cannot be taken back."))
    _unsettle(ground, by=by)
    return ground


def _unsettle(ground: Ground, *, by: User | None) -> None:
    move(ground, when={"told_at": ground.told_at}, to=SETTLED)
    record("matters.untold", ground.voice, by=by, matter=ground.matter)


def left_by_itself(ground: Ground) -> bool:
    """Whether the program told her by mail or text message, and no person."""
    return ground.told_at is not None and ground.told_how in Voice.SENT and not ground.told_by_id


@transaction.atomic
def sent_to_speaker(ground: Ground, *, how: str, receipt: str, at: datetime) -> None:
    """A message of the program has left: the debt is settled by nobody."""
    if ground.owed_since is not None and ground.told_at is None:
        _settle(ground, how=how, receipt=receipt, by=None, seen=None, at=at)


@transaction.atomic
def came_back(ground: Ground) -> None:
    """The message came back after it had left: she is owed word since the same day as before."""
    if left_by_itself(ground):
        _unsettle(ground, by=None)


def read_by_speaker(voice: Voice) -> int:
    """The speaker has the answers in front of her, on the page with the code: what was owed to
    her is settled by that, whichever way she had asked for. Returns how many debts."""
    now, count = timezone.now(), 0
    waiting = Ground.objects.filter(voice=voice, owed_since__isnull=False, told_at=None)
    public = waiting.filter(
        voice__visibility=Voice.Visibility.PUBLIC, matter__visibility=Matter.Visibility.PUBLIC
    )
    for ground in public.select_related("matter", "voice"):
        with transaction.atomic():
            _settle(ground, how=TellBy.CODE, receipt="", by=None, seen=None, at=now)
        count += 1
    return count


def is_told_for_good(voice: Voice) -> bool:
    """Nothing more is owed to the speaker, and nothing more will come of what she said."""
    grounds = list(Ground.objects.filter(voice=voice).select_related("matter"))
    # One that stayed behind when two matters were merged is told of with the other.
    return bool(grounds) and all(
        not ground.matter.is_open
        and (ground.told_at is not None or (ground.matter.merged_into_id and not ground.owed_since))
        for ground in grounds
    )
