"""What was erased or taken back does not come back with an older copy of the database.

Puts SQLite's own file back: on PostgreSQL these are not run (tests/everything.py).
"""

from __future__ import annotations

import sqlite3
import stat
import uuid
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from oppnasoc.careplan import consent, owning
from oppnasoc.careplan.models import Grant, Invite, Kind, Piece, Plan, Seat, SeatKind, Share
from oppnasoc.careplan.opening import NotThere, open_plan
from oppnasoc.careplan.people import inviting
from oppnasoc.careplan.story import sharing
from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import gone, knowing, log, sealing, start
from oppnasoc.vault.models import DataKey, Known, Line, Phone
from oppnasoc.vault.router import ALIAS
from oppnasoc.vault.start import NotReady
from tests.planned import (
    TOWER,
    as_owner,
    as_seat,
    client_for,
    make_goal,
    make_piece,
    make_plan,
    make_seat,
    show,
)

from .pages import html, url

real = pytest.mark.django_db(databases=TOWER, transaction=True)


def copied(file: Path) -> Path:
    """A back-up of the database as it is now."""
    copy = file.with_name("copy.sqlite3")
    with closing(sqlite3.connect(file)) as disk, closing(sqlite3.connect(copy)) as other:
        disk.backup(other)
    return copy


def put_back(copy: Path, file: Path) -> None:
    connections[ALIAS].close()
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    file.write_bytes(copy.read_bytes())


def raw_of(file: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


def vault(what: str) -> str:
    told = StringIO()
    call_command("vault", what, stdout=told)
    return told.getvalue()


@real
def test_an_erased_plan_does_not_come_back_with_an_old_copy(tmp_path: Path, settings: Any) -> None:
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        sealed = bytes(Piece.objects.get(pk=make_goal(plan).pk).body)
        knowing.know(plan.owner, "phone", "070-174 06 21", by=plan.owner)
        number = Phone.objects.get().key_id
        wrapped = bytes(plan.key.wrapped)
        copy = copied(file)
        page = html(client_for(plan.owner).get(url(plan, "plan_erase")))
        assert "Äldre säkerhetskopior finns kvar en tid" in page, "nothing is promised but this"
        assert "så raderas din plan igen" in page
        owning.erase(as_owner(plan))
        start.check()
        put_back(copy, file)
        assert wrapped in raw_of(file), "the copy is a whole one"
        assert DataKey.objects.get(pk=plan.key_id).master
        with pytest.raises(NotReady, match=r"\./soc vault replay"):
            start.check()
        assert "have ended again" in vault("replay")
        start.check()
        assert not Plan.objects.exists()
        assert not Known.objects.exists()
        for key in (plan.key_id, number):
            assert DataKey.objects.get(pk=key).destroyed_at
        with pytest.raises(sealing.Broken):
            sealing.secret_of(DataKey.objects.get(pk=plan.key_id))
        with pytest.raises(NotThere):
            open_plan(plan.pk, plan.owner, fresh=True)
        assert wrapped not in raw_of(file)
        assert sealed not in raw_of(file)
        assert log.lines_of(plan.pk)[0].verb == log.Verb.REPLAY
        before = Line.objects.count()
        assert "0 things" in vault("replay"), "twice is once"
        assert Line.objects.count() == before
        assert log.verify() == []
    assert stat.S_IMODE(settings.VAULT_GONE_FILE.stat().st_mode) == 0o600


@real
def test_what_was_taken_back_does_not_come_back_with_an_old_copy(tmp_path: Path) -> None:
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        siv, nils = make_seat(plan), make_seat(plan, side="region", name="Nils Sjuksköterska")
        make_goal(plan)
        make_piece(as_owner(plan), Kind.STORY, {"heading": "Då", "words": "Nian"})
        show(siv, "goals", "story")
        show(nils, "goals")
        yes = Grant.objects.get(seat=siv, section="goals")
        share = sharing.make(as_owner(plan), "story").share
        mother = inviting.add(as_owner(plan), SeatKind.RELATIVE, {"name": "Mona"})
        inviting.invite(as_owner(plan), mother)
        copy = copied(file)
        consent.withdraw(as_owner(plan), yes)
        consent.exclude(as_owner(plan), siv, "story")
        sharing.revoke(as_owner(plan), share.pk)
        inviting.uninvite(as_owner(plan), mother)
        inviting.end(as_owner(plan), nils)
        put_back(copy, file)
        assert as_seat(siv).pieces(section="goals"), "it has come back"
        with pytest.raises(NotReady, match="replay"):
            start.check()
        vault("replay")
        start.check()
        assert as_seat(siv).sections == []
        assert Seat.objects.get(pk=nils.pk).ended_at
        assert not Share.objects.get().is_live
        assert Invite.objects.get(seat=mother).withdrawn_at
        assert log.verify() == []
        page = html(client_for(plan.owner).get(url(plan, "plan_log")))
        assert "Kommunen</b> avslutade det igen, när en äldre kopia lades tillbaka" in page
        assert Plan.objects.get(pk=plan.pk).owner == plan.owner, "what was not taken back is there"


@real
def test_a_stolen_phone_and_a_hidden_home_do_not_come_back(tmp_path: Path) -> None:
    """A way in that she has removed, and where she is, once she has said that it must not stand."""
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        make_piece(as_owner(plan), Kind.ABOUT, {"called": "Vera", "address": "Hamngatan 3"})
        for passkey in ("passkey:1", "passkey:2"):
            knowing.know(plan.owner, "passkey", passkey, by=plan.owner)
        copy = copied(file)
        owning.protect(as_owner(plan), True)
        for passkey in ("passkey:1", "passkey:2"):
            knowing.forget_way(plan.owner, "passkey", passkey)
        knowing.know(plan.owner, "passkey", "passkey:2", by=plan.owner)
        put_back(copy, file)
        assert knowing.is_known(plan.owner, "passkey", "passkey:1"), "it has come back"
        with pytest.raises(NotReady, match="replay"):
            start.check()
        client = client_for(plan.owner)
        assert vault("replay").splitlines()[:2] == ["open\t1", "way\t1"]
        start.check()
        assert not knowing.is_known(plan.owner, "passkey", "passkey:1")
        assert knowing.is_known(plan.owner, "passkey", "passkey:2"), "she made it known again"
        assert client.get(url(plan, "plan")).status_code == 302, "what stood open is closed"
        plan.refresh_from_db()
        assert plan.protected
        [about] = as_owner(plan).pieces(Kind.ABOUT)
        assert about.words["address"] == ""
        owning.protect(as_owner(plan), False)
        start.check()


@real
@pytest.mark.parametrize("mends", ["nightly", "anchor"])
def test_what_a_crash_kept_out_of_the_list_is_in_it_by_the_morning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mends: str, settings: Any
) -> None:
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        copy = copied(file)
        with monkeypatch.context() as full:
            full.setattr(gone, "_add", lambda lines: (_ for _ in ()).throw(OSError("full")))
            owning.erase(as_owner(plan))
        assert not Plan.objects.exists(), "she is not kept waiting for a list"
        assert not settings.VAULT_GONE_FILE.exists()
        vault(mends)
        put_back(copy, file)
        with pytest.raises(NotReady, match="replay"):
            start.check()


