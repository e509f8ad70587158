"""A speaker puts her own words right: less is shown at once, more waits for a look."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import Stale, move, record

from . import conversation
from .actions import moment
from .asking import may_change
from .models import Correction, Reach, Voice

MAX_LENGTH = 5000  # characters, as for what is said
WORD = re.compile(r"\w+")


def takes_only_away(before: str, after: str) -> bool:
    """Whether every word of the new text stands in the old one, in the same order."""
    left = iter(WORD.findall(before.casefold()))
    return all(word in left for word in WORD.findall(after.casefold()))


@transaction.atomic
def correct(
    voice: Voice, text: str, *, by: User | None = None, asked: str = "", on: date | None = None
) -> bool:
    """Put what was said right. Returns whether it is shown at once.

    It is when words are only taken away, when nobody has looked at the voice yet, and when
    somebody does it for the speaker; otherwise it waits (``Correction``). ``by`` is ``None`` for
    the speaker, with her code; ``asked`` is one of ``Asked``. Raises PermissionDenied, and
    ValidationError naming the field.
    """
    may_change(voice, by=by, asked=asked)
    said = text.strip()
    if not said:
        raise ValidationError({"text": _("Nothing is left. Take your words back instead.")})
    if len(said) > MAX_LENGTH:
        raise ValidationError({"text": _("That was long. Shorten it to two pages at most.")})
    if said == voice.text:
        raise ValidationError({"text": _("It is the same words as before.")})
    at_once = (
        by is not None
        or voice.visibility != Voice.Visibility.PUBLIC
        or takes_only_away(voice.text, said)
    )
    if at_once:
        Correction.objects.filter(voice=voice).delete()
        move(voice, when={"text": voice.text}, to={"text": said})
        record("voices.corrected", voice, by=by, at=moment(on), asked=asked or None)
    else:
        given = {"text": said, "asked_at": moment(on)}
        Correction.objects.update_or_create(voice=voice, defaults=given)
        record("voices.correction_asked", voice, by=by, at=moment(on))
    return at_once


@transaction.atomic
def accept(correction: Correction, *, by: User | None, on: date | None = None) -> Voice:
    """Show the new words in place of the old. Raises Stale when they were changed meanwhile."""
    require(by, "voices.sort")
    voice = correction.voice
    _remove(correction)
    move(voice, when={"visibility": voice.visibility}, to={"text": correction.text})
    record("voices.corrected", voice, by=by, at=moment(on), asked=None)
    return voice


@transaction.atomic
def refuse(correction: Correction, reason: str, *, by: User, on: date | None = None) -> Voice:
    """Let the old words stand, with a reason that the speaker reads as a message."""
    require(by, "voices.sort")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Whoever said it can read your reason.")})
    voice = correction.voice
    _remove(correction)
    if voice.code_digest is not None:
        conversation.write(voice, reason, by=by, on=on)
    record("voices.correction_refused", voice, by=by, at=moment(on))
    return voice


def _remove(correction: Correction) -> None:
    rows = Correction.objects.filter(pk=correction.pk, text=correction.text)
    if rows.delete()[0] != 1:
        raise Stale("The correction is no longer as expected.")


@transaction.atomic
def choose_way(voice: Voice, tell_by: str, *, address: str = "", by: User | None = None) -> Voice:
    """Change how the speaker wants to be told. An address is kept apart, and removed when the
    new way needs none."""
    may_change(voice, by=by, asked="aloud")
    if tell_by not in Voice.TellBy.values:
        raise ValidationError({"tell_by": _("Choose how you want to be told.")})
    if tell_by == Voice.TellBy.ORGANISATION and voice.organisation_id is None:
        raise ValidationError({"tell_by": _("No organisation has said this for you.")})
    needs = tell_by in Voice.NEEDS_ADDRESS
    kept = Reach.objects.filter(voice=voice).first()
    same_way = kept is not None and voice.tell_by == tell_by
    if needs and not address.strip() and not same_way:
        raise ValidationError({"address": _("Write where we reach you.")})
    if not needs:
        Reach.objects.filter(voice=voice).delete()
    elif address.strip():
        given = {"address": address.strip()[:400], "failed_at": None}
        Reach.objects.update_or_create(voice=voice, defaults=given)
    move(voice, when={"tell_by": voice.tell_by}, to={"tell_by": tell_by})
    record("voices.way_chosen", voice, by=by, tell_by=tell_by)
    return voice
