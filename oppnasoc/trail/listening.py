"""Who hears of each entry. An app declares it in ``listening.py``, found at start-up.

What a listener writes is written in the transaction of the action, and what it needs later it
does after the commit; an entry tells what happened, so a listener never asks who is above it. ::

    @listens
    def put_in_line(entry: Entry) -> None: ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import transaction

from oppnasoc.ui.kept import Kept

from .models import Entry

Listener = Callable[[Entry], None]

_listeners: list[Listener] = []
_renewed: defaultdict[str, list[Kept[Any]]] = defaultdict(list)


def listens(hear: Listener) -> Listener:
    """Declare a function that gets every entry as soon as it is recorded."""
    _listeners.append(hear)
    return hear


def renews(kept: Kept[Any], *kinds: str) -> None:
    """What is kept is read anew once an action with an entry of these kinds has been committed."""
    for kind in kinds:
        _renewed[kind].append(kept)


def tell(entry: Entry) -> None:
    """Let every listener hear of an entry; what one of them raises undoes the whole action."""
    for hear in _listeners:
        hear(entry)
    for kept in _renewed.get(entry.kind, ()):
        transaction.on_commit(kept.forget)


def renewing() -> set[str]:
    """The kinds of entries after which something kept is read anew."""
    return set(_renewed)
