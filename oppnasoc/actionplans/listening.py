"""What is kept of plans is read anew when a measure begins or ceases to follow a question."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .panels import followed

renews(
    followed,
    *("actionplans.adopted", "actionplans.ended", "actionplans.taken_up"),
    *("actionplans.follows", "actionplans.follows_not"),
)
