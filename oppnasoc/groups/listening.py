"""The names that are kept are read anew when one changes or is new."""

from __future__ import annotations

from oppnasoc.trail.listening import renews

from .known import parties

renews(
    parties,
    *("groups.group_added", "groups.party_added", "groups.edited"),
    *("groups.version_fine", "groups.version_taken_back"),
)
