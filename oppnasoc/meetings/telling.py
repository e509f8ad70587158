"""'To tell at the meeting': who is told there what came of what they raised, with receipts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.matters import feedback
from oppnasoc.matters.by_word import Person, pdf
from oppnasoc.matters.models import Ground
from oppnasoc.matters.telling import rows
from oppnasoc.people.models import User
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from .models import Meeting


def to_tell(meeting: Meeting, *, by: User) -> QuerySet[Ground]:
    """Who waits to be told at the next meeting of this group: those who said it at one of its
    meetings, and those who said it elsewhere about a matter that the group sees through.

    Who was not there is on the list of the next meeting, by itself. Of a meeting that is over only
    those stand there who waited already when it was held.
    """
    waiting = feedback.to_be_told_by(by).filter(voice__tell_by=Voice.TellBy.MEETING)
    if meeting.held_on < timezone.localdate():
        waiting = waiting.filter(owed_since__lte=meeting.held_on)
    here = Q(voice__channel=Voice.Channel.MEETING, voice__group__isnull=False)
    return waiting.filter(
        (here & Q(voice__group=meeting.group_id)) | (~here & Q(matter__steward=meeting.group_id))
    )


def how_many_to_tell(meetings: Iterable[Meeting], *, by: User) -> dict[int, int]:
    """How many ``to_tell`` has for each meeting, by its key; two queries for all of them."""
    waiting = feedback.to_be_told_by(by).filter(voice__tell_by=Voice.TellBy.MEETING)
    rows = waiting.order_by().values_list(
        "voice__channel", "voice__group", "matter__steward", "owed_since"
    )
    known = [
        (group if channel == Voice.Channel.MEETING and group else steward, since)
        for channel, group, steward, since in rows
    ]
    today = timezone.localdate()
    return {
        meeting.pk: sum(
            group == meeting.group_id
            and (meeting.held_on >= today or (since is not None and since <= meeting.held_on))
            for group, since in known
        )
        for meeting in meetings
    }


def people_of(meeting: Meeting, *, by: User) -> list[Person]:
    """The list of a meeting, each with how many meetings of the group have passed without her."""
    found = rows(to_tell(meeting, by=by).select_related("matter__holder"))
    before = held_before(meeting) if found else []
    return [Person(row, row.who, missed(row.ground.owed_since, before)) for row in found]


def held_before(meeting: Meeting) -> list[date]:
    """The days of the group's meetings that are over, before this one."""
    until = min(meeting.held_on, timezone.localdate())
    held = Meeting.objects.filter(group=meeting.group_id, held_on__lt=until)
    held = held.exclude(status=Meeting.Status.CANCELLED)
    return list(held.order_by("held_on").values_list("held_on", flat=True))


def missed(owed_since: date | None, held: list[date]) -> int:
    """How many meetings have been held since she began to wait; the day itself does not count."""
    return sum(owed_since is not None and owed_since < on for on in held)


def on_paper(meeting: Meeting, *, by: User, enter_at: str) -> bytes:
    """The list to take along. Raises paper.Unprintable."""
    title = _("To tell at the meeting on %(on)s") % {"on": day(meeting.held_on)}
    return pdf(title, meeting.title, people_of(meeting, by=by), enter_at=enter_at)


def receipt(meeting: Meeting) -> str:
    """What shows that somebody was told: 'at the meeting on 14 March'."""
    return _("at the meeting on %(on)s") % {"on": day(meeting.held_on)}
