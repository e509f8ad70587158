"""Querysets whose SQL is made once: docs/adr/0009-prepared-queries.md.

Django makes the SQL of a queryset anew each time it is asked, and on the pages that everybody
reads that was half of the work. A query that always has the same shape is therefore written as a
function; the function runs once, its SQL ever after::

    @prepared
    def said_about(matter: int) -> QuerySet[Voice]:
        return Voice.objects.published().filter(grounds__matter=matter)

    voices = said_about(matter=7)  # a list of Voice

Values are given by name. Numbers and lists of numbers (primary keys, the start of a slice) may
differ from time to time; texts and flags belong to the shape, as does the length of a list, so
never pass a visitor's own text on. The function must not read the clock or anything else that
changes, nor prefetch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
Value = str | bool | int | Sequence[int]

#: Numbers from here on stand for the values while the SQL is made; no row has such a key.
STAND_IN = 2**62
OFFSET = re.compile(rf" OFFSET ({STAND_IN // 10**6}\d{{6}})$")


class Prepared(Generic[M]):
    """A query whose SQL is made for each shape the first time that it is asked."""

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self.plans: dict[tuple[object, ...], _Plan[M]] = {}

    def __call__(self, **values: Value) -> list[M]:
        shape = (connection.vendor, *map(_shape, values.items()))
        plan = self.plans.get(shape)
        if plan is None:
            plan = self.plans[shape] = _Plan(self.build(**_stand_ins(values)))
        return plan.rows([n for value in values.values() for n in _numbers(value)])


def prepared(build: Callable[..., QuerySet[M]]) -> Prepared[M]:
    """Make a function of values that returns a queryset into one that returns its rows."""
    return Prepared(build)


def _numbers(value: Value) -> Sequence[int]:
    """The numbers of a value that may differ from time to time."""
    if isinstance(value, (str, bool)):
        return ()
    return (value,) if isinstance(value, int) else value


def _shape(pair: tuple[str, Value]) -> object:
    name, value = pair
    return name, value if isinstance(value, (str, bool)) else len(_numbers(value))


def _stand_ins(values: dict[str, Value]) -> dict[str, Value]:
    given, free = dict(values), STAND_IN
    for name, value in values.items():
        if isinstance(value, (str, bool)):
            continue
        count = len(_numbers(value))
        given[name] = free if isinstance(value, int) else range(free, free + count)
        free += count
    return given


class _Plan(Generic[M]):
    """The SQL of one shape, the places in which the values stand, and how rows become models."""

    def __init__(self, queryset: QuerySet[M]) -> None:
        compiler: Any = queryset.query.get_compiler(queryset.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""  # An empty list of keys: Django knows that nothing is found.
            return
        if found := OFFSET.search(self.sql):  # Django writes it into the SQL; it stands last.
            self.sql = self.sql[: found.start(1)] + "%s"
            self.params = (*self.params, int(found[1]))
        # On PostgreSQL a number comes in a class of its own, which tells its width.
        self.places = [
            (place, type(param), param - STAND_IN)
            for place, param in enumerate(self.params)
            if isinstance(param, int) and param >= STAND_IN
        ]
        self.apply = compiler.apply_converters
        self.converters = compiler.get_converters([e for e, *_ in compiler.select])
        self.alias, self.model = queryset.db, queryset.model
        own = compiler.klass_info["select_fields"]
        self.own = slice(own[0], own[-1] + 1)
        self.names = [e.target.attname for e, *_ in compiler.select[self.own]]
        self.related = get_related_populators(  # type: ignore[call-arg]  # One more from Django 6.1.
            compiler.klass_info, compiler.select, queryset.db
        )
        self.annotated = list(compiler.annotation_col_map.items())

    def rows(self, numbers: Sequence[int]) -> list[M]:
        if not self.sql:
            return []
        params = list(self.params)
        for place, kind, number in self.places:
            params[place] = kind(numbers[number])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.made(row) for row in self.apply(found, self.converters)]

    def made(self, row: Sequence[Any]) -> M:
        """A row as Django's own ModelIterable makes it."""
        thing = self.model.from_db(self.alias, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, thing)
        for name, column in self.annotated:
            setattr(thing, name, row[column])
        return thing
