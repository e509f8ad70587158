"""What the raw file of a plan gives away, a kill in the middle of writing, and a copy of it.

Asks SQLite's own file: on PostgreSQL these are not run (tests/everything.py).
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from oppnasoc.careplan import drafts, owning, writing
from oppnasoc.careplan.models import Kind, Piece
from oppnasoc.careplan.people import inviting
from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import log, sealing
from oppnasoc.vault.models import DataKey
from oppnasoc.vault.router import ALIAS
from tests import vaulted
from tests.planned import TOWER, as_owner, client_for, make_goal, make_piece, make_plan, make_seat

ROOT = Path(__file__).resolve().parents[3]
real = pytest.mark.django_db(databases=TOWER, transaction=True)

SECRETS = {
    "name": "Kanariefågel",
    "goal": "jag vill sluta med hemlighetsmedlet",
    "story": "det hände i Lövstagårdens källare",
    "draft": "halvskriven viskning om Torbjörn",
    "person": "Gunhild Syntetisk",
    "private": "mamma slår mig",
    "ending": "jag orkade inte hemlighetslivet",
}


@real
def test_the_raw_file_gives_no_word_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, settings: object
) -> None:
    """Neither the database and what lies beside it nor the log of the program."""
    caplog.set_level(logging.DEBUG)
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan(name=SECRETS["name"])
        goal = make_goal(plan, SECRETS["goal"])
        make_piece(as_owner(plan), Kind.STORY, {"heading": "Då", "words": SECRETS["story"]})
        make_piece(as_owner(plan), Kind.NOTE, {"words": SECRETS["private"]}, section="private")
        drafts.keep(as_owner(plan), "goal:goals:", {"words": SECRETS["draft"]})
        make_seat(plan, name=SECRETS["person"])
        writing.change(as_owner(plan), goal.pk, {"words": SECRETS["goal"] + "!"}, edition=1)
        client = client_for(plan.owner)
        page = client.get(f"/min-plan/{plan.pk}/del/goals/").content.decode()
        assert SECRETS["goal"] in page, "she reads it herself"
        client.raise_request_exception = False
        client.post(f"/min-plan/{plan.pk}/skriv/goal/", {"words": SECRETS["goal"] + "\x00"})
        client.get(f"/min-plan/{plan.pk}/del/finns-inte/")
        owning.close(as_owner(plan), SECRETS["ending"])
        with closing(sqlite3.connect(file)) as disk:
            disk.execute("VACUUM INTO ?", [str(tmp_path / "backup.sqlite3")])
        beside = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert file in beside
        raw = b"".join(each.read_bytes() for each in beside) + caplog.text.encode()
    for what, secret in SECRETS.items():
        for way in (secret, secret.upper(), secret.encode().hex()):
            assert way.encode() not in raw, what


def raw_of(file: Path) -> bytes:
    """The database and what lies beside it, such as its log of writes."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


@real
def test_an_erased_plan_cannot_be_read_out_of_an_old_copy(tmp_path: Path) -> None:
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        goal = make_goal(plan)
        sealed = bytes(Piece.objects.get(pk=goal.pk).body)
        wrapped = bytes(plan.key.wrapped)
        assert wrapped in raw_of(file)
        owning.erase(as_owner(plan))
        assert sealed not in raw_of(file)
        assert wrapped not in raw_of(file)


def begin_another() -> None:
    client_for(uuid.uuid4())  # Somebody opens a plan.


def verify() -> None:
    call_command("vault", "verify", stdout=StringIO())


def nightly() -> None:
    call_command("vault", "nightly", stdout=StringIO())


@real
@pytest.mark.parametrize("chance", [begin_another, verify, nightly])
def test_erased_while_somebody_reads_it_goes_as_soon_as_she_has_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chance: Callable[[], None]
) -> None:
    """A reader holds what stood there before; nobody waits for her for ever, nothing forgets."""
    monkeypatch.setattr(sealing, "PATIENCE", 0.05)
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        sealed = bytes(Piece.objects.get(pk=make_goal(plan).pk).body)
        wrapped = bytes(plan.key.wrapped)
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM vault_line").fetchone()
            owning.erase(as_owner(plan))
            assert wrapped in raw_of(file), "this is what somebody reading does"
            told = StringIO()
            call_command("vault", "verify", stdout=told)
            assert "1 destroyed keys are still in" in told.getvalue()
            chance()
            assert DataKey.objects.filter(copy_left=True).count() == 1
        chance()
        assert sealed not in raw_of(file)
        assert wrapped not in raw_of(file)
        assert not DataKey.objects.filter(copy_left=True).exists()


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


@real
def test_a_copy_and_its_key_are_a_whole_plan(tmp_path: Path) -> None:
    """The restore drill: the file and the key in another place, and nothing else."""
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        make_goal(plan)
        opened = as_owner(plan)
        inviting.add(opened, "relative", {"name": "Syster"})
        connections[ALIAS].close()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        with (
            closing(sqlite3.connect(file)) as disk,
            closing(sqlite3.connect(elsewhere / "vault.sqlite3")) as copy,
        ):
            disk.backup(copy)
        shutil.rmtree(tmp_path / "private", ignore_errors=True)
    reader = (
        "import os, sys, uuid; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import django; django.setup()\n"
        "from oppnasoc.careplan.opening import open_plan\n"
        "from oppnasoc.vault import start\n"
        "start.check()\n"
        "opened = open_plan(uuid.UUID(sys.argv[1]), uuid.UUID(sys.argv[2]), fresh=True)\n"
        "print(opened.name, [read.words.get('words') for read in opened.pieces()])\n"
    )
    command = [sys.executable, "-c", reader, str(plan.pk), str(plan.owner)]
    base = {**os.environ, "SOC_VAR": str(elsewhere), "SOC_PARTS": "plan"}
    right = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={**base, "SOC_VAULT_KEY": vaulted.KEY},
        capture_output=True,
        text=True,
    )
    assert "Vera" in right.stdout, right.stderr
    assert "sova hela natten" in right.stdout
    wrong = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={**base, "SOC_VAULT_KEY": "f" * 64},
        capture_output=True,
        text=True,
    )
    assert wrong.returncode != 0
    assert "Vera" not in wrong.stdout
