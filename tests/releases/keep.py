"""Keep a demo database of a release: ``python -m tests.releases.keep 0.3``.

The result, ``tests/releases/0.3.sqlite3.xz``, is the demo municipality with its search index. Every
later version must be able to bring it up to date. Releases before the search are kept as text.
From 0.7 on the plans are kept beside it, ``0.7.vault.xz``, sealed under ``KEY``.
"""

from __future__ import annotations

import gzip
import lzma
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: The master key of kept plans, which are the demo's: it opens nothing else.
KEY = "00112233445566778899aabbccddeeff" * 2


def dump(database: Path, target: Path) -> None:
    """Write a database as a compressed file, without what has been deleted and without sign-ins."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(database)) as connection:
        signed_in = "SELECT 1 FROM sqlite_master WHERE name = 'django_session'"
        if connection.execute(signed_in).fetchone():
            connection.execute("DELETE FROM django_session")
            connection.commit()
        connection.execute("VACUUM INTO ?", [str(Path(folder) / "kept")])
        target.write_bytes(lzma.compress((Path(folder) / "kept").read_bytes(), preset=9))


def load(source: Path, database: Path) -> None:
    """Make a database again from what is kept."""
    if source.suffix == ".xz":
        database.write_bytes(lzma.decompress(source.read_bytes()))
        return
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(gzip.decompress(source.read_bytes()).decode())


def main(version: str) -> None:
    target = HERE / f"{version}.sqlite3.xz"
    if target.exists():
        sys.exit(f"{target.name} is kept already; a release does not change.")
    with tempfile.TemporaryDirectory() as folder:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SOC_")}
        subprocess.run(
            [sys.executable, "-m", "config.prepare", "demo"],
            cwd=ROOT,
            env={**environment, "SOC_VAR": folder, "SOC_DEMO": "1", "SOC_VAULT_KEY": KEY},
            check=True,
        )
        dump(Path(folder) / "oppnasoc.sqlite3", target)
        dump(Path(folder) / "vault.sqlite3", HERE / f"{version}.vault.xz")
    print(f"{target.name}: {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(*sys.argv[1:])
