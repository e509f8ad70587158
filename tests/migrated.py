"""The empty migrated SQLite database that tests begin with, made once for each migration set."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "d" / "database"


def path() -> Path:
    """Where it is kept, or is to be; its name changes with the migrations."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for migration in sorted(ROOT.glob("oppnasoc/*/migrations/*.py")):
        digest.update(migration.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


@contextmanager
def turn() -> Iterator[None]:
    """Wait until nobody else is making it, so that two processes do not do the same work."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Closing the file, or dying, lets go of it.
        yield


def copy_to(database: sqlite3.Connection) -> bool:
    """Fill an empty database with it; False when there is none."""
    kept = path()
    if not kept.exists():
        return False
    with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as disk:
        disk.backup(database)
    return True


def keep(database: sqlite3.Connection) -> None:
    """Keep a copy of this one, and none of older migrations."""
    kept = path()
    for older in FOLDER.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    mine = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(mine)) as disk:
        database.backup(disk)
    mine.rename(kept)
