"""Who got a newsletter is forgotten after a while, once a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from oppnasoc.ui.registry import daily

from .models import Copy

KEPT = timedelta(days=90)


@daily
def forget_copies(on: date) -> int:
    """Copies of long ago; their messages are forgotten with the outbox's own."""
    return Copy.objects.filter(made_at__lt=timezone.now() - KEPT).delete()[0]
