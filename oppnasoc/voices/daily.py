"""What is done with slips once a day."""

from __future__ import annotations

from datetime import date

from oppnasoc.ui.registry import daily

from . import cards


@daily
def remove_old_slip_pictures(on: date) -> int:
    """Photos that nobody has typed in for thirty days go; a week before, 'Att göra' warns."""
    old = list(cards.too_old())
    for picture in old:
        cards.forget(picture)
    return len(old)
