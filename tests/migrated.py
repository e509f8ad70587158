"""The empty migrated databases that tests begin with, made once for each migration set.

``python -m tests.migrated ALIAS`` migrates that database of the settings as a start of the site
does. The vault's gets the migrations of its own apps only, since the others' change nothing there
and take a minute; that they are there is noted all the same, so that nobody makes up for them.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections

from oppnasoc.vault.router import ALIAS, TOWER

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "d" / "database"
#: The files of SQLite that the settings name when nothing else is said.
FILES = {"default": "oppnasoc.sqlite3", ALIAS: "vault.sqlite3"}


def in_memory() -> list[str]:
    """The aliases of the databases that are SQLite, and in memory therefore."""
    return [alias for alias in connections if connections[alias].vendor == "sqlite"]


def name(alias: str) -> str:
    """What tests/postgres.py calls the database that those of the tests are copied from."""
    return f"migrated_{alias}"


def path(alias: str, ending: str = "sqlite3") -> Path:
    """Where it is kept, or is to be; its name changes with the migrations that make it."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for migration in sorted(ROOT.glob("oppnasoc/*/migrations/*.py")):
        if (migration.parts[-3] in TOWER) == (alias == ALIAS):
            digest.update(migration.read_bytes())
    if alias == ALIAS:
        digest.update((ROOT / "oppnasoc" / "vault" / "triggers.py").read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.{alias}.{ending}"


@contextmanager
def turn(lock: str = "lock") -> Iterator[None]:
    """Wait until nobody else is making it, so that two processes do not do the same work."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / lock).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # Closing the file, or dying, lets go of it.
        yield


@contextmanager
def keeping(kept: Path) -> Iterator[Path]:
    """A name to write under; it becomes ``kept``, and those of older migrations go."""
    mine = kept.with_suffix(f".{os.getpid()}")
    yield mine
    mine.rename(kept)
    for older in FOLDER.glob("*." + kept.name.split(".", 1)[1]):
        if older != kept:
            older.unlink(missing_ok=True)


def migrate(alias: str, settings: dict[str, str]) -> None:
    """Migrate a database in a process of its own, under these settings and no others."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOC_")}
    command = [sys.executable, "-m", "tests.migrated", alias]
    subprocess.run(command, cwd=ROOT, env=environment | settings, check=True)


def _make(alias: str) -> None:
    kept = path(alias)  # Before: a migration that is written meanwhile is not in it.
    with TemporaryDirectory(prefix="soc-migrated-") as folder:
        migrate(alias, {"SOC_VAR": folder})
        with (
            keeping(kept) as mine,
            closing(sqlite3.connect(Path(folder) / FILES[alias])) as made,
            closing(sqlite3.connect(mine)) as disk,
        ):
            made.execute("PRAGMA journal_mode=DELETE")  # Memory has no write-ahead log.
            made.backup(disk)


def make(aliases: Iterable[str]) -> None:
    """Make those of SQLite that are not kept yet, beside each other."""
    with turn(), ThreadPoolExecutor() as pool:
        list(pool.map(_make, [alias for alias in aliases if not path(alias).exists()]))


def copy_to(database: sqlite3.Connection, alias: str) -> bool:
    """Fill an empty database with it; False when there is none."""
    kept = path(alias)
    if not kept.exists():
        return False
    with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as disk:
        disk.backup(database)
    return True


def main(alias: str) -> None:
    """Bring the database up to date, as config/prepare.py does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    django.setup()
    # Migrating makes some ten thousand classes and lets go of them: to look for them through all
    # that is loaded, again and again, is a fifth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    if alias != ALIAS:
        call_command("migrate", database=alias, verbosity=0)
        return
    for app in sorted(TOWER):
        call_command("migrate", app, database=alias, verbosity=0)
    recorder = MigrationRecorder(connections[alias])
    read = MigrationLoader(connections[alias]).disk_migrations
    every = {each for key, migration in read.items() for each in (key, *migration.replaces)}
    for app, number in sorted(every - set(recorder.applied_migrations())):
        recorder.record_applied(app, number)


if __name__ == "__main__":
    main(sys.argv[1])
