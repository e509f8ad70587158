"""'To tell at the meeting': who is told there what came of what they raised, with receipts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.matters import feedback
from oppnasoc.matters.models import Ground
from oppnasoc.people.models import User
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from .models import Meeting


def to_tell(meeting: Meeting, *, by: User) -> QuerySet[Ground]:
    """Who waits to be told at the next meeting of this group: those who said it at one of its
    meetings, and those who said it elsewhere about a matter that the group sees through."""
    waiting = feedback.to_be_told_by(by).filter(voice__tell_by=Voice.TellBy.MEETING)
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


def receipt(meeting: Meeting) -> str:
    """What shows that somebody was told: 'at the meeting on 14 March'."""
    return _("at the meeting on %(on)s") % {"on": day(meeting.held_on)}
