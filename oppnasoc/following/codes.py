"""The room that knows speakers' codes says here how they are read; it lies on a higher floor.

A code becomes what that room keeps of it (a digest), and that is all that a follower holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Codes:
    """``look_up`` makes of a typed code what is kept of it ('' for none) and says whether this
    network may try at all; ``opened`` gives the same of the code whose page is open in this
    browser; ``page`` is the name of that page's address."""

    look_up: Callable[[str, HttpRequest], tuple[str, bool]]
    opened: Callable[[HttpRequest], str]
    page: str


_codes: list[Codes] = []


def declare(codes: Codes) -> None:
    """Declare how codes are read. Raises ValueError when somebody has done so already."""
    if _codes:
        raise ValueError("How codes are read is declared twice.")
    _codes.append(codes)


def known() -> Codes:
    """How codes are read."""
    return _codes[0]
