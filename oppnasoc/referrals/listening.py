"""What is kept of texts in this process is read anew when something has happened to one."""

from __future__ import annotations

from django.db import transaction

from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .where import look_again

#: What brings a text to other pages, or takes it away.
SHOWN = {"referrals.sent_out", "referrals.withdrawn", "referrals.put_back"}


@listens
def show_it_at_once(entry: Entry) -> None:
    if entry.kind in SHOWN:
        transaction.on_commit(look_again)
