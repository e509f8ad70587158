"""Names of persons in running Swedish text."""

from __future__ import annotations
