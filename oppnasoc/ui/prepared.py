"""Querysets whose SQL is made once: docs/adr/0009-prepared-queries.md.

Django makes the SQL of a queryset anew each time it is asked, and on the pages that everybody
reads that was half of the work. A query that always has the same shape is therefore written as a
function; the function runs once, its SQL ever after::

    @prepared
    def said_about(matter: int) -> QuerySet[Voice]:
        return Voice.objects.published().filter(grounds__matter=matter)

    voices = said_about(matter=7)  # a list of Voice

A queryset of ``values_list`` gives its tuples.

Values are given by name. Numbers and lists of numbers (primary keys, the start of a slice) may
differ from time to time; texts and flags belong to the shape, as does the length of a list, so
never pass a visitor's own text on. The function must not read the clock or anything else that
changes, nor prefetch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
from django.db.models.signals import post_init, pre_init

R = TypeVar("R")  # a row: a model, or a tuple when the queryset gives values
Value = str | bool | int | Sequence[int]

#: Numbers from here on stand for the values while the SQL is made; no row has such a key.
STAND_IN = 2**62
OFFSET = re.compile(rf" OFFSET ({STAND_IN // 10**6}\d{{6}})\b")


class Prepared(Generic[R]):
    """A query whose SQL is made for each shape the first time that it is asked."""

    def __init__(self, build: Callable[..., QuerySet[Any, R]]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self.plans: dict[tuple[object, ...], _Plan[R]] = {}

    def __call__(self, **values: Value) -> list[R]:
        shape = (connection.vendor, *map(_shape, values.items()))
        plan = self.plans.get(shape)
        if plan is None:
            plan = self.plans[shape] = _Plan(self.build(**_stand_ins(values)))
        return plan.rows([n for value in values.values() for n in _numbers(value)])


def prepared(build: Callable[..., QuerySet[Any, R]]) -> Prepared[R]:
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


class _Plan(Generic[R]):
    """The SQL of one shape, the places in which the values stand, and how rows become models."""

    def __init__(self, queryset: QuerySet[Any, R]) -> None:
        compiler: Any = queryset.query.get_compiler(queryset.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""  # An empty list of keys: Django knows that nothing is found.
            return
        if found := OFFSET.search(self.sql):  # Django writes it into the SQL as it is.
            before, after = self.sql[: found.start(1)], self.sql[found.end(1) :]
            self.sql, place = f"{before}%s{after}", before.count("%s")
            self.params = (*self.params[:place], int(found[1]), *self.params[place:])
        # On PostgreSQL a number comes in a class of its own, which tells its width.
        self.places = [
            (place, type(param), param - STAND_IN)
            for place, param in enumerate(self.params)
            if isinstance(param, int) and param >= STAND_IN
        ]
        self.apply = compiler.apply_converters
        self.converters = compiler.get_converters([e for e, *_ in compiler.select])
        asked: Any = queryset
        self.made: Callable[[Sequence[Any]], Any] = tuple
        if asked._iterable_class is ModelIterable:
            self.made = self.thing
            self.things = _Things(compiler.klass_info, compiler.select, queryset.db)
            self.annotated = list(compiler.annotation_col_map.items())

    def rows(self, numbers: Sequence[int]) -> list[R]:
        if not self.sql:
            return []
        params = list(self.params)
        for place, kind, number in self.places:
            params[place] = kind(numbers[number])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.made(row) for row in self.apply(found, self.converters)]

    def thing(self, row: Sequence[Any]) -> R:
        thing: R = self.things.made(row)
        for name, column in self.annotated:
            setattr(thing, name, row[column])
        return thing


class _Things:
    """How a row becomes a model with those that it was selected with, as Django makes them.

    Django's own way looks at every field of the class and tells two signals of each thing. Here
    the values are put where that would have put them; a class that wants to be told is asked in
    Django's way.
    """

    def __init__(self, info: dict[str, Any], select: Sequence[Any], alias: str) -> None:
        self.model, self.alias = info["model"], alias
        places = info["select_fields"]
        self.names = [select[place][0].target.attname for place in places]
        self.values = itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)
        self.key = places[self.names.index(self.model._meta.pk.attname)]
        self.related = [
            (_Things(one, select, alias), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", ())
        ]
        asked = pre_init.has_listeners(self.model) or post_init.has_listeners(self.model)
        own = self.model.__init__ is not Model.__init__ or "from_db" in vars(self.model)
        self.born = self.in_djangos_way if asked or own else self.at_once

    def made(self, row: Sequence[Any]) -> Any:
        thing = self.born(self.values(row))
        for things, tell_thing, tell_other in self.related:
            other = None if row[things.key] is None else things.made(row)
            tell_thing(thing, other)
            if other is not None:
                tell_other(other, thing)
        return thing

    def in_djangos_way(self, values: Sequence[Any]) -> Any:
        return self.model.from_db(self.alias, self.names, values)

    def at_once(self, values: Sequence[Any]) -> Any:
        thing = self.model.__new__(self.model)
        state = thing._state = ModelState()
        state.adding, state.db = False, self.alias
        vars(thing).update(zip(self.names, values, strict=True))
        return thing
