"""What is kept for a minute is read anew when something of it has changed."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .figure_panels import figures_beside
from .note_panels import beside

renews(
    beside,
    "comparison.note_shown",
    "comparison.note_withdrawn",
    "comparison.note_taken_back",
)
renews(figures_beside, "comparison.figure_beside", "comparison.figure_saved")
