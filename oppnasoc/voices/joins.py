"""How what was said joins a matter, which lies on a higher floor.

``matters`` declares it (as panels are declared); the door only knows the number of the matter that
the speaker chose.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Voice

Join = Callable[[Voice, int], bool]

_joins: list[Join] = []


def joins(do: Join) -> Join:
    """Declare what lets a voice join the matter of a number; it returns whether it could."""
    _joins.append(do)
    return do


def join(voice: Voice, matter: int) -> bool:
    """Let a voice join a matter as its speaker wished; False when there is no such matter."""
    return any(do(voice, matter) for do in _joins)
