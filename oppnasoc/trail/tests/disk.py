"""A database that several connections really share, and people who act at the same moment.

The tests' SQLite lives in memory, where threads do not meet as they do in production; here it is
copied to a file. On PostgreSQL nothing is moved.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

SECONDS = 60.0  # after which a test that hangs fails


@contextmanager
def on_disk(folder: Path, using: str = DEFAULT_DB_ALIAS) -> Iterator[Path]:
    """Let every connection use a file with what the test database holds now."""
    connection = connections[using]
    file = folder / ("oppnasoc.sqlite3" if using == DEFAULT_DB_ALIAS else f"{using}.sqlite3")
    if connection.vendor != "sqlite":
        yield file
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(file)) as disk:
        memory.backup(disk)
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield file
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


def at_once(*doings: Callable[[], Any], using: str = DEFAULT_DB_ALIAS) -> list[Any]:
    """What each returned, or the exception that it raised, all begun at the same moment."""
    outcomes: list[Any] = [None] * len(doings)
    ready = Barrier(len(doings))

    def do(number: int) -> None:
        try:
            connections[using].ensure_connection()
            ready.wait(SECONDS)
            outcomes[number] = doings[number]()
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=[n], daemon=True) for n in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads), "somebody hangs"
    return outcomes
