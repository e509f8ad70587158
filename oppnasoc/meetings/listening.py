"""What meetings hear of the voices that were heard there."""

from __future__ import annotations

from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .taking_back import follow


@listens
def let_the_minutes_follow(entry: Entry) -> None:
    """Words that were taken back or put right stand so in the minutes at once."""
    if entry.kind in ("voices.withdrawn", "voices.corrected"):
        follow(Voice.objects.get(pk=entry.about_id))
