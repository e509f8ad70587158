"""What open data hears of the trail: each entry waits until its things are looked at again."""

from __future__ import annotations

from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .models import Unseen


@listens
def note(entry: Entry) -> None:
    """One row, in the transaction of the action; ``register.settle`` takes it."""
    Unseen.objects.create(entry=entry)
