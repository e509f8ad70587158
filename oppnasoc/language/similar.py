"""Likeness between a text and existing matters."""

from __future__ import annotations

from collections.abc import Sequence

PROPOSED = 0.35


def rank(
    text: str, candidates: Sequence[tuple[int, str]], limit: int = 3
) -> list[tuple[int, float]]:
    """The candidates most like ``text``: (id, score 0..1), best first, at most ``limit``."""
    return []
