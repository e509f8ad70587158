"""What pages of meetings and groups show is read anew when a recording comes, changes or goes."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .panels import published

renews(published, "recordings.published", "recordings.withdrawn", "recordings.edited")
