"""A vault is made once, opened with the right key only, and can be put back on another machine."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import log, masters, start
from oppnasoc.vault.log import Verb
from oppnasoc.vault.masters import LABEL, Key
from oppnasoc.vault.models import DataKey, Head, Proof
from oppnasoc.vault.router import ALIAS
from oppnasoc.vault.sealing import new_key, seal, unseal
from oppnasoc.vault.start import NotReady, check, prepare

from . import TOWER
from .outside import copied, environment, run

pytestmark = pytest.mark.django_db(databases=TOWER)


@pytest.fixture
def empty(settings: Any) -> None:
    """A database in which nothing was begun, and no key in the environment."""
    Head.objects.all().delete()
    Proof.objects.all().delete()
    DataKey.objects.all().delete()
    settings.VAULT_KEY = ""


def test_a_new_vault_gets_a_key_of_its_own(empty: None, settings: Any) -> None:
    prepare()
    path = settings.VAULT_KEY_FILE
    assert path.read_text().startswith(LABEL)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.glob("vault_key*")] == ["vault_key"]
    assert Proof.objects.count() == Head.objects.count() == 1
    kept = path.read_text(), Proof.objects.values().get(), DataKey.objects.count()
    prepare()
    assert kept == (path.read_text(), Proof.objects.values().get(), DataKey.objects.count())


def test_a_key_that_is_there_is_taken(empty: None, settings: Any) -> None:
    settings.VAULT_KEY_FILE.write_text("ab" * 16 + "0123456789abcdef" * 2)
    prepare()
    assert settings.VAULT_KEY_FILE.read_text().startswith("abab")


def test_a_lost_key_is_told_and_not_replaced(empty: None, settings: Any) -> None:
    prepare()
    settings.VAULT_KEY_FILE.unlink()
    for ask in (check, prepare):
        with pytest.raises(NotReady, match="vault_key"):
            ask()
    assert not settings.VAULT_KEY_FILE.exists()


def test_a_wrong_key_is_told(empty: None, settings: Any) -> None:
    """As when the folder was moved and somebody let the program make a new one."""
    prepare()
    settings.VAULT_KEY_FILE.unlink()
    start.keep(Key(os.urandom(32)), settings.VAULT_KEY_FILE)
    with pytest.raises(NotReady, match="Put the right key back") as why:
        check()
    assert masters.at_hand() is not None
    assert settings.VAULT_KEY_FILE.read_text()[len(LABEL) :].strip() not in str(why.value)


def test_a_key_that_one_plan_only_lies_under_is_missed_too() -> None:
    DataKey.objects.create(master="feedfeedfeedfeed", wrapped=b"x")
    with pytest.raises(NotReady, match="feedfeedfeedfeed"):
        check()


def test_a_database_that_was_altered_is_told() -> None:
    Proof.objects.update(sealed=b"\1" + bytes(60))
    with pytest.raises(NotReady, match="not as it was written"):
        check()


def test_a_log_whose_head_was_altered_is_told() -> None:
    Head.objects.update(seq=7)
    with pytest.raises(NotReady, match="not as it was written"):
        check()


def test_half_a_vault_is_told() -> None:
    Proof.objects.all().delete()
    with pytest.raises(NotReady, match="back-up"):
        prepare()


@pytest.mark.parametrize(
    "text", ["", "abc", "00" * 32, "zz" * 32, "é" * 43, LABEL, LABEL + "A" * 43, "ab" * 33]
)
def test_what_is_no_key_is_told(text: str, settings: Any) -> None:
    settings.VAULT_KEY = text or " "
    with pytest.raises(NotReady, match="SOC_VAULT_KEY"):
        check()


def test_both_ways_to_write_a_key_are_read() -> None:
    key = Key(os.urandom(32))
    for text in (key.secret.hex(), masters.written(key), masters.written(key).removeprefix(LABEL)):
        assert masters.parsed(f" {text}\n", "here") == key
    assert key.secret.hex() not in repr(key)


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_restored_in_another_place(tmp_path: Path, settings: Any) -> None:
    """The drill of docs/operations.md: a copy of the database and the key, and nothing else."""
    there = tmp_path / "there"
    there.mkdir()
    (there / "vault_key").write_text(masters.written(masters.parsed(settings.VAULT_KEY, "")))
    program = (
        "import sys, django; django.setup();"
        "from oppnasoc.vault import log, sealing, start; from oppnasoc.vault.models import DataKey;"
        "start.check();"
        "key = DataKey.objects.get(uuid=sys.argv[1]);"
        "sys.stdout.buffer.write(sealing.unseal(key, 'here:1', bytes.fromhex(sys.argv[2])));"
        "assert not log.verify([log.Anchor.read(sys.argv[3])])"
    )
    with on_disk(tmp_path, using=ALIAS) as file:
        key = new_key()
        sealed = seal(key, "here:1", "Åsa vill bo kvar.".encode())
        log.note(uuid4(), who=None, seat=None, verb=Verb.READ, section="home")
        arguments = [str(key.uuid), sealed.hex(), str(log.anchor())]
        with copied(file, there) as known:
            assert run(known, program, *arguments).stdout == "Åsa vill bo kvar."
            (there / "vault_key").unlink()
            without = run(known, program, *arguments)
    assert without.returncode == 1
    assert without.stdout == ""
    assert "NotReady" in without.stderr


KILLED = """
import os, signal, sys, django
django.setup()
from oppnasoc.vault import rotating
from oppnasoc.vault.models import DataKey
rotating.BATCH, after = 2, int(sys.argv[1])
wrap, done = rotating.wrap, []
def dying(key, secret):
    done.append(key)
    if len(done) > after:
        os.kill(os.getpid(), signal.SIGKILL)
    wrap(key, secret)
rotating.wrap = dying
replace, times = rotating._replace, []
def replacing(path, text):
    if after == -len(times) - 1:
        os.kill(os.getpid(), signal.SIGKILL)
    times.append(path)
    replace(path, text)
rotating._replace = replacing
rotating.rotate()
"""


@pytest.mark.django_db(databases=TOWER, transaction=True)
@pytest.mark.parametrize("after", [-1, -2, 0, 1, 3, 6])
def test_a_rotation_that_is_killed_loses_nothing(after: int, tmp_path: Path, settings: Any) -> None:
    """Before a file is written, between the two, in a batch and between; it can be run again."""
    keys = [new_key() for _ in range(7)]
    sealed = [seal(key, "here:1", str(key.uuid).encode()) for key in keys]
    with on_disk(tmp_path, using=ALIAS):
        connections[ALIAS].close()
        settings.VAULT_KEY_FILE.write_text(settings.VAULT_KEY)
        settings.VAULT_KEY = ""
        assert run(environment(tmp_path), KILLED, str(after)).returncode == -signal.SIGKILL

        def readable() -> list[str]:
            check()
            again = DataKey.objects.in_bulk([key.uuid for key in keys])
            texts = [
                unseal(again[key.uuid], "here:1", text)
                for key, text in zip(keys, sealed, strict=True)
            ]
            return [text.decode() for text in texts]

        assert readable() == [str(key.uuid) for key in keys]
        from oppnasoc.vault import rotating

        rotating.rotate()
        assert readable() == [str(key.uuid) for key in keys]
        assert set(rotating.under()) == {masters.current().id}
        settings.VAULT_OLD_KEYS_FILE.unlink()
        assert readable() == [str(key.uuid) for key in keys]
        connections[ALIAS].close()
