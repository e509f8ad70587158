"""A voice that belongs to another authority: the speaker is asked before it is passed on (R12)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Outside
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import move, record

from .actions import moment
from .asking import may_change
from .models import Onward, Voice


def can_be_asked(voice: Voice) -> bool:
    """Whether there is a way to ask the speaker: her code, or somebody who tells her."""
    return voice.code_digest is not None or voice.tell_by not in (
        Voice.TellBy.CODE,
        Voice.TellBy.NOT,
    )


@transaction.atomic
def ask(voice: Voice, to: Outside, *, by: User | None, on: date | None = None) -> Onward:
    """Ask the speaker whether her words may be passed on. Raises PermissionDenied, and
    ValidationError when she cannot be asked: then they are never passed on."""
    require(by, "voices.sort")
    if voice.visibility == Voice.Visibility.WITHDRAWN or not can_be_asked(voice):
        text = _("There is no way to ask whoever said it. Tell them where to turn instead.")
        raise ValidationError(text)
    given = {"to": to, "yes": None, "passed_on": None, "asked_at": moment(on)}
    if Onward.objects.filter(voice=voice, passed_on__isnull=False).exists():
        raise ValidationError(_("It is passed on already."))
    onward, _new = Onward.objects.update_or_create(voice=voice, defaults=given)
    record("voices.onward_asked", voice, by=by, at=moment(on), to=to)
    return onward


@transaction.atomic
def answer(
    onward: Onward,
    yes: bool,
    *,
    by: User | None = None,
    asked: str = "",
    on: date | None = None,
) -> Onward:
    """The speaker's yes or no, with her code; or what she said to somebody who asked her."""
    may_change(onward.voice, by=by, asked=asked)
    if onward.passed_on is not None:
        raise ValidationError(_("It is passed on already."))
    move(onward, when={"yes": onward.yes, "passed_on": None}, to={"yes": yes})
    record("voices.onward_answered", onward.voice, by=by, at=moment(on), yes=yes)
    return onward


@transaction.atomic
def passed_on(onward: Onward, *, by: User | None, on: date | None = None) -> Onward:
    """Somebody has passed the words on. Raises ValidationError without the speaker's yes."""
    require(by, "voices.sort")
    if onward.yes is not True:
        raise ValidationError(_("Whoever said it has not said yes."))
    day = on or timezone.localdate()
    move(onward, when={"yes": True, "passed_on": None}, to={"passed_on": day})
    record("voices.passed_on", onward.voice, by=by, at=moment(on), to=onward.to)
    return onward
