"""What is done with documents once a day."""

from __future__ import annotations

from datetime import date

from oppnasoc.ui.registry import daily

from .forgetting import forget


@daily
def remove_what_was_thrown_away(on: date) -> int:
    """Drafts and files that can no longer be brought back go for good."""
    return forget()
