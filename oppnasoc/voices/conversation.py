"""What a speaker and those who look at her voice write to each other; nobody else reads it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.outbox.actions import put
from oppnasoc.people.models import User
from oppnasoc.people.rights import require
from oppnasoc.trail.actions import record

from .actions import moment
from .models import Message, Voice
from .reached import can_be_sent_to

TOLD = "voices.message"  # by mail or text message that somebody has written (``letters.py``)
MAX_LENGTH = 2000  # characters
MOST = 200  # messages on one voice; more is a flood


@transaction.atomic
def write(voice: Voice, text: str, *, by: User | None, on: date | None = None) -> Message:
    """Write to the other side. ``by`` is ``None`` when the speaker writes, with her code.

    Raises PermissionDenied, and ValidationError when nothing or too much is written, or when the
    speaker has no code to read it with.
    """
    if by is not None:
        require(by, "voices.sort")
    said = text.strip()
    if not said:
        raise ValidationError({"text": _("Write something, a sentence is enough.")})
    if len(said) > MAX_LENGTH:
        short = _("Write it shorter, %(n)d characters at most.") % {"n": MAX_LENGTH}
        raise ValidationError({"text": short})
    if voice.code_digest is None:
        raise ValidationError(_("Whoever said it has no code and cannot read what you write."))
    if voice.messages.count() >= MOST:
        raise ValidationError(_("There are very many messages. Talk to each other instead."))
    message = Message.objects.create(
        voice=voice,
        text=said,
        from_speaker=by is None,
        written_by=by,
        written_at=moment(on),
    )
    record("voices.wrote", voice, by=by, at=moment(on), speaker=by is None)
    if by is not None and can_be_sent_to(voice):
        put(TOLD, message.pk, channel=voice.tell_by, key=f"{TOLD}:{message.pk}")
    return message


def read(voice: Voice, *, by: User | None) -> list[Message]:
    """All messages of a voice, the first one first; what the other side wrote is read by this.

    ``by`` as for ``write``; raises PermissionDenied.
    """
    if by is not None:
        require(by, "voices.sort")
    found = list(voice.messages.all())
    if unread := [m.pk for m in found if m.read_at is None and m.from_speaker == (by is not None)]:
        Message.objects.filter(pk__in=unread).update(read_at=timezone.now())
    return found


def unread() -> QuerySet[Message]:
    """What speakers have written and nobody has read, the first one first."""
    return Message.objects.filter(from_speaker=True, read_at=None).order_by("written_at")
