"""The log is only added to, and whatever was done to it behind the program's back is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from oppnasoc.trail.tests.disk import at_once, on_disk
from oppnasoc.vault import log, triggers
from oppnasoc.vault.log import Anchor, Sort, Verb, anchor, lines_of, note, verify
from oppnasoc.vault.models import Head, Line
from oppnasoc.vault.router import ALIAS

from . import TOWER

pytestmark = pytest.mark.django_db(databases=TOWER)
PLAN, WHO, SEAT = uuid4(), uuid4(), uuid4()


def make_lines(count: int, plan: UUID = PLAN) -> list[Line]:
    """What somebody read, one line after the other."""
    return [
        note(plan, who=WHO, seat=SEAT, verb=Verb.READ, section=f"goals:{n}", purpose="do")
        for n in range(count)
    ]


@contextmanager
def thief() -> Iterator[None]:
    """Somebody who may change the database's shape too, but has no key."""
    triggers.lift(connections[ALIAS])
    yield
    triggers.put(connections[ALIAS])


def found(*anchors: Anchor) -> list[tuple[Sort, int]]:
    return [(fault.sort, fault.seq) for fault in verify(anchors)]


def test_a_line_tells_who_did_what() -> None:
    before = timezone.now()
    line = note(
        PLAN, who=WHO, seat=None, verb=Verb.WRITE, section="health", purpose="do", assisted=SEAT
    )
    again = Line.objects.get()
    assert (again.seq, again.plan, again.who, again.seat) == (1, PLAN, WHO, None)
    assert (again.verb, again.section, again.purpose, again.assisted) == (
        "write", "health", "do", SEAT
    )  # fmt: skip
    assert before <= again.at <= timezone.now()
    assert bytes(again.mac) == bytes(line.mac)
    assert found() == []


def test_an_empty_log_is_whole() -> None:
    assert found() == []
    assert anchor() == Anchor(0, log.BEGINNING)


def test_the_newest_stands_first() -> None:
    make_lines(3)
    make_lines(2, uuid4())
    assert [line.seq for line in lines_of(PLAN)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("section", "purpose"),
    [("hälsa", ""), ("he is ill", ""), ("x" * 81, ""), ("goals", "to read"), ("goals", "x" * 41)],
)
def test_words_do_not_come_into_it(section: str, purpose: str) -> None:
    with pytest.raises(ValueError, match="codes and ids") as why:
        note(PLAN, who=WHO, seat=SEAT, verb=Verb.READ, section=section, purpose=purpose)
    assert section not in str(why.value)
    assert not Line.objects.exists()


