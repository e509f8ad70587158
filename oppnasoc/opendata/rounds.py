"""What the worker does for open data."""

from __future__ import annotations

from datetime import datetime

from oppnasoc.ui.registry import steady

from .register import settle


@steady(order=60)
def look_again(now: datetime) -> int:
    """Note what has changed or gone since the last round."""
    return settle()
