"""The master key is changed while plans stay readable; ``./soc vault`` says what it does."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from oppnasoc.vault import log, masters, rotating
from oppnasoc.vault.log import Verb, note
from oppnasoc.vault.masters import WrongKey
from oppnasoc.vault.models import DataKey, Line
from oppnasoc.vault.sealing import Broken, destroy, new_key, seal, unseal
from oppnasoc.vault.start import NotReady, check

from . import TOWER

pytestmark = pytest.mark.django_db(databases=TOWER)


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("vault", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def in_a_file(settings: Any) -> Path:
    """The key lies in a file, as it does unless somebody chose otherwise."""
    path: Path = settings.VAULT_KEY_FILE
    path.write_text(settings.VAULT_KEY)
    settings.VAULT_KEY = ""
    return path


def test_a_new_key_is_made_and_everything_wrapped_anew(in_a_file: Path, settings: Any) -> None:
    key, gone = new_key(), new_key()
    sealed, before = seal(key, "a:1", b"text"), masters.current().id
    destroy(gone)
    count = DataKey.objects.exclude(master="").count()
    assert said("rotate") == [f"{count} keys lie under the new master key."]
    now = masters.current().id
    assert now != before
    assert [each.id for each in masters.earlier()] == [before]
    assert stat.S_IMODE(settings.VAULT_OLD_KEYS_FILE.stat().st_mode) == 0o600
    assert stat.S_IMODE(in_a_file.stat().st_mode) == 0o600
    assert said("keys") == [f"{now}\t{count}\tcurrent"]
    again = DataKey.objects.get(uuid=key.uuid)
    assert unseal(again, "a:1", sealed) == b"text"
    with pytest.raises(Broken):
        unseal(DataKey.objects.get(uuid=gone.uuid), "a:1", sealed)
    settings.VAULT_OLD_KEYS_FILE.unlink()
    check()
    with pytest.raises(WrongKey, match=before):
        unseal(key, "a:1", sealed)  # A row as an old back-up has it.


def test_twice_keeps_both(in_a_file: Path) -> None:
    first = masters.current().id
    said("rotate")
    second = masters.current().id
    said("rotate")
    assert [each.id for each in masters.earlier()] == [first, second]
    assert masters.current().id not in {first, second}


def test_a_key_in_the_environment_is_changed_by_whoever_set_it(settings: Any) -> None:
    with pytest.raises(CommandError, match="SOC_VAULT_OLD_KEYS"):
        said("rotate")
    before = masters.current().id
    settings.VAULT_OLD_KEYS, settings.VAULT_KEY = settings.VAULT_KEY, "0123456789abcdef" * 4
    assert before in "\n".join(said("keys"))
    check()
    assert said("rewrap") == ["2 keys were wrapped anew."]
    assert said("rewrap") == ["0 keys were wrapped anew."]
    settings.VAULT_OLD_KEYS = ""
    check()


def test_what_lies_under_a_lost_key_is_told_and_the_rest_is_done(settings: Any) -> None:
    DataKey.objects.create(master="feedfeedfeedfeed", wrapped=b"x")
    settings.VAULT_OLD_KEYS, settings.VAULT_KEY = settings.VAULT_KEY, "0123456789abcdef" * 4
    with pytest.raises(CommandError, match="feedfeedfeedfeed"):
        said("rewrap")
    assert rotating.under() == {masters.current().id: 2, "feedfeedfeedfeed": 1}
    assert any("MISSING" in line for line in said("keys"))


def test_it_is_not_begun_with_a_wrong_key(in_a_file: Path, settings: Any) -> None:
    in_a_file.write_text("0123456789abcdef" * 4)
    with pytest.raises(NotReady):
        rotating.rotate()
    assert in_a_file.read_text() == "0123456789abcdef" * 4
    assert not settings.VAULT_OLD_KEYS_FILE.exists()


def test_the_log_is_told_of() -> None:
    note(uuid4(), who=None, seat=None, verb=Verb.READ, section="home")
    assert said("verify") == ["The log is whole; it ends at line 1."]
    assert said("anchor") == [str(log.anchor())]


def test_faults_end_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(uuid4(), who=None, seat=None, verb=Verb.READ, section="home")
    kept = tmp_path / "anchors"
    kept.write_text(f"{log.anchor()}\n\n")
    assert len(said("verify", "--anchors", str(kept))) == 1
    kept.write_text(f"9 {'0' * 64}\n")
    with pytest.raises(SystemExit) as end:
        call_command("vault", "verify", "--anchors", str(kept))
    assert end.value.code == 1
    assert capsys.readouterr().out.startswith("9\trolled back\t")
    kept.write_text("nine\n")
    with pytest.raises(CommandError, match="64"):
        said("verify", "--anchors", str(kept))
    assert Line.objects.count() == 1


PROGRAM = """
import base64, hashlib, os, sys
verb, name, of = sys.argv[1:]
assert not any(each.startswith("SOC_") for each in os.environ)
data = base64.b64decode(sys.stdin.read())
pad = hashlib.shake_256(name.encode()).digest(len(data))  # No cipher; only a stand-in for one.
print(base64.b64encode(bytes(a ^ b for a, b in zip(data, pad))).decode())
"""


@pytest.fixture
def kept_elsewhere(settings: Any, tmp_path: Path) -> Path:
    """The municipality's own program looks after the master key."""
    path = tmp_path / "keeper.py"
    path.write_text(PROGRAM)
    settings.VAULT_PROGRAM = [sys.executable, str(path)]
    settings.VAULT_PROGRAM_KEY = "plans-2026"
    return path


