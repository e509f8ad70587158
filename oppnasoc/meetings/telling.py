"""'To tell at the meeting': who is told there what came of what they raised, with receipts."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from oppnasoc.matters import feedback
from oppnasoc.matters.models import Ground
from oppnasoc.people.models import User
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices.models import Voice

from .models import Meeting


def to_tell(meeting: Meeting, *, by: User) -> QuerySet[Ground]:
    """Who waits to be told at the next meeting of this group: what was said there, and what was
    said nowhere in particular about matters that the group sees through."""
    group = meeting.group_id
    waiting = feedback.to_be_told_by(by).filter(voice__tell_by=Voice.TellBy.MEETING)
    return waiting.filter(Q(voice__group=group) | Q(voice__group=None, matter__steward=group))


def receipt(meeting: Meeting) -> str:
    """What shows that somebody was told: 'at the meeting on 14 March'."""
    return _("at the meeting on %(on)s") % {"on": day(meeting.held_on)}
