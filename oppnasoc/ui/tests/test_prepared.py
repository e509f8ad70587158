"""A prepared query finds what its queryset finds, whatever was asked before and elsewhere."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from oppnasoc.groups.models import Group, Place, Theme
from oppnasoc.ui.prepared import STAND_IN, Prepared, prepared

pytestmark = pytest.mark.django_db


@prepared
def groups(ids: list[int], theme: int) -> QuerySet[Group]:
    found = Group.objects.filter(pk__in=ids, theme=theme)
    return found.select_related("theme", "place").order_by("name")


@prepared
def sized(theme: int, only_open: bool, status: str) -> QuerySet[Group]:
    found = Group.objects.filter(theme=theme, status=status)
    found = found.filter(is_open=True) if only_open else found
    return found.annotate(size=Count("memberships")).defer("why").order_by("name")


@prepared
def sliced(start: int, theme: int) -> QuerySet[Group]:
    return Group.objects.filter(theme=theme).order_by("name")[start : start + 1]


@pytest.fixture
def town() -> tuple[list[Group], Theme, Theme]:
    one = Theme.objects.create(name="Vägen in", slug="vagen-in")
    other = Theme.objects.create(name="Boende", slug="boende")
    place = Place.objects.create(name="Fyren")
    made = [
        Group.objects.create(name=name, theme=theme, place=place, is_open=name != "B")
        for name, theme in (("A", one), ("B", one), ("C", other))
    ]
    return made, one, other


def test_values_differ_and_the_sql_stays(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, c), one, other = town
    ids = [a.pk, b.pk, c.pk]
    with CaptureQueriesContext(connection) as asked:
        assert groups(ids=ids, theme=one.pk) == [a, b]
        assert groups(ids=[c.pk, a.pk, b.pk], theme=other.pk) == [c]
    assert len(asked) == 2
    assert str(STAND_IN)[:9] not in "".join(q["sql"] for q in asked)
    assert len([shape for shape in groups.plans if ("ids", 3) in shape]) == 1


def test_rows_are_whole(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, _), one, _ = town
    found = groups(ids=[a.pk, b.pk], theme=one.pk)
    with CaptureQueriesContext(connection) as asked:
        assert [(g.theme, g.place and g.place.name, g.summary) for g in found] == [
            (one, "Fyren", ""),
            (one, "Fyren", ""),
        ]
    assert len(asked) == 0


def test_a_row_is_what_django_makes_of_it(town: tuple[list[Group], Theme, Theme]) -> None:
    """All that is in the things, also in those selected with them, and where they come from."""
    (a, b, c), one, _ = town
    ids = [a.pk, b.pk, c.pk]

    def inside(thing: Any) -> dict[str, Any]:
        state = vars(thing)["_state"]
        others = {name: inside(other) for name, other in state.fields_cache.items() if other}
        own = {name: value for name, value in vars(thing).items() if name != "_state"}
        return {**own, "others": others, "from": (state.adding, state.db)}

    made = [inside(group) for group in groups(ids=ids, theme=one.pk)]
    assert made == [inside(group) for group in groups.build(ids=ids, theme=one.pk)]
    assert all("place" in group["others"] for group in made)
    deferred = [inside(g) for g in sized(theme=one.pk, only_open=False, status="active")]
    assert deferred == [inside(g) for g in sized.build(one.pk, only_open=False, status="active")]
    assert "why" not in deferred[0]


def test_a_class_that_wants_to_be_told_of_its_rows_is(
    town: tuple[list[Group], Theme, Theme],
) -> None:
    told: list[Any] = []

    def tell(instance: Any, **more: Any) -> None:
        told.append(instance)

    post_init.connect(tell, sender=Theme)
    try:
        found = Prepared(groups.build)(ids=[town[0][0].pk], theme=town[1].pk)
    finally:
        post_init.disconnect(tell, sender=Theme)
    assert told == [found[0].theme]


def test_flags_and_texts_are_shapes(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, _), one, _ = town
    assert sized(theme=one.pk, only_open=True, status="active") == [a]
    assert sized(theme=one.pk, only_open=False, status="active") == [a, b]
    assert sized(theme=one.pk, only_open=False, status="dormant") == []
    assert [vars(g)["size"] for g in sized(theme=one.pk, only_open=True, status="active")] == [0]


@prepared
def named(theme: int) -> QuerySet[Group, tuple[int, str]]:
    some = Group.objects.filter(theme=theme).order_by().values_list("pk", "name")
    other = Group.objects.filter(theme=theme, name="B").order_by()
    return some.union(other.values_list("pk", "why"))


def test_values_come_as_tuples(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, c), one, other = town
    assert set(named(theme=one.pk)) == {(a.pk, "A"), (b.pk, "B"), (b.pk, "")}
    assert named(theme=other.pk) == [(c.pk, "C")]


def test_a_slice_may_begin_anywhere(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, _), one, _ = town
    found = [sliced(start=start, theme=one.pk) for start in (0, 1, 2)]
    assert found == [[a], [b], []]
    assert len(sliced.plans) == 1


@prepared
def sliced_within(start: int, theme: int) -> QuerySet[Group]:
    some = Group.objects.filter(theme=theme).order_by("name")[start : start + 1]
    return Group.objects.filter(pk__in=some.values("pk"), theme=theme)


def test_a_slice_may_stand_inside(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, _), one, _ = town
    found = [sliced_within(start=start, theme=one.pk) for start in (0, 1, 2)]
    assert found == [[a], [b], []]


def test_an_empty_list_asks_nothing(town: tuple[list[Group], Theme, Theme]) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert groups(ids=[], theme=town[1].pk) == []
    assert len(asked) == 0


@pytest.mark.django_db(transaction=True)
def test_every_thread_has_its_own_connection(town: tuple[list[Group], Theme, Theme]) -> None:
    (a, b, _), one, _ = town
    used: list[object] = []

    def ask() -> None:
        try:
            with CaptureQueriesContext(connection) as asked:
                groups(ids=[a.pk, b.pk], theme=one.pk)
            used.append(len(asked))
        finally:
            connection.close()

    assert groups(ids=[a.pk, b.pk], theme=one.pk) == [a, b]
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert used == [1]
