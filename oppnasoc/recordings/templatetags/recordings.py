"""Times within a recording, in templates."""

from __future__ import annotations

from django import template

from oppnasoc.recordings.times import clock_of

register = template.Library()


@register.filter
def minutes(seconds: int) -> str:
    """65 → '1.05'."""
    return clock_of(seconds)
