"""Whether what is sent to a speaker arrives: her address works until it shows that it does not."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from oppnasoc.trail.actions import record

from .models import Reach, Voice


def can_be_sent_to(voice: Voice) -> bool:
    """Whether the program itself can tell this speaker something now."""
    reached = Reach.objects.filter(voice=voice, failed_at=None)
    return voice.tell_by in Voice.SENT and reached.exists()


def sent_to(voice: Voice, channel: str) -> str:
    """Her address or number, when she wants to be told that way and it works; otherwise ''."""
    if voice.tell_by != channel or voice.visibility == Voice.Visibility.WITHDRAWN:
        return ""
    reached = Reach.objects.filter(voice=voice, failed_at=None)
    return reached.values_list("address", flat=True).first() or ""


@transaction.atomic
def not_reached(voice: Voice, *, hers: bool = True) -> bool:
    """Send nothing more to a speaker's address: a server says that it does not exist, or whoever
    has it that it is not hers (``hers=False``). Until she has chosen another way, a person tells
    her. Returns whether that was new."""
    changed = Reach.objects.filter(voice=voice, failed_at=None).update(failed_at=timezone.now())
    if changed:
        record("voices.not_reached", voice, by=None, hers=hers)
    return bool(changed)
