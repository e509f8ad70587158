"""Organisations named in minutes: which are known, official, or reveal something about health."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation the installation knows. ``short``: its acronym or everyday name.

    ``reveals_health``: that a person belongs here says something about her health.
    ``official``: a public authority; its people act in their role.
    """

    name: str
    short: str | None = None
    reveals_health: bool = False
    official: bool = False
