"""Keep a demo database of a release: ``python -m tests.releases.keep 0.1``.

The result, ``tests/releases/0.1.sql.gz``, is SQLite's own text of the demo municipality. Every
later version must be able to bring it up to date.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def dump(database: Path, target: Path) -> None:
    """Write a database as compressed SQL text; the same content gives the same bytes."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM django_session")
        text = "\n".join(connection.iterdump()) + "\n"
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def load(source: Path, database: Path) -> None:
    """Make a database from the text of ``dump``."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(gzip.decompress(source.read_bytes()).decode())


def main(version: str) -> None:
    target = HERE / f"{version}.sql.gz"
    if target.exists():
        sys.exit(f"{target.name} is kept already; a release does not change.")
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SOC_")}
        subprocess.run(
            [sys.executable, "-m", "config.prepare", "demo"],
            cwd=ROOT,
            env={**environment, "SOC_VAR": folder, "SOC_DEMO": "1"},
            check=True,
        )
        dump(Path(folder) / "oppnasoc.sqlite3", target)
    print(f"{target.name}: {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
