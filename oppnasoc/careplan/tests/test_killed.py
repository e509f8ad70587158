"""Killed with -9 in the middle: what stands there is what was or what was to be.

Asks SQLite's own file: on PostgreSQL these are not run (tests/everything.py).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from oppnasoc.careplan import consent, owning, writing
from oppnasoc.careplan.models import Grant, Plan, Seat
from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import log, sealing, start
from oppnasoc.vault.models import DataKey
from oppnasoc.vault.router import ALIAS
from tests import vaulted
from tests.planned import TOWER, as_owner, make_goal, make_plan, make_seat, show

ROOT = Path(__file__).resolve().parents[3]
real = pytest.mark.django_db(databases=TOWER, transaction=True)
KILLED, DONE = -signal.SIGKILL, 0

WRITER = """
import os, sys, uuid
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from oppnasoc.careplan import writing
from oppnasoc.careplan.opening import open_plan
pk, owner, goal = (uuid.UUID(each) for each in sys.argv[1:])
print("begun", flush=True)
while True:
    opened = open_plan(pk, owner, fresh=True)
    read = opened.piece(goal)
    writing.change(opened, goal, {"words": "x" * 2000 + str(read.piece.edition)},
                   edition=read.piece.edition)
"""


@real
def test_killed_while_writing_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """A writer is killed with -9 again and again: every edition is whole and the log holds."""
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        goal = make_goal(plan)
        connections[ALIAS].close()
        environment = {
            **os.environ,
            "SOC_VAR": str(tmp_path),
            "SOC_VAULT_KEY": vaulted.KEY,
            "SOC_PARTS": "plan",
        }
        assert file == tmp_path / "vault.sqlite3"
        chance = random.Random(8)
        for _ in range(4):
            command = [sys.executable, "-c", WRITER, str(plan.pk), str(plan.owner), str(goal.pk)]
            writer = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
            )
            assert writer.stdout is not None
            assert writer.stdout.readline() == "begun\n"
            time.sleep(chance.uniform(0.05, 0.4))
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            writer.stdout.close()
            opened = as_owner(plan)
            now = opened.piece(goal.pk)
            editions = writing.editions(opened, goal.pk)
            assert [e.edition.number for e in editions] == list(range(len(editions), 0, -1))
            assert editions[0].words == now.words
            assert log.verify() == []
        assert len(editions) > 4, "it wrote in between"


def killed_before(statement: int, do: Callable[[], Any]) -> bool:
    """Do something in a process of its own that is killed with -9 before so many statements;
    whether it was, and had not come to its end."""
    connections[ALIAS].close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The child takes no lock of another thread's.
        child = os.fork()
    if child == 0:
        left = statement

        def step(execute: Any, *given: Any) -> Any:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*given)

        try:
            with connections[ALIAS].execute_wrapper(step):
                do()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(DONE)
    _pid, status = os.waitpid(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    assert ended in (KILLED, DONE), "it was to be killed and not to fail"
    return ended == KILLED


def rows() -> dict[str, int]:
    """How many rows each table of the plans holds."""
    models = apps.get_app_config("careplan").get_models()
    found = {m._meta.db_table: m._default_manager.count() for m in models}
    return {table: number for table, number in found.items() if number}


def _erase(plan: Plan) -> None:
    owning.erase(as_owner(plan))


@real
def test_killed_while_erasing_leaves_the_whole_plan_or_nothing(tmp_path: Path) -> None:
    """At every statement: no row without its key, no key without its rows, and it starts."""
    with on_disk(tmp_path, using=ALIAS) as file:
        whole, gone = dict[str, int](), 0
        for statement in count(1):
            if not (plan := Plan.objects.first()):
                plan = make_plan()
                siv = make_seat(plan)
                make_goal(plan)
                show(siv, "goals")
                key, wrapped, whole = plan.key_id, bytes(plan.key.wrapped), rows()
            was_killed = killed_before(statement, partial(_erase, plan))
            start.check()
            assert log.verify() == []
            now = DataKey.objects.get(pk=key)
            if rows():
                assert rows() == whole
                assert now.destroyed_at is None
                assert [read.words["words"] for read in as_owner(plan).pieces()]
            else:
                gone += 1
                assert (bytes(now.wrapped), now.master) == (b"", "")
                assert sealing.leave_no_copy() == 0
                raw = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
                assert wrapped not in raw
            if not was_killed:
                break
        assert statement > 20, "it was killed in between"
        assert gone > 1, "and after it was done, before the log of writes was emptied"


def _withdraw(plan: Plan, seat: Seat) -> None:
    consent.withdraw(as_owner(plan), Grant.objects.get(seat=seat, withdrawn_at=None))


def _give(plan: Plan, seat: Seat) -> None:
    consent.give(as_owner(plan), seat, "goals")


@real
@pytest.mark.parametrize(("do", "verb"), [(_give, "grant"), (_withdraw, "withdraw")])
def test_killed_while_a_yes_is_given_or_taken_back(
    tmp_path: Path, do: Callable[[Plan, Seat], None], verb: str
) -> None:
    """The yes and its line in the log are there together or not at all."""
    with on_disk(tmp_path, using=ALIAS):
        plan = make_plan()
        siv = make_seat(plan)
        make_goal(plan)

        def stands() -> tuple[bool, int]:
            holds = Grant.objects.filter(seat=siv, withdrawn_at=None).exists()
            return holds, log.lines_of(plan.pk).filter(verb=verb).count()

        ended = 0
        for statement in count(1):
            Grant.objects.all().delete()
            if do is _withdraw:
                show(siv, "goals")
            before, lines = stands()
            was_killed = killed_before(statement, lambda: do(plan, siv))
            after = stands()
            assert after in ((before, lines), (not before, lines + 1))
            ended += after[0] != before
            assert log.verify() == []
            start.check()
            if not was_killed:
                break
        assert statement > 5, "it was killed in between"
        assert ended, "and at last it was done"
