"""Who takes her words back takes back the mails that they came in, too."""

from __future__ import annotations

from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .models import Incoming


@listens
def forget_what_was_taken_back(entry: Entry) -> None:
    if entry.kind == "voices.withdrawn":
        Incoming.objects.filter(voice=entry.about_id).delete()
