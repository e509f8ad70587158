"""How much a view takes when something is uploaded, and where it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.storage import Storage, storages

View = TypeVar("View", bound=Callable[..., Any])


def at_most(size: int) -> Callable[[View], View]:
    """Let a view take bodies of up to ``size`` bytes from people who are signed in.

    Every other view takes ``settings.MOST_BYTES``; config/middleware.py refuses the rest unread.
    Put it innermost: what wraps the view carries the mark outwards.
    """

    def mark(view: View) -> View:
        view.most_bytes = size  # type: ignore[attr-defined]
        return view

    return mark


def kept_apart() -> Storage:
    """The storage of files that are served by a view, after the right to see them is checked."""
    return storages["private"]
