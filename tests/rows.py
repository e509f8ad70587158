"""Every row of some tables as the database holds it, so that a test can see that nothing changed.

It asks without the ORM: a refusal is tried for each role and each verb, thousands of times.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models


def rows_of(*tables: type[models.Model]) -> dict[str, list[Any]]:
    """Model name → its rows with every column, by their keys."""
    found = {}
    with connection.cursor() as cursor:
        for model in tables:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
            found[model.__name__] = cursor.fetchall()
    return found
