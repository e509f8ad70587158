"""The way from what happened to the index, also when somebody pulls the plug."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from oppnasoc.groups.models import Group
from oppnasoc.groups.tests.making import make_group
from oppnasoc.search import daily, index, outbox
from oppnasoc.search.finding import Hit, find
from oppnasoc.search.models import Document, Pending
from oppnasoc.search.outbox import deliver, paused, settle, still_there, touch
from oppnasoc.trail.actions import record
from oppnasoc.ui.html import EMPTY

pytestmark = pytest.mark.django_db


def touched() -> list[tuple[str, int]]:
    return list(Pending.objects.values_list("kind", "thing"))


def hit(group: Group) -> Hit:
    return Hit("group", group.pk, EMPTY, EMPTY, group.get_absolute_url(), None, None)


def status_set(group: Group) -> None:
    record("groups.status_set", group, status="active")


def test_what_happened_stands_in_line_and_comes_into_the_index_after_commit(
    django_capture_on_commit_callbacks: Any,
) -> None:
    group = make_group()
    with django_capture_on_commit_callbacks(execute=True) as after:
        status_set(group)
        status_set(group)
        assert touched() == [("group", group.pk)] * 2
    assert len(after) == 1
    assert touched() == []
    assert Document.objects.get().thing == group.pk


def test_what_is_rolled_back_touches_nothing(django_capture_on_commit_callbacks: Any) -> None:
    group, other = make_group(), make_group("Rådet")
    with django_capture_on_commit_callbacks(execute=True) as after:
        with transaction.atomic():
            status_set(group)
            transaction.set_rollback(True)
        assert touched() == []
        status_set(other)
    assert len(after) == 1
    assert Document.objects.get().thing == other.pk


def test_what_a_killed_process_left_is_taken_by_the_daily_round() -> None:
    group = make_group()
    status_set(group)  # Nothing is committed in a test, so nothing comes after it.
    assert not Document.objects.exists()
    assert daily.put_what_was_left_behind(date(2026, 1, 2)) == 1
    assert Document.objects.get().thing == group.pk
    assert daily.put_what_was_left_behind(date(2026, 1, 2)) == 0


def test_a_reader_never_meets_what_is_gone() -> None:
    group, there = make_group(), make_group("Rådet")
    index.rebuild()
    status_set(group)
    status_set(there)
    Group.objects.filter(pk=group.pk).delete()
    assert still_there([hit(group), hit(there)]) == [hit(there)]
    settle()
    assert "group" not in {found.kind for found in find("Brukargruppen").hits}
    assert find("Rådet").hits != ()


def test_a_reader_asks_once_when_nothing_waits() -> None:
    group = make_group()
    with CaptureQueriesContext(connection) as queries:
        assert settle()
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert still_there([hit(group)] * 20) == [hit(group)] * 20
    assert len(queries) == 1


def test_a_reader_reads_on_when_the_index_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(kind: str, ids: list[int]) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(index, "put", locked)
    status_set(make_group())
    assert not settle()
    assert "behind" in caplog.text
    assert len(touched()) == 1


def test_a_thing_that_cannot_be_indexed_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = make_group(), make_group("Rådet")
    index.rebuild()
    put = index.put

    def fails(kind: str, ids: list[int]) -> None:
        if broken.pk in ids:
            raise ValueError("no words")
        put(kind, ids)

    monkeypatch.setattr(index, "put", fails)
    Group.objects.filter(pk=fine.pk).update(name="Nämnden")
    touch("group", [broken.pk, fine.pk])
    assert deliver() == 2
    assert [d.title for d in Document.objects.filter(kind="group")] == ["Nämnden"]
    assert f"group {broken.pk} cannot be indexed" in caplog.text
    monkeypatch.undo()
    assert daily.repair_the_index(date(2026, 1, 2)) > 0
    assert Document.objects.filter(thing=broken.pk).exists()


def test_many_leave_the_line_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "BATCH", 2)
    groups = [make_group(f"Grupp {n}") for n in range(5)]
    touch("group", [group.pk for group in groups])
    assert deliver(most=2) == 2
    assert deliver() == 3
    assert Document.objects.count() == 5


def test_a_source_that_is_no_more_leaves_the_line() -> None:
    touch("gone", [1])
    assert deliver() == 1
    assert touched() == []


def test_whoever_fills_a_town_touches_nothing_meanwhile() -> None:
    group = make_group()
    with paused():
        status_set(group)
    assert touched() == []
    status_set(group)
    assert len(touched()) == 1
