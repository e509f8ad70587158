"""How a database is emptied after a test whose transaction is not rolled back, and filled again
with what the migrations wrote: the next test may be any other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests import migrated

KEPT = "kept"  # the schema that holds what the migrations wrote, on PostgreSQL


def quickly(connection: BaseDatabaseWrapper) -> None:
    """Delete from the few tables that hold anything: TRUNCATE makes all of them anew, some
    hundreds with their indexes, which takes a second."""
    ops = connection.ops
    truncate = ops.sql_flush

    def sql_flush(style: Any, tables: list[str], **given: Any) -> list[str]:
        if given.get("reset_sequences") or not tables:
            return truncate(style, tables, **given)
        named = [ops.quote_name(table) for table in tables]
        asked = (f"SELECT {n} WHERE EXISTS (SELECT FROM {t})" for n, t in enumerate(named))
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            found = [named[n] for (n,) in cursor.fetchall()]
        # In any order: what refers to a row goes too, and no trigger is asked, as with TRUNCATE.
        return [
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {t}" for t in found),
        ]

    ops.sql_flush = sql_flush  # type: ignore[assignment,method-assign]


def tables(connection: BaseDatabaseWrapper, schema: str) -> list[str]:
    """The names of the tables of a schema, quoted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]


def keep(alias: str) -> None:
    """Keep what stands in a PostgreSQL database now, in a schema of its own."""
    connection = connections[alias]
    every = tables(connection, "public")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in every:
            cursor.execute(f"SELECT EXISTS (SELECT FROM public.{table})")
            if cursor.fetchone() == (True,):
                cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE public.{table}")


def fill(alias: str) -> None:
    """Let a database that was emptied stand as after its migrations."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        name = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
        with closing(sqlite3.connect(name, uri=True)) as memory:
            migrated.copy_to(memory, alias)
        return
    every = tables(connection, KEPT)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in every:
            cursor.execute(f"DELETE FROM public.{table}")
            cursor.execute(f"INSERT INTO public.{table} SELECT * FROM {KEPT}.{table}")
        cursor.execute("SET session_replication_role = DEFAULT")
