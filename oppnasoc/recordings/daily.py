"""Once a day: files of recordings that no row knows of are removed."""

from __future__ import annotations

from datetime import date

from oppnasoc.ui.registry import daily
from oppnasoc.ui.uploads import kept_apart

from .keeping import orphans


@daily
def remove_orphans(today: date) -> int:
    """Left by a server that was stopped while something was uploaded."""
    gone = list(orphans())
    for path in gone:
        kept_apart().delete(path)
    return len(gone)
