"""What the raw file of a plan gives away, and a copy of it.

Asks SQLite's own file: on PostgreSQL these are not run (tests/everything.py).
"""

from __future__ import annotations

import base64
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, models
from django.utils import timezone

from oppnasoc.careplan import consent, drafts, owning, writing
from oppnasoc.careplan.models import (
    Ask,
    Call,
    Confirmation,
    Draft,
    Edition,
    Grant,
    How,
    Invite,
    Kind,
    Piece,
    Plan,
    Power,
    Recording,
    Seat,
    SeatKind,
    Share,
    Stretch,
)
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.sealed import Sealed
from oppnasoc.careplan.story import recordings, sharing
from oppnasoc.careplan.turns import asking, confirming, meeting
from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import knowing, sealing, sittings
from oppnasoc.vault.models import Code, DataKey, Head, Known, Line, Phone, Proof, Sitting
from oppnasoc.vault.router import ALIAS
from tests import vaulted
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    make_action,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
)

from .sounds import mp4

ROOT = Path(__file__).resolve().parents[3]
real = pytest.mark.django_db(databases=TOWER, transaction=True)

Model = type[models.Model]
#: What is sealed or hashed in a row says nothing that anybody wrote.
SAYS_NOTHING: set[Model] = {Line, Head, Proof}


def with_bytes() -> set[Model]:
    """Every table of the tower that holds something sealed or hashed."""
    every = [m for app in (ALIAS, "careplan") for m in apps.get_app_config(app).get_models()]
    return {m for m in every if any(isinstance(f, models.BinaryField) for f in m._meta.fields)}


def write_everything() -> tuple[Plan, dict[Model, list[str | bytes]]]:
    """A plan where everybody has written what should be nowhere in the file, by table."""
    plan = make_plan(name="Kanariefågel")
    owner = as_owner(plan)
    nils = make_seat(plan, side="region", name="Gunhild Syntetisk", chief="Chefen Björnbär",
                     phone="070-174 06 33")  # fmt: skip
    goal = make_goal(plan, "jag vill sluta med hemlighetsmedlet")
    writing.change(owner, goal.pk, {"words": "jag slutade med det i våras"}, edition=1)
    story = make_piece(owner, Kind.STORY, {"heading": "Då", "words": "i Lövstagårdens källare"})
    make_piece(owner, Kind.NOTE, {"words": "mamma slår mig"}, section="private")
    make_piece(owner, Kind.ACUTE, {"what": "Kronofogdens brev"}, item="debts")
    assert drafts.keep(as_owner(plan), "acute:debts", {"words": "halvskriven viskning om Torbjörn"})
    eva = make_seat(plan, SeatKind.TRUSTEE, side="none", name="Eva")
    inviting.empower(as_owner(plan), eva, decided_on=timezone.localdate(), until_on=None,
                     rights=True, property=False, person=False,
                     evidence="Tingsrättens beslut T 4711-26")  # fmt: skip
    consent.give(as_owner(plan), nils, "meeting", how=How.SPOKEN, witness="Vittnet Åsa Ekorre")
    asked = asking.ask(as_owner(plan), seat=nils, whom="Avdelning Björktrasten",
                       words="Vi behöver mötas om skulderna")  # fmt: skip
    asking.receive(as_seat(nils), asked, "Registrator Ärla")
    asking.refuse(as_seat(nils), asked, reason="Inga behov enligt oss", name="Leyla Nejsägare",
                  turn_to="Patientnämnden i Sundhamn")  # fmt: skip
    asking.ask(as_owner(plan), "municipality", support="case_manager",
               words="någon som går bredvid mig")  # fmt: skip
    soon = timezone.localdate() + timedelta(days=9)
    meeting.call(as_owner(plan), {"purpose": "Om vräkningen"}, day=soon, seats=[nils])
    meeting.answer(as_seat(nils), Call.objects.get().pk, "substitute", mandate=True,
                   substitute="Vikarien Sork", substitute_role="överläkare i jouren",
                   words="kommer tio minuter sent")  # fmt: skip
    signed = make_action(plan, make_seat(plan, on_paper=True))
    confirming.note_paper(as_owner(plan), signed.pk, edition=1, shown_by="Läkaren Hornuggla",
                          day=timezone.localdate())  # fmt: skip
    sound = b"ljudet av en alldeles egen berattelse" * 30
    recordings.keep(as_owner(plan), story.pk, mp4(sound=sound), seconds=7)
    link = sharing.make(as_owner(plan), "story")
    paper = inviting.add(as_owner(plan), "relative", {"name": "Syster Kantarell"})
    token = inviting.invite(as_owner(plan), paper)
    knowing.know(plan.owner, "phone", "070-174 06 21", by=plan.owner)
    knowing.know(plan.owner, "passkey", "passkey:kanariefageln", by=plan.owner)
    digits = knowing.desk_code(plan.owner)
    client = client_for(plan.owner)
    page = client.get(f"/min-plan/{plan.pk}/del/goals/").content.decode()
    assert "jag slutade med det i våras" in page, "she reads it herself"
    client.raise_request_exception = False
    client.post(f"/min-plan/{plan.pk}/skriv/goal/", {"words": "ett tecken som inte går\x00"})
    client.get(f"/min-plan/{plan.pk}/del/finns-inte/")
    owning.close(as_owner(plan), "jag orkade inte hemlighetslivet")
    return plan, {
        Plan: ["Kanariefågel", "jag orkade inte hemlighetslivet"],
        Seat: ["Gunhild Syntetisk", "Chefen Björnbär", "070-174 06 33", "Syster Kantarell"],
        Power: ["Tingsrättens beslut T 4711-26"],
        Grant: ["Vittnet Åsa Ekorre"],
        Invite: [token.token, token.code],
        Piece: ["jag slutade med det i våras", "i Lövstagårdens källare", "mamma slår mig",
                "Kronofogdens brev", "Om vräkningen", "debts"],
        Edition: ["jag vill sluta med hemlighetsmedlet", "ett tecken som inte går"],
        Draft: ["halvskriven viskning om Torbjörn", "acute:debts"],
        Ask: ["Avdelning Björktrasten", "Vi behöver mötas om skulderna", "Registrator Ärla",
              "Inga behov enligt oss", "Leyla Nejsägare", "Patientnämnden i Sundhamn",
              "någon som går bredvid mig"],
        Call: ["Vikarien Sork", "överläkare i jouren", "kommer tio minuter sent"],
        Confirmation: ["Läkaren Hornuggla"],
        Recording: ["audio/mp4"],
        Stretch: [sound[:200]],
        Share: [link.token],
        DataKey: [sealing.secret_of(plan.key)],
        Sitting: [client.cookies[sittings.COOKIE].value, str(client.session.session_key)],
        Known: ["passkey:kanariefageln"],
        Phone: ["070-174 06 21", "0701740621", "+46701740621"],
        Code: [digits],
    }  # fmt: skip