def test_what_is_rolled_back_is_not_in_it() -> None:
    make_lines(1)

    def fail() -> None:
        with transaction.atomic(using=ALIAS):
            make_lines(2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    make_lines(1)
    assert [line.seq for line in lines_of(PLAN)] == [2, 1]
    assert found() == []


def test_the_database_refuses_to_change_it() -> None:
    make_lines(3)
    second = Line.objects.filter(seq=2)
    change = partial(second.update, section="other")
    for do in (change, second.delete, Line.objects.all().delete):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(using=ALIAS):
            do()
    assert Line.objects.count() == 3
    assert second.get().section == "goals:1"


@pytest.mark.parametrize(
    "changed",
    [
        {"plan": uuid4()},
        {"who": None},
        {"who": uuid4()},
        {"seat": None},
        {"verb": Verb.WRITE},
        {"section": ""},
        {"purpose": "more"},
        {"assisted": uuid4()},
        {"at": timezone.now()},
        {"section": "goals:1do", "purpose": ""},
    ],
    ids="+".join,
)
def test_an_altered_line_is_found(changed: dict[str, Any]) -> None:
    make_lines(4)
    with thief():
        Line.objects.filter(seq=2).update(**changed)
    assert found() == [(Sort.ALTERED, 2)]


def test_a_line_whose_mac_was_altered_is_found() -> None:
    make_lines(4)
    with thief():
        Line.objects.filter(seq=2).update(mac=bytes(32))
    assert found() == [(Sort.ALTERED, 2), (Sort.ALTERED, 3)]


@pytest.mark.parametrize(("gone", "first"), [([2], 2), ([1, 2], 1), ([2, 3], 2)])
def test_missing_lines_are_found(gone: list[int], first: int) -> None:
    make_lines(4)
    with thief():
        Line.objects.filter(seq__in=gone).delete()
    assert found() == [(Sort.MISSING, first)]


def test_a_line_moved_up_into_a_gap_is_found() -> None:
    """Who removes a line and counts the others anew, so that nothing seems missing."""
    make_lines(4)
    with thief():
        Line.objects.filter(seq=2).delete()
        for seq in (3, 4):
            Line.objects.filter(seq=seq).update(seq=seq - 1)
        Head.objects.update(seq=3)
    assert (Sort.ALTERED, 2) in found()
    assert (Sort.HEAD, 3) in found()


def test_lines_that_changed_places_are_found() -> None:
    make_lines(4)
    with thief():
        for now, then in ((2, 99), (3, 2), (99, 3)):
            Line.objects.filter(seq=now).update(seq=then)
    assert {(Sort.ALTERED, 2), (Sort.ALTERED, 3)} <= set(found())


def test_lines_cut_off_at_the_end_are_found() -> None:
    make_lines(4)
    with thief():
        Line.objects.filter(seq__gt=2).delete()
    assert found() == [(Sort.CUT, 3)]
    kept = Line.objects.get(seq=2)
    Head.objects.update(seq=2, mac=kept.mac)  # She moves the head back, and cannot seal it.
    assert found() == [(Sort.HEAD, 2)]


def test_a_line_that_was_slipped_in_is_found() -> None:
    make_lines(2)
    last = Line.objects.get(seq=2)
    last.seq = 3
    last.save(force_insert=True)
    assert found() == [(Sort.FOREIGN, 3)]
    Head.objects.update(seq=3)
    assert found() == [(Sort.HEAD, 3), (Sort.ALTERED, 3)]


def test_a_missing_head_is_found() -> None:
    make_lines(1)
    Head.objects.all().delete()
    assert found() == [(Sort.HEAD, 0)]


def test_a_log_put_back_to_an_earlier_day_is_found_by_an_anchor() -> None:
    """Everything is as it was once: only what is kept elsewhere knows better."""
    make_lines(2)
    early, before = anchor(), Head.objects.values().get()
    make_lines(3)
    late = anchor()
    assert found(early, late) == []
    with thief():
        Line.objects.filter(seq__gt=2).delete()
    Head.objects.update(**before)
    assert found() == []
    assert found(early) == []
    assert found(early, late) == [(Sort.ROLLED_BACK, 5)]
    make_lines(3)  # And it went on another way since.
    assert found(early, late) == [(Sort.ROLLED_BACK, 5)]


def test_an_anchor_is_a_line_of_text() -> None:
    make_lines(1)
    assert Anchor.read(f" {anchor()}\n") == anchor()
    for wrong in ("", "1", "1 abc", f"x {'0' * 64}", f"1 {'0' * 65}"):
        with pytest.raises(ValueError, match="64"):
            Anchor.read(wrong)


def test_no_anchor_of_a_head_that_was_altered() -> None:
    make_lines(2)
    Head.objects.update(seq=1)
    with pytest.raises(log.Untrue):
        anchor()


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_many_at_once_write_one_chain(tmp_path: Path) -> None:
    with on_disk(tmp_path, using=ALIAS):

        def work() -> int:
            return len(make_lines(15))

        assert at_once(*[work] * 4, using=ALIAS) == [15] * 4
        assert found() == []
        assert Line.objects.count() == 60
        connections[ALIAS].close()


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_the_log_is_looked_at_while_others_write(tmp_path: Path) -> None:
    make_lines(5)
    with on_disk(tmp_path, using=ALIAS):
        outcomes = at_once(
            lambda: len(make_lines(20)),
            lambda: [fault for _ in range(10) for fault in verify()],
            using=ALIAS,
        )
        assert outcomes == [20, []]
        connections[ALIAS].close()


def test_no_migration_makes_the_table_anew_without_setting_its_triggers() -> None:
    """SQLite loses them when a table is made anew; then this list is longer and they are put."""
    loader = MigrationLoader(None)
    ours = [loader.disk_migrations[key] for key in loader.disk_migrations if key[0] == "vault"]
    touching = [
        migration.name
        for migration in ours
        if any(getattr(each, "model_name", "") == "line" for each in migration.operations)
    ]
    assert touching == ["0001_initial"]
