"""A meeting is called, answered and held. Who has not answered is seen by all who see the meeting.

An authority cannot decline: it comes, or names somebody else with a mandate to decide (IVO 2019:
those who come must be able to decide). Who is close to the person, and her supports, may say no.

A call holds the words of its own invitation: whoever is called reads those and nothing else of the
plan.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.language.workdays import workdays_after
from oppnasoc.vault.log import Verb
from oppnasoc.vault.router import ALIAS

from .. import noticing, writing
from ..opening import NotThere, Opened, Read, holds
from ..pieces import Doing, Kind, Piece
from ..plans import State
from ..saying import ANSWER, ReadsOtherwise, said, step_on, still_open
from ..sealed import Words
from ..seats import PRINCIPALS, Grant, Level, Seat, SeatKind
from ..sections import Section
from ..writing import Plainly, Refused, hold
from .models import Call, Reply

#: Working days to answer a call, when the meeting is not sooner.
ANSWER_DAYS = 5
#: What an invitation tells of a meeting.
INVITATION = ("purpose", "time", "place", "leads")


@dataclass(frozen=True)
class Called:
    """Somebody who is called, as one person reads it. ``who`` is what stands of the seat."""

    call: Call
    who: Words
    words: Words
    today: date

    @property
    def is_late(self) -> bool:
        return unanswered(self.call, self.today)

    @property
    def is_sent(self) -> bool:
        """Whether she has the call as it reads now."""
        return self.call.sent_on is not None

    @property
    def decides(self) -> bool:
        """Whether whoever comes may decide; asked of the municipality and the region only."""
        return self.call.seat.mandate or self.call.reply == Reply.SUBSTITUTE

    @property
    def in_words(self) -> str:
        """What has been answered, as text: the answer, who comes instead and what was said."""
        names = ("substitute", "substitute_role", "words")
        told = (str(self.words.get(name, "")) for name in names)
        return "\n".join([str(self.call.get_reply_display()), *filter(None, told)])


def is_held(piece: Piece) -> bool:
    return piece.doing == Doing.DONE


def unanswered(call: Call, today: date) -> bool:
    """Whether the last day for an answer has passed without one, once it was sent, and the meeting
    is not over."""
    waits = call.sent_on is not None and call.reply == Reply.NONE
    return waits and call.answer_by < today and not is_held(call.meeting)


def cannot_decline(seat: Seat) -> bool:
    return seat.side in PRINCIPALS


def may_call(opened: Opened) -> bool:
    return opened.plan.is_open and opened.may(Section.MEETING, Level.WRITE)


def callable_seats(opened: Opened) -> list[Seat]:
    """Whom this person can call: those that she knows of and who still have their place."""
    return [
        seat
        for seat in opened.seats
        if seat.kind != SeatKind.OWNER
        and seat.pk != opened.seat.pk
        and holds(seat, opened.plan, opened.at)
    ]


def answer_day(today: date, day: date) -> date:
    """The last day for an answer: five working days, but at the latest the day before."""
    before = max(today + timedelta(days=1), day) - timedelta(days=1)
    return min(workdays_after(today, ANSWER_DAYS), before)


def call(opened: Opened, words: Words, *, day: date, seats: list[Seat]) -> Piece:
    """Call a meeting on a day, and these to it. Raises Refused (``day``, ``seats``) and NotThere.

    A plan in force stays in force: a meeting to follow it up does not end it.
    """
    still_open(opened)
    _on_a_day_to_come(opened, day)
    _known(opened, seats)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        for before in to_come(opened):  # Two clicks make one meeting.
            if before.author_id == opened.seat.pk and before.due_on == day:
                call_more(opened, before, seats)
                return before
        meeting = writing.write(opened, Kind.MEETING, words, plainly=Plainly(due_on=day))
        step_on(opened.plan, (State.BEGUN, State.ASKED, State.PREPARING, State.MET), State.CALLED)
        call_more(opened, meeting, seats)
        if not opened.is_owner:
            noticing.tell(noticing.owner_seat(opened.plan))
    return meeting


def _on_a_day_to_come(opened: Opened, day: date) -> None:
    if day < timezone.localdate(opened.at):
        raise Refused(_("That day has passed. Choose a later one."), "day")


def _known(opened: Opened, seats: list[Seat]) -> None:
    known = {seat.pk for seat in callable_seats(opened)}
    if any(seat.pk not in known for seat in seats):
        raise NotThere


def call_more(opened: Opened, meeting: Piece, seats: list[Seat]) -> list[Call]:
    """Call these to a meeting; who is called already is not called again. Whoever stands on paper
    does not have the call until its letter is handed in (``calling``)."""
    read = _meeting(opened, meeting.pk)
    _known(opened, seats)
    if not may_change_meeting(opened, read.piece):
        raise Refused(_("Somebody else wrote this. You can write a note beside it."))
    if read.piece.due_on is None:
        raise Refused(_("Write which day."), "day")
    today = timezone.localdate(opened.at)
    day = answer_day(today, read.piece.due_on)
    made = []
    with transaction.atomic(using=ALIAS):
        hold(opened)
        there = set(Call.objects.filter(meeting=read.piece).values_list("seat_id", flat=True))
        silent = _refused_the_meetings(opened, seats)
        for seat in seats:
            if seat.pk in there:
                continue
            new = Call(meeting=read.piece, seat=seat, called_at=opened.at, answer_by=day)
            new.sent_on = today if seat.person is not None else None
            new.put(opened.key, _invitation(read.words, seat.pk in silent))
            made.append(new)
        Call.objects.bulk_create(made)
        if made:
            opened.log(Verb.WRITE, Section.MEETING)
            noticing.tell(*(each.seat_id for each in made))
    return made


def _refused_the_meetings(opened: Opened, seats: list[Seat]) -> set[uuid.UUID]:
    """Those to whom the owner has said no about the meetings: they are told the day only."""
    rows = Grant.objects.filter(seat__in=seats, section=Section.MEETING, excludes=True)
    return set(rows.valid(opened.at).values_list("seat_id", flat=True))


def _invitation(words: Words, only_the_day: bool) -> Words:
    told = {} if only_the_day else {name: words.get(name) for name in INVITATION}
    return {name: value for name, value in told.items() if value}


def may_change_meeting(opened: Opened, piece: Piece) -> bool:
    return not is_held(piece) and writing.may_change(opened, piece)


def _meeting(opened: Opened, pk: uuid.UUID) -> Read:
    read = opened.piece(pk)
    if read.piece.kind != Kind.MEETING:
        raise NotThere
    return read


def find(opened: Opened, pk: uuid.UUID) -> Read:
    """A meeting that this person may read of. Raises NotThere."""
    return _meeting(opened, pk)


def to_come(opened: Opened) -> list[Piece]:
    """The meetings that have not been held, the next one first; nothing is unsealed."""
    rows = [p for p in opened.outline if p.kind == Kind.MEETING and not is_held(p)]
    return sorted(rows, key=lambda piece: piece.due_on or date.max)


def put_off(opened: Opened, pk: uuid.UUID, words: Words, *, day: date, edition: int) -> Piece:
    """Move a meeting to another day, time or place. Everybody is asked anew when the day is
    another, and whoever has it on paper needs a new letter. Raises Changed when somebody changed
    it in between."""
    still_open(opened)
    _on_a_day_to_come(opened, day)
    read = _meeting(opened, pk)
    other_day = read.piece.due_on != day
    told = {name: str(words.get(name, "")) for name in INVITATION}
    plainly = Plainly(due_on=day, doing=read.piece.doing)
    today = timezone.localdate(opened.at)
    with transaction.atomic(using=ALIAS):
        piece = writing.change(opened, pk, {**read.words, **told}, edition=edition, plainly=plainly)
        now = opened.piece(pk).words
        rows = list(Call.objects.filter(meeting=piece).select_related("seat"))
        silent = _refused_the_meetings(opened, [row.seat for row in rows])
        for row in rows:
            before = row.words(opened.key)
            kept = {} if other_day else before
            invited = {**kept, **_invitation(now, row.seat_id in silent)}
            row.put(opened.key, invited)
            if other_day:
                row.reply, row.replied_at = Reply.NONE, None
                row.answer_by = answer_day(today, day)
            if other_day or invited != before:
                row.sent_on = today if row.seat.person is not None else None
        columns = ["body", "reply", "replied_at", "answer_by", "sent_on"]
        Call.objects.bulk_update(rows, columns)
        owner = [] if opened.is_owner else [noticing.owner_seat(opened.plan)]
        noticing.tell(*(row.seat_id for row in rows if row.seat_id != opened.seat.pk), *owner)
    return piece


def called_off(opened: Opened) -> list[Call]:
    """The calls to this person for meetings to come that somebody has taken away."""
    rows = Call.objects.filter(seat=opened.seat, meeting__removed_at__isnull=False)
    today = timezone.localdate(opened.at)
    return list(rows.filter(meeting__due_on__gte=today).select_related("meeting"))


def calls_of(opened: Opened, meeting: Piece) -> list[Called]:
    """Who is called and what each has answered, of those whom this person knows of."""
    _meeting(opened, meeting.pk)
    known = {seat.pk for seat in opened.seats}
    rows = Call.objects.filter(meeting=meeting).select_related("seat", "meeting")
    today = timezone.localdate(opened.at)
    return [
        Called(row, opened.about(row.seat), row.words(opened.key), today)
        for row in rows
        if row.seat_id in known
    ]


def my_calls(opened: Opened) -> list[Call]:
    """The calls to this person for meetings that have not been held, the next one first."""
    rows = Call.objects.filter(seat=opened.seat, meeting__removed_at=None)
    rows = rows.exclude(meeting__doing=Doing.DONE).select_related("meeting", "seat")
    return sorted(rows, key=lambda row: row.meeting.due_on or date.max)


def find_call(opened: Opened, pk: uuid.UUID) -> Called:
    """A call that this person may answer: her own, or any for the owner, who writes down what she
    was told. Raises NotThere."""
    rows = Call.objects.select_related("meeting__author", "seat")
    row = rows.filter(pk=pk, meeting__plan=opened.plan, meeting__removed_at=None).first()
    if row is None or not (opened.is_owner or row.seat_id == opened.seat.pk):
        raise NotThere
    opened.reads(Section.MEETING)
    today = timezone.localdate(opened.at)
    return Called(row, opened.about(row.seat), row.words(opened.key), today)


def answer(
    opened: Opened,
    pk: uuid.UUID,
    reply: str,
    *,
    substitute: str = "",
    substitute_role: str = "",
    mandate: bool = False,
    words: str = "",
    edition: str | None = None,
) -> Call:
    """Answer a call. Raises Refused, naming the field: an authority does not say no, and whoever
    is sent instead has a name and a mandate to decide.

    ``edition`` is the mark of the call that was read. Raises ReadsOtherwise when the invitation or
    the answer is another now."""
    still_open(opened)
    found = find_call(opened, pk).call
    if is_held(found.meeting):
        raise Refused(_("The meeting has been held already."))
    if reply not in (Reply.YES, Reply.SUBSTITUTE, Reply.NO):
        raise Refused(_("Choose one of the answers."), "reply")
    if reply == Reply.NO and cannot_decline(found.seat):
        raise Refused(
            _("An authority cannot say no. Write who comes instead, and can decide."), "substitute"
        )
    plan = opened.plan
    kept = {"words": said(plan, words, "words", most=ANSWER)}
    if reply == Reply.SUBSTITUTE:
        kept["substitute"] = said(
            plan, substitute, "substitute", needed=_("Write who comes instead.")
        )
        kept["substitute_role"] = said(plan, substitute_role, "substitute_role")
        if cannot_decline(found.seat) and not mandate:
            raise Refused(_("Whoever comes instead must be able to decide."), "mandate")
    today = timezone.localdate(opened.at)
    with transaction.atomic(using=ALIAS):
        hold(opened)
        row = Call.objects.select_for_update().select_related("meeting").get(pk=found.pk)
        if is_held(row.meeting):
            raise Refused(_("The meeting has been held already."))
        now = row.words(opened.key)
        next_words = {**{n: v for n, v in now.items() if n in INVITATION}, **kept}
        if edition not in (None, row.mark):
            if (row.reply, now) == (reply, next_words):
                return row  # Sent twice.
            raise ReadsOtherwise
        row.put(opened.key, next_words)
        rows = Call.objects.filter(pk=row.pk)
        rows.update(reply=reply, replied_at=opened.at, body=row.body)
        rows.filter(sent_on=None).update(sent_on=today)  # Whoever answers has been told.
        rows.filter(seat__person=None, letter_on=None).update(letter_on=today)
        opened.log(Verb.WRITE, Section.MEETING)
        if not opened.is_owner:
            noticing.tell(noticing.owner_seat(plan))
    found.reply = reply
    return found
