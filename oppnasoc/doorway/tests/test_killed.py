"""Killed with -9 in the middle of an import, a recording and of what leaves a plan.

Asks SQLite's own files: on PostgreSQL this is not run (tests/everything.py).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections

from oppnasoc.careplan.export.as_json import as_json
from oppnasoc.careplan.export.whole import picture
from oppnasoc.careplan.models import Kind, Plan, Recording
from oppnasoc.careplan.story import recordings
from oppnasoc.careplan.tests import sounds
from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import log
from oppnasoc.vault.router import ALIAS
from oppnasoc.voices.models import Voice
from tests import vaulted
from tests.planned import TOWER, as_owner, make_goal, make_piece, make_plan, make_seat

ROOT = Path(__file__).resolve().parents[3]
SOUND = sounds.mp4(sound=bytes(range(256)) * 12_000)  # 3 MB: twelve stretches
KILLS = 5  # of each

#: Each line is how long to wait, what to do, and with what; below 0 it is not killed. It is begun
#: in a process of its own that shares nothing with the next.
PROGRAM = """
import os, signal, sys, time, uuid
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from pathlib import Path
from oppnasoc.careplan.export.read import read
from oppnasoc.careplan.export.take_in import take_in
from oppnasoc.careplan.opening import open_plan
from oppnasoc.careplan.story import recordings
from oppnasoc.doorway import views
views.page = views.code_picture = lambda *_given, **_more: None
views.urgent.find("")  # What is slow the first time only.

def do(what, plan, owner, given):
    opened = open_plan(uuid.UUID(plan), uuid.UUID(owner), fresh=True)
    if what == "import":
        take_in(opened, read(Path(given).read_bytes()))
    elif what == "record":
        recordings.keep(opened, uuid.UUID(given), Path("sound").read_bytes())
    else:
        form = views.OutForm({"text": "Vi väntar för länge.", "once": given}, protected=False)
        assert form.is_valid()
        views._send(None, opened, form)

for line in sys.stdin:
    seconds, *given = line.split()
    pid = os.fork()
    if not pid:
        do(*given)
        os._exit(0)
    if float(seconds) >= 0:
        time.sleep(float(seconds))
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    print("over", flush=True)
"""


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Do something to a plan in another process, and kill it after so many seconds."""
    with on_disk(tmp_path), on_disk(tmp_path, using=ALIAS), _program(tmp_path) as program:

        def kill(seconds: float, what: str, plan: Plan, given: object) -> None:
            for each in TOWER:
                connections[each].close()
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(f"{seconds} {what} {plan.pk} {plan.owner} {given}\n")
            program.stdin.flush()
            assert program.stdout.readline() == "over\n"

        yield kill


@contextmanager
def _program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SOC_VAR": str(folder),
        "SOC_VAULT_KEY": vaulted.KEY,
        "SOC_PARTS": "public,plan",
    }
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=folder, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as program:  # fmt: skip
        yield program


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_killed_anywhere_leaves_all_or_nothing(killed: Callable[..., None], tmp_path: Path) -> None:
    chance = random.Random(9)
    _an_import(killed, chance, tmp_path)
    _a_recording(killed, chance, tmp_path)
    _what_leaves(killed, chance)
    assert log.verify() == []


def _lines(plan: Plan, verb: str) -> int:
    return log.lines_of(plan.pk).filter(verb=verb).count()


def _an_import(killed: Callable[..., None], chance: random.Random, folder: Path) -> None:
    """Every piece and person of the file and the line in the log, or none of them."""
    whole = make_plan()
    make_seat(whole)
    for number in range(20):
        make_goal(whole, f"Mål {number}")
    file = folder / "plan.json"
    file.write_bytes(as_json(picture(as_owner(whole))))
    for _ in range(KILLS):
        plan = make_plan(name="")
        for seconds in (chance.uniform(0, 0.06), -1, -1):
            killed(seconds, "import", plan, file)
            there = (plan.pieces.count(), plan.seats.count(), _lines(plan, "import"))
            assert there[:2] in ((0, 1), (20, 2)), there
            assert bool(there[0]) is bool(there[2])
        assert there[:2] == (20, 2), "again is once"


def _a_recording(killed: Callable[..., None], chance: random.Random, folder: Path) -> None:
    """The whole sound and its line in the log, or nothing of it."""
    plan = make_plan()
    part = make_piece(as_owner(plan), Kind.STORY, {"heading": "Skolan"})
    (folder / "sound").write_bytes(SOUND)
    before = _lines(plan, "write")
    for seconds in (*(chance.uniform(0, 0.06) for _ in range(KILLS)), -1):
        killed(seconds, "record", plan, part.pk)
        kept = Recording.objects.filter(piece=part)
        assert _lines(plan, "write") - before == kept.count()
        for each in kept:
            heard = recordings.hear(as_owner(plan), each.pk)
            assert heard.between(0, heard.size - 1) == SOUND
    assert kept.exists()


def _what_leaves(killed: Callable[..., None], chance: random.Random) -> None:
    """No voice without a line in the log, and sent again it is one voice."""
    plan = make_plan()
    for number in range(1, KILLS + 1):
        once = uuid.uuid4().hex
        for seconds in (chance.uniform(0, 0.06), -1):
            killed(seconds, "leave", plan, once)
            assert Voice.objects.count() <= _lines(plan, "share")
        assert Voice.objects.count() == number
