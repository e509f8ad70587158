"""What of a plan must not come back with an older copy of the database (``vault/gone.py``)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from oppnasoc.vault import gone, knowing, log, sealing, sittings
from oppnasoc.vault.log import Verb
from oppnasoc.vault.models import DataKey

from .opening import NotThere, open_plan
from .owning import take_away
from .people.inviting import over
from .plans import Plan
from .protecting import strip
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


def _protect(pk: UUID) -> None:
    plan = Plan.objects.get(pk=pk)
    _note(pk)
    Plan.objects.filter(pk=pk).update(protected=True)
    try:
        strip(open_plan(pk, plan.owner, fresh=True))
    except NotThere:  # She has died: nobody opens it any more.
        return


def _forget_way(which: UUID) -> None:
    person = knowing.forget_again(which)
    sittings.end_all(person)
    for seat in Seat.objects.filter(person=person, ended_at=None):
        _note(seat.plan_id)


Rows = Callable[[], QuerySet[Any]]


def _rows(name: str, end: Callable[[UUID], None], *, ended: Rows, there: Rows) -> None:
    """A sort of which each is a row: those that have ended, and those that have not."""
    gone.sort(
        gone.Sort(
            name,
            ended=lambda: ended().values_list("pk", flat=True),
            back=lambda ids: list(there().filter(pk__in=ids).values_list("pk", flat=True)),
            end=end,
        )
    )


_rows(
    "key",
    _erase,
    ended=lambda: DataKey.objects.exclude(destroyed_at=None),
    there=lambda: DataKey.objects.filter(destroyed_at=None),
)
_rows(
    "seat",
    _end_seat,
    ended=lambda: Seat.objects.exclude(ended_at=None),
    there=lambda: Seat.objects.filter(ended_at=None),
)
_rows(  # A no that comes back does no harm.
    "yes",
    _withdraw,
    ended=lambda: Grant.objects.filter(excludes=False, withdrawn_at__lt=timezone.now() - SETTLED),
    there=lambda: Grant.objects.filter(excludes=False, withdrawn_at=None),
)
_rows(
    "link",
    _revoke,
    ended=lambda: Share.objects.exclude(revoked_at=None),
    there=lambda: Share.objects.filter(revoked_at=None),
)
_rows(
    "invitation",
    _uninvite,
    ended=lambda: Invite.objects.exclude(withdrawn_at=None),
    there=lambda: Invite.objects.filter(withdrawn_at=None),
)
_rows(  # What ends is that a plan may hold where she is.
    "open",
    _protect,
    ended=lambda: Plan.objects.filter(protected=True),
    there=lambda: Plan.objects.filter(protected=False),
)
gone.sort(  # Of what is no longer known nothing is left: only the list knows.
    gone.Sort("way", ended=tuple, back=knowing.known_among, end=_forget_way)
)
