"""What many letters of one batch have in common is read once.

A decision with a thousand followers is a thousand letters with the same news. What is kept lasts
for a batch and for two seconds at most, which is less than a mail server may take for one mail: so
rights are those of the moment when a letter leaves, as well as anybody could tell.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

FRESH = 2.0  # seconds

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, tuple[float, Any]] | None] = ContextVar("kept", default=None)


@contextmanager
def batch() -> Iterator[None]:
    """Letters that are made inside may share what they read."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def shared(key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` gives, read once for the letters of a batch that ask with the same key; the
    key holds everything that it depends on, above all who may see it."""
    kept = _kept.get()
    if kept is None:
        return read()
    now = time.monotonic()
    if key not in kept or now - kept[key][0] > FRESH:
        kept[key] = (now, read())
    found: T = kept[key][1]
    return found
