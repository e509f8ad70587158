"""What is worth asking about in the log of who has read: told to whose plan it is, and accusing
nobody.

It is seen from the lines alone, which are read once. Whoever reads at night may have the best of
reasons; the one who can ask is the person herself.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice, zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oppnasoc.ui.templatetags.ui import clock
from oppnasoc.ui.templatetags.ui import day as in_words
from oppnasoc.vault.log import Verb, lines_of

from ..opening import Opened
from ..seats import Seat
from ..sections import Section
from .sight import name_of

#: So many parts within so short a time are many.
MANY, WITHIN = 7, timedelta(minutes=2)
#: Night is from the one hour to the other.
NIGHT = (23, 5)
#: Reading at night and of many parts is told for so long.
LATELY = timedelta(days=28)
#: How often somebody reads: this week, beside the weeks before it. Fewer times are nothing, and so
#: is what is not this many times as often.
WEEK, BEFORE, WEEKS = timedelta(days=7), timedelta(days=28), 4
FEWEST, TIMES = 6, 3
#: What is read within so long is read at one time.
AT_ONE_TIME = timedelta(minutes=15)
#: Sentences at the most, and lines that are looked at.
MOST, LINES = 3, 10_000


@dataclass(frozen=True)
class Odd:
    """A sentence, and where its lines are: whose they are, and of which day if of one."""

    text: str
    seat: uuid.UUID
    day: date | None = None


@dataclass(frozen=True)
class Was:
    """A part that was read."""

    at: datetime
    section: str


def odd(opened: Opened) -> list[Odd]:
    """What she may want to ask about, at most a few sentences; nothing for others than her."""
    if not opened.is_owner:
        return []
    seats = {seat.pk: seat for seat in opened.seats if seat.pk != opened.seat.pk}
    rows = lines_of(opened.plan.pk).filter(verb=Verb.READ, at__gt=opened.at - WEEK - BEFORE)
    rows = rows.exclude(seat=None).exclude(seat=opened.seat.pk)
    reads: dict[uuid.UUID, list[Was]] = defaultdict(list)
    for seat, at, section in rows.values_list("seat", "at", "section")[:LINES]:
        if seat in seats:
            reads[seat].append(Was(at, section))
    kinds: list[list[Odd]] = [[], [], []]
    for pk, found in reads.items():
        whom, name = seats[pk], name_of(opened, seats[pk])
        lately = [each for each in found if each.at > opened.at - LATELY]
        kinds[0] += _many(whom, name, lately)
        kinds[1] += _night(whom, name, lately)
        kinds[2] += _often(whom, name, found, opened.at)
    by_turns = chain.from_iterable(zip_longest(*kinds))
    return [each for each in by_turns if each][:MOST]


def _many(seat: Seat, name: str, found: list[Was]) -> Iterator[Odd]:
    """Many parts at once, the latest time; what was read is newest first."""
    parts = [each for each in found if each.section in Section.values]
    for number, last in enumerate(parts):
        near = _read_from(parts, number)
        if len(near) >= MANY:
            text = _("%(name)s read %(count)d parts of your plan within two minutes, %(when)s.")
            told = {"name": name, "count": len(near), "when": _when(last.at)}
            yield Odd(text % told, seat.pk, timezone.localdate(last.at))
            return


def _read_from(parts: list[Was], number: int) -> set[str]:
    """The parts that were read within a short time up to this one."""
    near = set()
    for each in islice(parts, number, None):
        if parts[number].at - each.at > WITHIN:
            break
        near.add(each.section)
    return near


def _night(seat: Seat, name: str, found: list[Was]) -> Iterator[Odd]:
    late = [each.at for each in found if _is_night(each.at)]
    if not late:
        return
    times = len(list(_times(late)))
    text = ngettext(
        "%(name)s read your plan at night, %(when)s.",
        "%(name)s has read your plan at night %(count)d times, the latest %(when)s.",
        times,
    ) % {"name": name, "count": times, "when": _when(late[0])}
    yield Odd(text, seat.pk, timezone.localdate(late[0]) if times == 1 else None)


def _often(seat: Seat, name: str, found: list[Was], now: datetime) -> Iterator[Odd]:
    """Somebody who has had her place for longer than a week reads much oftener than she did."""
    week = len(list(_times(each.at for each in found if each.at > now - WEEK)))
    before = len(list(_times(each.at for each in found if each.at <= now - WEEK)))
    if seat.since > now - WEEK or week < FEWEST or week * WEEKS < TIMES * before:
        return
    text = _("%(name)s has read your plan more than before: %(count)d times in seven days.")
    yield Odd(text % {"name": name, "count": week}, seat.pk)


def _is_night(at: datetime) -> bool:
    hour = timezone.localtime(at).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def _times(moments: Iterable[datetime]) -> Iterator[datetime]:
    """The times that somebody has read, newest first, each with all that was read at it."""
    last = None
    for at in moments:
        if last is None or last - at > AT_ONE_TIME:
            yield at
            last = at


def _when(at: datetime) -> str:
    return _("%(day)s at %(time)s") % {"day": in_words(at), "time": clock(at)}
