"""Nobody leaves the hospital without a bed: what must have an answer before somebody goes home.

The stop is hers: the day that she has set and where she sleeps are changed by nobody else, unseen.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import noticing
from ..opening import NotThere, Opened
from ..saying import keep
from ..seats import Level, Seat, SeatKind
from ..sections import Section
from ..writing import Refused, hold
from . import ownlist
from .ownlist import NEEDED, Entry

#: Days within which care calls to a meeting after saying that somebody may go home, counted from
#: the day after (lag 2017:612 4 kap. 3 §).
CALL_WITHIN = 3
#: How far ahead a day can be set, in days.
FURTHEST = 365
#: The word of the plan's own row that says who set the day: the id of a seat.
SET_BY = "discharge_by"


def _part_of(opened: Opened) -> Section | None:
    """The part through which somebody may say when the person goes home, or nothing."""
    if opened.is_owner:
        return Section.ACUTE
    if opened.seat.kind != SeatKind.AUTHORITY:
        return None
    parts = (Section.ACUTE, Section.HEALTH)
    return next((part for part in parts if opened.may(part, Level.WRITE)), None)


def may_set(opened: Opened) -> bool:
    """Whether somebody may say when the person leaves the hospital: she herself, and, until she has
    said it, somebody at an authority who may write about her health or in her list."""
    if not opened.plan.is_open or _part_of(opened) is None:
        return False
    return opened.is_owner or not is_hers(opened)


def may_see(opened: Opened) -> bool:
    """Whether somebody may know the day."""
    return any(opened.may(part) for part in (Section.ACUTE, Section.HEALTH))


def set_discharge(opened: Opened, day: date | None) -> None:
    """Say which day the person leaves the hospital, or that there is none.

    She is told when somebody else sets or changes it. Raises NotThere for whoever may not see it,
    and Refused for a day that has passed, and for others while the day is her own.
    """
    if not may_see(opened):
        raise NotThere
    if not opened.plan.is_open:
        raise Refused(_("The plan is closed. Nothing can be changed in it."))
    part = _part_of(opened)
    if part is None:
        raise Refused(_("You may read this, but not change it."))
    today = timezone.localdate(opened.at)
    if day is not None and day < today:
        raise Refused(_("That day has passed. Choose a later one."), "day")
    if day is not None and day > today + timedelta(days=FURTHEST):
        raise Refused(_("Choose a day within a year."), "day")
    with transaction.atomic(using=ALIAS):
        hold(opened)
        opened.plan.refresh_from_db(fields=["discharge_on", "body"])  # She may just have said it.
        if not opened.is_owner:
            if opened.plan.discharge_on == day:
                return
            if is_hers(opened):
                raise Refused(
                    _("The person herself has set this day. Only she moves it or takes it away."),
                    "day",
                )
            noticing.tell(noticing.owner_seat(opened.plan))
        keep(opened, **{SET_BY: str(opened.seat.pk)})
        opened.plan.discharge_on = day
        opened.plan.save(update_fields=["discharge_on"])
        opened.log(Verb.WRITE, part)


def is_hers(opened: Opened) -> bool:
    """Whether nobody but the person moves the day or takes it away: it is her own. So is one of
    which nobody knows who set it; one that has passed is nobody's."""
    if not is_ahead(opened):
        return False
    by = opened.plan.words(opened.key).get(SET_BY)
    return by in (None, str(noticing.owner_seat(opened.plan)))


def set_by(opened: Opened) -> Seat | None:
    """Who else has set the day, if this person knows of her."""
    by = opened.plan.words(opened.key).get(SET_BY)
    others = (seat for seat in opened.seats if seat.kind != SeatKind.OWNER)
    return next((seat for seat in others if str(seat.pk) == by), None)


def is_ahead(opened: Opened) -> bool:
    """Whether the person is to leave the hospital, today or later."""
    day = opened.plan.discharge_on
    return opened.plan.is_open and day is not None and day >= timezone.localdate(opened.at)


def unanswered(opened: Opened) -> list[Entry]:
    """What has no answer yet, where she sleeps first. Raises NotThere for whoever may not see the
    list."""
    groups = ownlist.entries(opened)
    lines = [line for group in groups for line in group.entries if line.item.before_discharge]
    found = [line for line in lines if not line.is_answered]
    return sorted(found, key=lambda line: line.item.key != NEEDED)


def discharge_stops(opened: Opened) -> list[str]:
    """The questions that stop somebody from leaving the hospital, while a day is set.

    Told to the owner, and to whoever holds the plan together if she may see the list; nothing to
    everybody else. That it is read is written in the log.
    """
    leads = opened.plan.lead_id is not None and opened.plan.lead_id == opened.seat.pk
    if not is_ahead(opened) or not (opened.is_owner or leads):
        return []
    if not opened.may(Section.ACUTE):
        return []
    return [str(line.item.text) for line in unanswered(opened)]


def call_by(opened: Opened) -> date | None:
    """The last day for care to call to a meeting, when it said on the day of leaving that she may
    go home; earlier when it said so earlier."""
    day = opened.plan.discharge_on
    return day + timedelta(days=CALL_WITHIN) if day else None