@real
def test_a_yes_that_was_given_again_stays(tmp_path: Path) -> None:
    with on_disk(tmp_path, using=ALIAS) as file:
        plan = make_plan()
        siv = make_seat(plan)
        show(siv, "goals")
        yes = Grant.objects.get(seat=siv)
        consent.withdraw(as_owner(plan), yes)
        assert gone.written()["yes"] == {yes.pk}
        yes.refresh_from_db()
        consent.restore(as_owner(plan), yes)
        assert gone.written()["yes"] == set()
        put_back(copied(file), file)
        start.check()
        assert vault("replay").startswith("0 things")
        assert as_seat(siv).sections == ["goals"]


@pytest.mark.django_db(databases=TOWER)
def test_a_line_that_was_cut_off_hides_none(settings: Any) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    gone._add([("key", one)])
    with settings.VAULT_GONE_FILE.open("a") as file:
        file.write("2026-11-23T12:00:00+00:00 key 0123")
    gone._add([("key", other)])
    assert gone.written()["key"] == {one, other}
    assert gone.back() == {}, "what is not there at all is not back"


@pytest.mark.django_db(databases=TOWER)
@pytest.mark.parametrize("ask", [start.check, start.prepare])
def test_a_list_that_cannot_be_read_is_told(ask: Callable[[], None], settings: Any) -> None:
    settings.VAULT_GONE_FILE.mkdir()
    with pytest.raises(NotReady, match="cannot be read"):
        ask()
    with pytest.raises((CommandError, OSError)):
        vault("replay")
