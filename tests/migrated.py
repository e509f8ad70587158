"""The empty migrated SQLite databases that tests begin with, made once for each migration set."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections

from oppnasoc.vault.router import ALIAS, TOWER

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "d" / "database"


def in_memory() -> list[str]:
    """The aliases of the databases that are SQLite, and in memory therefore."""
    return [alias for alias in connections if connections[alias].vendor == "sqlite"]


def path(alias: str) -> Path:
    """Where it is kept, or is to be; its name changes with the migrations that make it."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for migration in sorted(ROOT.glob("oppnasoc/*/migrations/*.py")):
        if (migration.parts[-3] in TOWER) == (alias == ALIAS):
            digest.update(migration.read_bytes())
    if alias == ALIAS:
        digest.update((ROOT / "oppnasoc" / "vault" / "triggers.py").read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.{alias}.sqlite3"


@contextmanager
def turn() -> Iterator[None]:
    """Wait until nobody else is making it, so that two processes do not do the same work."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Closing the file, or dying, lets go of it.
        yield


def copy_to(database: sqlite3.Connection, alias: str) -> bool:
    """Fill an empty database with it; False when there is none."""
    kept = path(alias)
    if not kept.exists():
        return False
    with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as disk:
        disk.backup(database)
    return True


def keep(database: sqlite3.Connection, alias: str) -> None:
    """Keep a copy of this one, and none of older migrations."""
    kept = path(alias)
    now = {path(each).name for each in in_memory()}
    for older in FOLDER.glob("*.sqlite3"):
        if older.name not in now:
            older.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(mine)) as disk:
        database.backup(disk)
    mine.rename(kept)
