"""How long mail is kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from oppnasoc.ui.registry import daily

from .models import Incoming

UNCUT = timedelta(days=30)
KEPT = timedelta(days=90)


@daily
def forget_what_mails_said(on: date) -> int:
    """After thirty days the uncut mail goes, and of what became something everything else too."""
    old = Incoming.objects.filter(came_at__lt=timezone.now() - UNCUT)
    old = old.exclude(state=Incoming.State.NEW)
    placed = old.filter(state=Incoming.State.DONE).exclude(text="", sender="")
    gone = placed.update(text="", whole="", subject="", sender="", sender_name="", raw=None)
    return gone + old.filter(~Q(whole="") | Q(raw__isnull=False)).update(whole="", raw=None)


@daily
def remove_old_mail(on: date) -> int:
    """After ninety days nothing is left of a mail, whatever became of it."""
    old = Incoming.objects.filter(came_at__lt=timezone.now() - KEPT)
    return old.exclude(state=Incoming.State.NEW).delete()[0]
