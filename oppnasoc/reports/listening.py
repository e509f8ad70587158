"""The report that stands on a group's page is read anew when one is published or taken back."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .panels import latest

renews(latest, "reports.published", "reports.withdrawn")
