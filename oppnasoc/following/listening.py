"""Every entry that followers may hear of is noted in the transaction of its action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from oppnasoc.trail import kinds
from oppnasoc.trail.listening import listens
from oppnasoc.trail.models import Entry

from .models import Happening

_paused: ContextVar[bool] = ContextVar("paused", default=False)


@listens
def note(entry: Entry) -> None:
    kind = kinds.registry[entry.kind]
    if kind.is_news and not _paused.get():
        Happening.objects.create(entry=entry)


@contextmanager
def paused() -> Iterator[None]:
    """Note nothing meanwhile: what is filled in of the past is news to nobody."""
    before = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(before)
