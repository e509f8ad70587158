"""What makes the log's lines stay: the database itself refuses to change or remove one.

It stops what goes wrong in the program and who only has its rights to write. Who may change the
database's shape can take it away; that is what the chain of hashes is for (``log.py``).
A migration that makes the table anew on SQLite must set them again; a test looks.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "vault_line"

SAYS = "the log is only added to"
_ON_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
_ON_POSTGRESQL = f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23000'; END"
_FUNCTION = f"{TABLE}_stays()"
_EACH = f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}"

_PUT = {
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_changed BEFORE UPDATE ON {TABLE} {_ON_SQLITE}",
        f"CREATE TRIGGER {TABLE}_removed BEFORE DELETE ON {TABLE} {_ON_SQLITE}",
    ],
    "postgresql": [
        f"CREATE FUNCTION {_FUNCTION} RETURNS trigger LANGUAGE plpgsql AS $$ {_ON_POSTGRESQL} $$",
        f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE} {_EACH}",
    ],
}
_LIFT = {
    "sqlite": [f"DROP TRIGGER {TABLE}_changed", f"DROP TRIGGER {TABLE}_removed"],
    "postgresql": [f"DROP TRIGGER {TABLE}_stays ON {TABLE}", f"DROP FUNCTION {_FUNCTION}"],
}


def put(connection: BaseDatabaseWrapper) -> None:
    """From now on lines are only added."""
    _do(connection, _PUT[connection.vendor])


def lift(connection: BaseDatabaseWrapper) -> None:
    """Let lines be changed: for undoing the migration, and for tests that play the thief."""
    _do(connection, _LIFT[connection.vendor])


def _do(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
