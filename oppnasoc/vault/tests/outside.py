"""The vault as somebody sees it who has its database and not the program: raw bytes, a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections

from oppnasoc.vault.router import ALIAS


def holds(file: Path, secret: bytes) -> bool:
    """Whether it lies plainly in the database: in SQLite's file with its log of writes, or in any
    row of PostgreSQL, which writes bytes in hexadecimal."""
    if connections[ALIAS].vendor == "sqlite":
        parts = [path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*"))]
        return any(secret in part for part in parts)
    with connections[ALIAS].cursor() as cursor:
        text = ""
        for table in connections[ALIAS].introspection.table_names():
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')
            text += "".join(row for (row,) in cursor.fetchall())
    return secret in text.encode() or secret.hex() in text


def environment(folder: Path, name: str = "") -> dict[str, str]:
    """What leads a process of its own to the vault: the file in ``folder``, or the database of the
    tests on PostgreSQL, or the one there called ``name``."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("SOC_")}
    ours |= {"SOC_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if connections[ALIAS].vendor == "sqlite":
        return ours
    return ours | {"SOC_VAULT_DATABASE": address(name or connections[ALIAS].settings_dict["NAME"])}


def address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["SOC_VAULT_DATABASE"])._replace(path=f"/{name}"))


@contextmanager
def copied(file: Path, folder: Path) -> Iterator[dict[str, str]]:
    """A copy of the database beside ``folder``, as a back-up put back; gives its environment."""
    connections[ALIAS].close()
    if connections[ALIAS].vendor == "sqlite":
        shutil.copy(file, folder / "vault.sqlite3")
        yield environment(folder)
        return
    source = connections[ALIAS].settings_dict["NAME"]
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE drill TEMPLATE "{source}"')
        try:
            yield environment(folder, "drill")
        finally:
            server.execute("DROP DATABASE drill")


def run(
    environment: dict[str, str], program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """A process of its own that knows nothing but its environment."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
