"""Say something, and what is done with what was said."""

from __future__ import annotations

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Group, Organisation
from oppnasoc.people.models import User
from oppnasoc.people.rights import Somebody, may, require
from oppnasoc.trail.actions import move, record

from . import codes
from .models import Voice

MAX_LENGTH = 5000  # characters; some two pages


def moment(on: date | None) -> datetime:
    """The time that an entry gets: now, or noon of the day it happened if that is another."""
    now = timezone.now()
    if on is None or on == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(on, time(12)))


@transaction.atomic
def say(
    text: str,
    *,
    by: Somebody = None,
    speaker: str = "",
    kind: str = "",
    channel: str = Voice.Channel.WEB,
    organisation: Organisation | None = None,
    people_count: int = 1,
    group: Group | None = None,
    tell_by: str = Voice.TellBy.CODE,
    on: date | None = None,
) -> tuple[Voice, str]:
    """Say something (R10). Returns the voice and its secret code, shown this once.

    A voice from somebody unknown is held until a facilitator has looked at it. Anybody may
    speak; speaking for an organisation or through another channel than the web needs the right
    to enter for others. Raises ValidationError for empty or too long text.
    """
    require(by, "voices.say")
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    if len(text) > MAX_LENGTH:
        raise ValidationError({"text": _("That was long. Shorten it to two pages at most.")})
    if organisation is not None or channel != Voice.Channel.WEB:
        require(by, "voices.enter")
    said_on = on or timezone.localdate()
    code = codes.make()
    voice = Voice.objects.create(
        text=text,
        kind=kind,
        channel=channel,
        said_on=said_on,
        speaker=speaker.strip(),
        organisation=organisation,
        people_count=people_count,
        group=group,
        tell_by=tell_by,
        code_digest=codes.digest(code),
        entered_by=by if isinstance(by, User) and channel != Voice.Channel.WEB else None,
        created_at=moment(on),
    )
    record("voices.said", voice, by=None, at=voice.created_at, channel=channel)
    return voice, code


@transaction.atomic
def publish_voice(voice: Voice, *, by: Somebody, on: date | None = None) -> Voice:
    """Let everybody read a voice; one that is public already stays as it is."""
    require(by, "voices.sort")
    if voice.visibility != Voice.Visibility.PUBLIC:
        move(
            voice,
            when={"visibility": voice.visibility},
            to={"visibility": Voice.Visibility.PUBLIC, "hidden_reason": ""},
        )
        record("voices.published", voice, by=by, at=moment(on))
    return voice


@transaction.atomic
def set_aside(voice: Voice, reason: str, *, by: Somebody, on: date | None = None) -> Voice:
    """Do not show a voice, with a reason that its speaker can read with her code."""
    require(by, "voices.sort")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Whoever said it can read your reason.")})
    move(
        voice,
        when={"visibility": voice.visibility},
        to={"visibility": Voice.Visibility.HIDDEN, "hidden_reason": reason.strip()[:240]},
    )
    record("voices.set_aside", voice, by=by, at=moment(on))
    return voice


def find(typed_code: str) -> Voice | None:
    """The voice that a typed code belongs to, if any."""
    code = codes.read(typed_code)
    return Voice.objects.filter(code_digest=codes.digest(code)).first() if code else None


def visible_to(voice: Voice, user: Somebody) -> bool:
    """Whether this person may read the voice without its code."""
    return voice.visibility == Voice.Visibility.PUBLIC or may(user, "voices.sort")
