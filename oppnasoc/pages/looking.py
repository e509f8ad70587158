"""Look over everything that must always hold, and remember since when something has not."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Membership
from oppnasoc.groups.rules import seats
from oppnasoc.people.models import User
from oppnasoc.people.rights import may
from oppnasoc.ui.registry import Fault, Invariant, Look, invariants

from .models import KnownFault, LookOver

KEPT = timedelta(days=90)  # looks that are over
LEADS = (Membership.Role.FACILITATOR, Membership.Role.SECRETARY)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A fault, which invariant it breaks, and since when as far as is known."""

    invariant: Invariant
    fault: Fault
    since: date

    @property
    def key(self) -> tuple[str, str]:
        return self.invariant.name, self.fault.thing


def look_over(*, whole: bool = False, now: datetime | None = None) -> list[Found]:
    """Everything that does not hold now, in the order of the invariants; writes nothing.

    A look that fails is a fault itself and holds up no other.
    """
    look = Look(now or timezone.now(), whole)
    known = {(row.invariant, row.thing): row.since for row in KnownFault.objects.all()}
    found: dict[tuple[str, str], Found] = {}
    for each in invariants():
        for fault in _faults(each, look):
            since = known.get((each.name, fault.thing), look.today)
            one = Found(each, fault, since)
            found.setdefault(one.key, one)
    return list(found.values())


def _faults(each: Invariant, look: Look) -> list[Fault]:
    try:
        with transaction.atomic():
            return list(each.find(look))
    except DatabaseError:
        log.warning("%s could not be looked at.", each.name, exc_info=True)
    except Exception:
        log.exception("%s could not be looked at.", each.name)
    says = _("This could not be looked at: %(rule)s") % {"rule": each.holds()}
    return [Fault("look", says, _("Read the log of the server"))]


@transaction.atomic
def note(found: Iterable[Found], *, at: datetime, by_worker: bool) -> None:
    """Remember what was found. What was known keeps its first day; what is solved goes."""
    now = {one.key: one.since for one in found}
    for row in KnownFault.objects.all():
        if now.pop((row.invariant, row.thing), None) is None:
            row.delete()
    KnownFault.objects.bulk_create(
        [
            KnownFault(invariant=name, thing=thing, since=since)
            for (name, thing), since in now.items()
        ],
        ignore_conflicts=True,
    )
    LookOver.objects.filter(at__lt=at - KEPT).delete()
    LookOver.objects.create(at=at, by_worker=by_worker, faults=KnownFault.objects.count())


def seen_by(user: User) -> Callable[[Fault], bool]:
    """Which faults a person sees: all who look after the whole, a leader those of her groups."""
    if may(user, "pages.see_every_fault"):
        return lambda fault: True
    led = {party for party, role in seats(user) if role in LEADS}
    return lambda fault: bool(led.intersection(fault.groups))
