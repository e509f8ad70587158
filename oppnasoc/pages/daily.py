"""What is done with the whole house once a day."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from oppnasoc.ui.registry import daily

from . import letters, looking, uses


@daily
def forget_old_counts(on: date) -> int:
    """How often pages were opened more than a year ago is forgotten."""
    return uses.forget_old(on)


@daily(last=True)
def look_over_everything(on: date) -> int:
    """After all other work of the day: what should hold and does not; on Mondays a letter."""
    found = looking.look_over()
    looking.note(found, at=timezone.now(), by_worker=True)
    letters.write_to_editors(on)
    return len(found)
