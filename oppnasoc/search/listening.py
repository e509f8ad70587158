"""What the search hears of the trail."""

from __future__ import annotations

from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .outbox import touch
from .touching import touched_by


@listens
def put_in_line(entry: Entry) -> None:
    """Everything that the entry touches stands in line for the index."""
    for kind, ids in touched_by(entry).items():
        touch(kind, ids)
