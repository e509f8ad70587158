"""Write many rows of a model quickly: keys of our own and one INSERT for all of them.

``bulk_create`` makes the SQL of every row anew, two thirds of the time of a big town.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import DateField, JSONField, Max, Model
from wagtail.fields import StreamField

#: Fields whose values are written otherwise than they are in Python.
TOLD = (DateField, JSONField, models.FileField, StreamField)

_keys: dict[type[Model], Any] = {}


def put(things: Iterable[Model]) -> None:
    """Write things that have no row yet, of any classes, each after those that it points to.

    Every thing gets its key. Nobody else may write while a town is filled.
    """
    by_class: dict[type[Model], list[Model]] = defaultdict(list)
    for thing in things:
        by_class[type(thing)].append(thing)
    for model, rows in by_class.items():
        fields = [each for each in model._meta.local_concrete_fields if not each.generated]
        keys = _keys.get(model)
        if keys is None:
            latest = model._default_manager.aggregate(Max("pk"))["pk__max"]
            keys = _keys[model] = count((latest or 0) + 1)
        for row in rows:
            row.pk = next(keys)
        written = [_writer(field) for field in fields]
        quote: Callable[[Any], str] = connection.ops.quote_name
        names = ", ".join(quote(field.column) for field in fields)
        places = ", ".join("%s" for _ in fields)
        sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
        with connection.cursor() as cursor:
            cursor.executemany(sql, [[write(row) for write in written] for row in rows])


def _writer(field: models.Field[Any, Any]) -> Callable[[Model], Any]:
    name = field.attname
    if isinstance(field, TOLD):
        return lambda row: field.get_db_prep_save(getattr(row, name), connection)
    return lambda row: vars(row)[name]


def finish() -> None:
    """Let the database go on with keys of its own after ours (PostgreSQL counts by itself)."""
    for sql in connection.ops.sequence_reset_sql(no_style(), list(_keys)):
        with connection.cursor() as cursor:
            cursor.execute(sql)
    _keys.clear()
