"""The vault as tests find it: a key that is nobody's, and a database as after the first start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from oppnasoc.vault import start, triggers
from oppnasoc.vault.models import Line
from oppnasoc.vault.router import ALIAS

KEY = "0123456789abcdeffedcba98765432100123456789abcdeffedcba9876543210"


@contextmanager
def ready() -> Iterator[None]:
    """Its proof and the head of its log are made; afterwards it can be emptied.

    Where the test's transaction is not rolled back its tables are emptied by DELETE, which the log
    refuses.
    """
    start.prepare()
    yield
    connection = connections[ALIAS]
    if not connection.in_atomic_block:
        triggers.lift(connection)
        Line.objects.all().delete()
        triggers.put(connection)
