"""A speaker takes her words or her name back. What lies on higher floors hears of it by the trail:
a matter keeps its place, the minutes say that something was removed (``listening.py`` there)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.following.actions import forget_code
from oppnasoc.people.models import User
from oppnasoc.trail.actions import move, record

from .actions import moment
from .asking import may_change
from .models import Confidence, Correction, Message, Onward, Reach, Voice


@transaction.atomic
def withdraw(
    voice: Voice, *, by: User | None = None, asked: str = "", on: date | None = None
) -> Voice:
    """Take back what was said. The words, the name, the address, the messages and everything
    else that was kept with them are gone for good; that something was said here is not.

    ``by`` is ``None`` for the speaker, with her code, which leads nowhere afterwards; ``asked``
    is one of ``Asked``. Raises PermissionDenied, ValidationError, and Stale.
    """
    may_change(voice, by=by, asked=asked)
    if voice.code_digest:
        forget_code(voice.code_digest)
    for kept in (Reach, Message, Correction, Onward, Confidence):
        kept._default_manager.filter(voice=voice).delete()
    move(
        voice,
        when={"visibility": voice.visibility},
        to={
            "visibility": Voice.Visibility.WITHDRAWN,
            "text": "",
            "speaker": "",
            "organisation": None,
            "hidden_reason": "",
            "code_digest": None,
            "entered_by": None,
        },
    )
    record("voices.withdrawn", voice, by=by, at=moment(on), asked=asked or None)
    return voice


@transaction.atomic
def take_name_away(
    voice: Voice, *, by: User | None = None, asked: str = "", on: date | None = None
) -> Voice:
    """Let what was said stand without the name of whoever said it."""
    may_change(voice, by=by, asked=asked)
    if not voice.speaker:
        raise ValidationError(_("No name stands beside these words."))
    move(voice, when={"speaker": voice.speaker}, to={"speaker": ""})
    record("voices.name_taken_away", voice, by=by, at=moment(on), asked=asked or None)
    return voice
