"""A call that reaches nobody here is a letter: to print and hand in, and anew when it is changed.

Whoever stands on paper does not have the call until somebody says that it is handed in: before
that no day for an answer is counted. A meeting that is called off is told in the same way.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from oppnasoc.ui.templatetags.ui import day as in_words
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from ..opening import NotThere, Opened, holds
from ..pieces import Doing
from ..plans import marked
from ..public.letters import Letter, Part
from ..saying import still_open
from ..sealed import Words
from ..seats import PRINCIPALS, Seat
from ..sections import Section
from ..writing import hold
from . import meeting
from .models import Call, Reply


@dataclass(frozen=True)
class OnPaper:
    """A call to somebody who stands on paper, and what her letter says."""

    call: Call
    letter: Letter

    @property
    def is_off(self) -> bool:
        return _is_off(self.call)


def _is_off(call: Call) -> bool:
    return call.meeting.removed_at is not None


def _may_tell(opened: Opened, call: Call) -> bool:
    """Whether this person hands in the letter: the owner, or whoever called the meeting, to
    somebody whom she knows of."""
    if all(seat.pk != call.seat_id for seat in opened.seats):
        return False
    if _is_off(call):
        return opened.is_owner or call.meeting.removed_by == opened.seat.pk
    return meeting.may_change_meeting(opened, call.meeting)


def _on_paper(opened: Opened) -> list[Call]:
    """The calls to those who stand on paper, to meetings that are not over; of those that are
    called off only what somebody has on paper."""
    if not opened.plan.is_open:
        return []
    today = timezone.localdate(opened.at)
    rows = Call.objects.filter(meeting__plan=opened.plan, seat__person=None, seat__ended_at=None)
    rows = rows.filter(Q(meeting__removed_at=None) | Q(letter_on__isnull=False))
    rows = rows.filter(meeting__due_on__gte=today).exclude(meeting__doing=Doing.DONE)
    return [
        row
        for row in rows.select_related("meeting__author", "meeting__seat", "seat")
        if holds(row.seat, opened.plan, opened.at) and _may_tell(opened, row)
    ]


def untold(opened: Opened) -> list[Call]:
    """The calls that this person can hand in, and that those who are called do not have as they
    read now; nothing is unsealed."""
    return [row for row in _on_paper(opened) if row.sent_on is None or _is_off(row)]


def find(opened: Opened, pk: uuid.UUID) -> OnPaper:
    """A call as a letter, for who may hand it in. Raises NotThere."""
    row = next((each for each in _on_paper(opened) if each.pk == pk), None)
    if row is None:
        raise NotThere
    opened.reads(Section.MEETING)
    return OnPaper(row, letter(opened, row))


def handed_in(opened: Opened, pk: uuid.UUID) -> Call:
    """Somebody has handed in the letter: from today an answer is waited for. When the meeting is
    called off, whoever was called has nothing on paper that holds any more."""
    still_open(opened)
    row = next((each for each in _on_paper(opened) if each.pk == pk), None)
    if row is None:
        raise NotThere
    today = timezone.localdate(opened.at)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        if _is_off(row):
            done = Call.objects.filter(pk=pk).update(sent_on=None, letter_on=None)
        else:
            done = _send(row, today, letter_on=today)
        if done:
            opened.log(Verb.WRITE, Section.MEETING)
    return row


def _send(call: Call, today: date, **columns: date) -> int:
    assert call.meeting.due_on is not None
    day = meeting.answer_day(today, call.meeting.due_on)
    rows = Call.objects.filter(pk=call.pk, sent_on=None)
    return rows.update(sent_on=today, answer_by=day, **columns)


def send_what_reaches_somebody(on: date) -> int:
    """A call to somebody who stood on paper counts from the day when she has come in. Returns how
    many calls that is."""
    now, sent = timezone.now(), 0
    rows = Call.objects.filter(sent_on=None, seat__person__isnull=False, meeting__due_on__gte=on)
    rows = rows.filter(meeting__removed_at=None).exclude(meeting__doing=Doing.DONE)
    for row in rows.select_related("meeting", "seat__plan"):
        if row.seat.plan.is_open and holds(row.seat, row.seat.plan, now):
            sent += _send(row, on)
    return sent


@override("sv")
def letter(opened: Opened, call: Call) -> Letter:
    """The letter, in Swedish whoever hands it in: the words of the call and nothing else of the
    plan. Of a protected person it says no place."""
    off, words = _is_off(call), call.words(opened.key)
    day = in_words(call.meeting.due_on)
    if off:
        begins = _("You have been called to a meeting %(day)s. It will not be held.")
    elif call.letter_on is not None and call.sent_on is None:
        begins = _("The meeting has been changed. Throw away the letter that you got before.")
    else:
        begins = _("It is about a plan together, a SIP. Whose plan it is stands below.")
    title = _("The meeting is called off") if off else _("You are called to a meeting")
    hers = opened.name if opened.is_owner else str(opened.about(opened.seat).get("name", ""))
    return Letter(
        to=_receiver(opened.about(call.seat)),
        title=marked(title, opened.plan.practice),
        begins=begins % {"day": day},
        parts=tuple(_parts(opened, call, words, day)),
        ends=() if off else _ends(call.seat),
        name=hers,
        words={"day": _("Day"), "name": _("Name"), "signature": _("My signature")},
    )


def _receiver(who: Words) -> tuple[str, ...]:
    to = _("To %(name)s") % {"name": who.get("name", "")}
    return tuple(line for line in (to, who.get("role", ""), who.get("organisation", "")) if line)


def _parts(opened: Opened, call: Call, words: Words, day: str) -> list[Part]:
    whose = [] if opened.is_owner else [Part(_("Whose plan it is:"), opened.name, 1)]
    if _is_off(call):
        return whose
    when = ", ".join(part for part in (day, words.get("time", "")) if part)
    parts = [*whose, Part(_("When:"), when, 0)]
    hidden = _("I have protected personal data. Do not write where I am, or where we meet.")
    if opened.plan.protected:
        parts.append(Part("", hidden, 0))
    elif "place" in words:
        parts.append(Part(_("Where:"), words["place"], 1))
    if words.get("purpose"):
        parts.append(Part(_("What about:"), words["purpose"], 0))
    if call.reply == Reply.NONE and call.meeting.due_on is not None:
        by = call.answer_by
        if call.sent_on is None:
            by = meeting.answer_day(timezone.localdate(opened.at), call.meeting.due_on)
        parts.append(Part(_("Answer by:"), in_words(by), 0))
    reach = _("Reach me only through:") if opened.plan.protected else _("You reach me here:")
    return [*parts, Part(reach, "", 1)]


def _ends(seat: Seat) -> tuple[str, ...]:
    if seat.side not in PRINCIPALS:
        return (_("You may say no. Answer in any case, so that nobody waits for you."),)
    return (
        _("The municipality and the region must take part. Whoever comes must be able to decide."),
        _("Can you not come? Send somebody in your place who may decide, and tell me who it is."),
    )
