"""What open data does once a day."""

from __future__ import annotations

from datetime import date

from oppnasoc.ui.registry import daily

from .register import reconcile


@daily
def compare(day: date) -> int:
    """Compare all that has been shown with all that may be read now."""
    return reconcile()
