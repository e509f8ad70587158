"""Somebody tried to speak over the person whose plan it is."""

from __future__ import annotations

from datetime import timedelta

from oppnasoc.vault.log import Verb, lines_of

from .. import noticing
from ..opening import Opened, holds
from ..seats import Support


def tell_of_a_try(opened: Opened) -> None:
    """Somebody who decides for her tried to say yes to what she said no to: it stands in the log,
    and she and her case manager are told that there is something to read (FB 11:5), once a day."""
    since = opened.at - timedelta(days=1)
    tries = lines_of(opened.plan.pk).filter(seat=opened.seat.pk, verb=Verb.REFUSED, at__gt=since)
    told = tries.exists()
    opened.log(Verb.REFUSED)
    if told:
        return
    there = opened.plan.seats.filter(support=Support.CASE_MANAGER)
    managers = [seat.pk for seat in there if holds(seat, opened.plan, opened.at)]
    noticing.tell(noticing.owner_seat(opened.plan), *managers)