def test_a_program_wraps_and_unwraps(kept_elsewhere: Path) -> None:
    key = new_key()
    assert key.master == "program:plans-2026"
    assert unseal(key, "a:1", seal(key, "a:1", b"text")) == b"text"
    check()  # What lay under our own key is read with it.


def test_keys_move_to_a_program_and_to_another_of_its_keys(
    kept_elsewhere: Path, settings: Any
) -> None:
    assert said("rewrap") == ["2 keys were wrapped anew."]
    settings.VAULT_KEY = ""
    settings.VAULT_PROGRAM_KEY = "plans-2027"
    check()
    with pytest.raises(CommandError, match="SOC_VAULT_PROGRAM_KEY"):
        said("rotate")
    assert said("rewrap") == ["2 keys were wrapped anew."]
    assert rotating.under() == {"program:plans-2027": 2}


def test_a_program_that_answers_with_another_row_s_key_opens_nothing(kept_elsewhere: Path) -> None:
    key, other = new_key(), new_key()
    other.wrapped = key.wrapped
    with pytest.raises(Broken):
        unseal(other, "a:1", seal(key, "a:1", b"text"))


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import sys; sys.exit('kanarie')", "ended with 1"),
        ("print('kanarie !')", "base64"),
        ("import time; time.sleep(60)", "took over"),
    ],
)
def test_a_program_that_fails_is_told(
    kept_elsewhere: Path, monkeypatch: pytest.MonkeyPatch, program: str, says: str
) -> None:
    kept_elsewhere.write_text(program)
    monkeypatch.setattr(masters, "PATIENCE", 0.5)
    with pytest.raises(WrongKey, match=says) as why:
        new_key()
    assert "kanarie" not in str(why.value)
    assert why.value.__suppress_context__ or why.value.__context__ is None


def test_a_program_that_is_not_there_is_told(settings: Any) -> None:
    settings.VAULT_PROGRAM = ["/nowhere/keeper"]
    with pytest.raises(WrongKey, match="does not start"):
        new_key()


def test_the_key_never_stands_in_the_arguments(
    kept_elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    run = subprocess.run

    def spy(command: list[str], **more: Any) -> Any:
        seen.append(command)
        assert base64.b64decode(more["input"])
        return run(command, **more)

    monkeypatch.setattr(subprocess, "run", spy)
    key = new_key()
    assert seen[0][-3:] == ["wrap", "plans-2026", str(key.uuid)]
