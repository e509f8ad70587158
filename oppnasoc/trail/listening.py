"""Who hears of each entry. An app declares it in ``listening.py``, found at start-up.

What a listener writes is written in the transaction of the action, and what it needs later it
does after the commit; an entry tells what happened, so a listener never asks who is above it. ::

    @listens
    def put_in_line(entry: Entry) -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Entry

Listener = Callable[[Entry], None]

_listeners: list[Listener] = []


def listens(hear: Listener) -> Listener:
    """Declare a function that gets every entry as soon as it is recorded."""
    _listeners.append(hear)
    return hear


def tell(entry: Entry) -> None:
    """Let every listener hear of an entry; what one of them raises undoes the whole action."""
    for hear in _listeners:
        hear(entry)
