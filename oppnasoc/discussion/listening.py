"""Where nobody may write is read anew when somebody has changed how one talks."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .reading import closed

renews(closed, "discussion.mode_chosen", "discussion.set_up")
