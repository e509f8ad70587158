"""What of a plan must not come back with an older copy of the database (``vault/gone.py``)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from oppnasoc.vault import gone, knowing, log, sealing
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import DataKey

from .owning import take_away
from .people.inviting import over
from .plans import Plan
from .seats import Grant, Invite, Seat
from .sections import Section
from .story.sharing import SHOWS, Share

#: What was taken back may be given again for a quarter of an hour; then it is over.
SETTLED = timedelta(hours=1)


def _note(plan: UUID, section: str = "") -> None:
    log.note(plan, who=None, seat=None, verb=Verb.REPLAY, section=section)


def _erase(pk: UUID) -> None:
    """The key of a plan with the plan, or of a phone with the phone."""
    if plan := Plan.objects.select_related("key").filter(key=pk).first():
        _note(plan.pk)
        take_away(plan)
    elif not knowing.forget_number(pk):
        sealing.destroy(DataKey.objects.get(pk=pk))


def _end_seat(pk: UUID) -> None:
    _note(Seat.objects.get(pk=pk).plan_id)
    over(Q(pk=pk), timezone.now())


def _withdraw(pk: UUID) -> None:
    grant = Grant.objects.select_related("seat").get(pk=pk)
    _note(grant.seat.plan_id, grant.section)
    Grant.objects.filter(pk=pk).update(withdrawn_at=timezone.now())


def _revoke(pk: UUID) -> None:
    share = Share.objects.get(pk=pk)
    section: Section = SHOWS[share.what][0]
    _note(share.plan_id, section)
    Share.objects.filter(pk=pk).update(revoked_at=timezone.now())


def _uninvite(pk: UUID) -> None:
    _note(Invite.objects.select_related("seat").get(pk=pk).seat.plan_id)
    Invite.objects.filter(pk=pk).update(withdrawn_at=timezone.now())


def _settled() -> datetime:
    return timezone.now() - SETTLED


gone.sort(
    gone.Sort(
        "key",
        ended=lambda: DataKey.objects.exclude(destroyed_at=None),
        there=lambda: DataKey.objects.filter(destroyed_at=None),
        end=_erase,
    )
)
gone.sort(
    gone.Sort(
        "seat",
        ended=lambda: Seat.objects.exclude(ended_at=None),
        there=lambda: Seat.objects.filter(ended_at=None),
        end=_end_seat,
    )
)
gone.sort(
    gone.Sort(  # A no that comes back does no harm.
        "yes",
        ended=lambda: Grant.objects.filter(excludes=False, withdrawn_at__lt=_settled()),
        there=lambda: Grant.objects.filter(excludes=False, withdrawn_at=None),
        end=_withdraw,
    )
)
gone.sort(
    gone.Sort(
        "link",
        ended=lambda: Share.objects.exclude(revoked_at=None),
        there=lambda: Share.objects.filter(revoked_at=None),
        end=_revoke,
    )
)
gone.sort(
    gone.Sort(
        "invitation",
        ended=lambda: Invite.objects.exclude(withdrawn_at=None),
        there=lambda: Invite.objects.filter(withdrawn_at=None),
        end=_uninvite,
    )
)
