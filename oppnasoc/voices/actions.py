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
from .models import Confidence, Inquiry, Reach, Voice
from .reception import reception_group
from .trust import trusted

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
    address: str = "",
    inquiry: Inquiry | None = None,
    about: str = "",
    yes_on: date | None = None,
    told_to: User | None = None,
    public: bool = False,
    in_flood: bool = False,
    once: str = "",
    digest: str = "",
    said_on: date | None = None,
    on: date | None = None,
) -> tuple[Voice, str]:
    """Say something (R10). Returns the voice and its secret code, shown this once.

    A voice is held until a facilitator has looked at it; who may sort may make it ``public`` at
    once. Anybody may speak; speaking for an organisation or through another channel than the web
    needs the right to enter for others. Without a group it goes to the reception.

    ``about`` is the page that it is about (``ui.addresses.open_page``).
    ``address`` is kept apart (``Reach``) and needed for the ways to be told that go there.
    ``told_to`` is who alone learns the name of a person who works here and wants protection.
    ``once``: a random text; the same one again is the same voice. ``digest``: that of a printed
    code, when one is there already; the code that is returned is then empty. Raises
    ValidationError naming the field, and PermissionDenied.
    """
    require(by, "voices.say")
    text = in_own_words(text)
    if inquiry is not None:
        _still_open(inquiry, on or timezone.localdate())
        group = inquiry.group
    if organisation is not None or channel != Voice.Channel.WEB:
        require(by, "voices.enter")
    if public:
        require(by, "voices.sort")
    if tell_by in Voice.NEEDS_ADDRESS and not address.strip():
        raise ValidationError({"tell_by": _("Write where we reach you, or choose another way.")})
    entered = channel != Voice.Channel.WEB or yes_on is not None
    if told_to is not None:
        _may_confide(by, told_to)
        if tell_by not in (Voice.TellBy.CODE, Voice.TellBy.NOT):
            text = _("Another way would tell who you are. Choose the code, or not at all.")
            raise ValidationError({"tell_by": text})
        speaker, entered, public = "", False, False
    code = "" if digest else codes.of_sending(once) if once else codes.make()
    voice, new = Voice.objects.get_or_create(
        code_digest=digest or codes.digest(code),
        defaults={
            "text": text,
            "kind": kind,
            "channel": channel,
            "said_on": said_on or on or timezone.localdate(),
            "speaker": speaker.strip(),
            "organisation": organisation,
            "people_count": people_count,
            "group": group or reception_group(),
            "tell_by": tell_by,
            "inquiry": inquiry,
            "about": about,
            "yes_on": yes_on,
            "in_flood": in_flood,
            "entered_by": by if entered and isinstance(by, User) else None,
            "created_at": moment(on),
        },
    )
    if not new:
        return voice, code
    if address.strip():
        Reach.objects.create(voice=voice, address=address.strip())
    if told_to is not None and isinstance(by, User):
        Confidence.objects.create(voice=voice, person=by, told_to=told_to)
    record("voices.said", voice, by=None, at=voice.created_at, channel=channel)
    if public:
        publish_voice(voice, by=by, on=on)
    return voice, code


def in_own_words(text: str) -> str:
    """What was written, as it is kept. Raises ValidationError when it is empty or too long."""
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    if len(text) > MAX_LENGTH:
        raise ValidationError({"text": _("That was long. Shorten it to two pages at most.")})
    return text


def _still_open(inquiry: Inquiry, today: date) -> None:
    if inquiry.taken_back or not inquiry.opens_on <= today <= inquiry.closes_on:
        raise ValidationError(_("The question has closed. You can still say it to the group."))


def _may_confide(by: Somebody, told_to: User) -> None:
    require(by, "voices.confide")
    if by == told_to or told_to not in trusted():
        raise ValidationError({"told_to": _("Choose somebody who leads a group.")})


@transaction.atomic
def publish_voice(voice: Voice, *, by: Somebody, on: date | None = None) -> Voice:
    """Let everybody read a voice; one that is public already stays as it is."""
    require(by, "voices.sort")
    _still_there(voice)
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
    """Do not show a voice, with a reason that its speaker can read with her code. Set aside with
    the same reason already, it stays as it is."""
    require(by, "voices.sort")
    _still_there(voice)
    if not (why := reason.strip()[:240]):
        raise ValidationError({"reason": _("Say why. Whoever said it can read your reason.")})
    hidden = {"visibility": Voice.Visibility.HIDDEN, "hidden_reason": why}
    if hidden == {name: getattr(voice, name) for name in hidden}:
        return voice
    move(voice, when={"visibility": voice.visibility}, to=hidden)
    record("voices.set_aside", voice, by=by, at=moment(on))
    return voice


@transaction.atomic
def look_again(voice: Voice, *, by: Somebody, on: date | None = None) -> Voice:
    """Let a voice that was set aside wait for a look again; its reason is gone then."""
    require(by, "voices.sort")
    if voice.visibility != Voice.Visibility.HIDDEN:
        raise ValidationError(_("It is not set aside."))
    move(
        voice,
        when={"visibility": Voice.Visibility.HIDDEN},
        to={"visibility": Voice.Visibility.HELD, "hidden_reason": "", "in_flood": False},
    )
    record("voices.waits_again", voice, by=by, at=moment(on))
    return voice


def _still_there(voice: Voice) -> None:
    if voice.visibility == Voice.Visibility.WITHDRAWN:
        raise ValidationError(_("These words are taken back already."))


def find(typed_code: str) -> Voice | None:
    """The voice that a typed code belongs to, if any. What is no code at all is looked for with
    the same work as one that is wrong: one HMAC, one query."""
    digest = codes.digest(codes.read(typed_code) or "")
    return Voice.objects.filter(code_digest=digest).first()


def visible_to(voice: Voice, user: Somebody) -> bool:
    """Whether this person may read the voice without its code."""
    return voice.visibility == Voice.Visibility.PUBLIC or may(user, "voices.sort")
