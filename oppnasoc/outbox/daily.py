"""What is done with the outbox once a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from oppnasoc.ui.registry import daily

from .models import Message

KEPT = timedelta(days=90)
ENDED = (Message.State.SENT, Message.State.DROPPED, Message.State.REFUSED)


@daily
def remove_what_has_left(on: date) -> int:
    """Messages that left or came to their end go after 90 days. What is stuck stays until somebody
    has looked at it, and what another room still points at until that lets go."""
    ended = Message.objects.annotate(ended_at=Coalesce("sent_at", "due_at")).filter(
        state__in=ENDED, ended_at__lt=timezone.now() - KEPT
    )
    for pointing in Message._meta.related_objects:
        ended = ended.filter(**{f"{pointing.name}__isnull": True})
    _all, each = ended.delete()
    return each.get("outbox.Message", 0)