@real
def test_the_raw_file_gives_no_word_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the database and what lies beside it nor the log of the program; of every table."""
    caplog.set_level(logging.DEBUG)
    with on_disk(tmp_path, using=ALIAS) as file:
        plan, secrets = write_everything()
        assert {*secrets} | SAYS_NOTHING == with_bytes() | {Share}, "write in the new table too"
        for model, told in secrets.items():
            rows: list[Any] = list(model._default_manager.all())
            assert rows, model
            if issubclass(model, Sealed) and model is not Invite:
                editions = [getattr(row, "edition", 0) if model is Piece else 0 for row in rows]
                read = str([r.words(plan.key, e) for r, e in zip(rows, editions, strict=True)])
                read += str([getattr(row, "item", "") for row in rows]) + "acute:debts"
                assert [each for each in told if str(each) not in read] == [], "it is there"
        with closing(sqlite3.connect(file)) as disk:
            disk.execute("VACUUM INTO ?", [str(tmp_path / "backup.sqlite3")])
        beside = [each for each in tmp_path.rglob("*") if each.is_file()]
        assert file in beside
        raw = b"".join(each.read_bytes() for each in beside) + caplog.text.encode()
    for model, told in secrets.items():
        for secret in told:
            plain = secret.encode() if isinstance(secret, str) else secret
            ways = [plain, plain.hex().encode(), base64.b64encode(plain)[:-4]]
            ways += [secret.upper().encode()] if isinstance(secret, str) else []
            ways = [plain, *(way for way in ways if len(way) > 6)]
            assert [way for way in ways if way in raw] == [], f"{model.__name__}: {secret!r}"


def raw_of(file: Path) -> bytes:
    """The database and what lies beside it, such as its log of writes."""
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


@real
def test_an_erased_plan_is_nowhere_in_the_file(tmp_path: Path) -> None:
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
