"""A group's history: when it began, what was decided about it, who led it, what it has led to.

Rooms above tell what a group has led to under the subject ``groups.led_to``: a function of group
ids that returns, for each id, lines with ``.at`` (a date or datetime) and ``.html`` (safe), the
newest first::

    @tells("groups.led_to")
    def led_to(ids: list[int]) -> dict[int, list[Line]]: ...

and under ``groups.met`` how often each group has met: ids → ``Met``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from oppnasoc.trail.actions import lines
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import told

from . import consent, notices
from .models import Group, Membership
from .seats import LEADS

Status = Group.Status
#: So many entries of the log at most; a group has seldom more in its life.
SHOWN = 200


@dataclass(frozen=True)
class Line:
    """One line of the history: when, and what, as safe HTML."""

    at: date | datetime
    html: SafeString


@dataclass(frozen=True)
class Met:
    """How often a group has met with published minutes, and the first and latest day."""

    times: int
    first_on: date
    latest_on: date


def day(line: Any) -> date:
    """The day of a line, whoever made it."""
    at = line.at
    if isinstance(at, datetime):
        return (timezone.localtime(at) if timezone.is_aware(at) else at).date()
    found: date = at
    return found


def of(group: Group) -> list[Any]:
    """Everything that happened to the group, the newest first. Four queries at most."""
    entries = Entry.objects.about(group).filter(kind__in=notices.HISTORY)[:SHOWN]
    known = [group.parent] if group.parent else []
    told_by_log = lines(entries, known={"groups.Group": known})
    # Of one day the log stands last: what began on that day began with what it tells.
    happened: list[Any] = [*_leaders(group), *_rests(group), *told_by_log]
    return sorted(happened, key=day, reverse=True)


def led_to(group: Group) -> list[Any]:
    """What the group has led to, as the rooms above tell it, the newest first."""
    return sorted(told("groups.led_to", [group.pk]).get(group.pk, []), key=day, reverse=True)


def met(group: Group) -> Met | None:
    """How often the group has met, as the room of meetings tells it."""
    found: Met | None = told("groups.met", [group.pk]).get(group.pk)
    return found


def _rests(group: Group) -> Iterable[Line]:
    """When it rested or was closed, each time with the reason of that time."""
    spells = list(group.spells.all())
    began = [(spell.status, spell.since, spell.reason) for spell in spells]
    if group.status != Status.ACTIVE:
        began.append((group.status, group.status_since, group.status_reason))
    for status, since, reason in began:
        yield _began(status, since, reason)
    followed = {since for _status, since, _reason in began[1:]}
    for spell in spells:
        # A rest that became an end, or the other way round, is told by what began then.
        if spell.until not in followed:
            yield Line(spell.until, format_html("{}", _("The group works again.")))


def _began(status: str, since: date, reason: str) -> Line:
    said = {
        Status.DORMANT: _("The group began to rest. Why: {}"),
        Status.CLOSED: _("The group was closed. Why: {}"),
    }
    return Line(since, format_html(said[Status(status)], reason))


def _leaders(group: Group) -> Iterable[Line]:
    """Who began and stopped leading; named only when she has said yes."""
    seats = Membership.objects.filter(party=group.pk, role__in=LEADS)
    for seat in seats.select_related("user", "represents"):
        name = consent.name_of(seat)
        if seat.until is not None and seat.until < seat.since:
            continue  # taken back the day it was given
        began = _("{} began to lead the group.") if name else _("Somebody new began to lead it.")
        yield Line(seat.since, format_html(began, name))
        if seat.until is not None:
            ended = _("{} left as leader.") if name else _("One who led the group left.")
            yield Line(seat.until, format_html(ended, name))
