"""What is sealed comes back whole, in its place and with its key, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from oppnasoc.trail.tests.disk import on_disk
from oppnasoc.vault import masters, sealing
from oppnasoc.vault.masters import WrongKey
from oppnasoc.vault.models import DataKey
from oppnasoc.vault.router import ALIAS
from oppnasoc.vault.sealing import Broken, destroy, keys_at_hand, new_key, seal, unseal

from . import TOWER
from .outside import holds

pytestmark = pytest.mark.django_db(databases=TOWER)
PLACE = "careplan.Piece:1:3"


def make_key() -> DataKey:
    """A key that lies in no table, where only its bytes matter."""
    key = DataKey()
    sealing.wrap(key, bytes(range(32)))
    return key


@hypothesis_settings(max_examples=50, deadline=None)
@given(plain=st.binary(max_size=300))
def test_what_is_sealed_comes_back(plain: bytes) -> None:
    key = make_key()
    sealed = seal(key, PLACE, plain)
    assert unseal(key, PLACE, sealed) == plain
    assert sealed != seal(key, PLACE, plain), "a nonce is never used twice"


@hypothesis_settings(max_examples=100, deadline=None)
@given(data=st.data(), plain=st.binary(max_size=100))
def test_one_bit_is_enough_to_break_it(data: st.DataObject, plain: bytes) -> None:
    key = make_key()
    sealed = bytearray(seal(key, PLACE, plain))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Broken):
        unseal(key, PLACE, bytes(sealed))


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_piece_of_it_is_nothing(data: st.DataObject) -> None:
    key = make_key()
    sealed = seal(key, PLACE, b"Jag vill bo kvar.")
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for part in (sealed[:cut], sealed[len(sealed) - cut :]):
        with pytest.raises(Broken):
            unseal(key, PLACE, part)


@hypothesis_settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_wrapped_key_that_was_altered_opens_nothing(data: st.DataObject) -> None:
    key = make_key()
    sealed = seal(key, PLACE, b"text")
    wrapped = bytearray(key.wrapped)
    bit = data.draw(st.integers(0, len(wrapped) * 8 - 1))
    wrapped[bit // 8] ^= 1 << bit % 8
    key.wrapped = bytes(wrapped)
    with pytest.raises(Broken):
        unseal(key, PLACE, sealed)


@pytest.mark.parametrize("other", ["careplan.Piece:2:3", "careplan.Piece:1:2", ""])
def test_it_opens_in_its_own_place_only(other: str) -> None:
    """Not in another row, and not as another edition."""
    key = new_key()
    sealed = seal(key, PLACE, b"text")
    with pytest.raises(Broken):
        unseal(key, other, sealed)


def test_it_opens_with_its_own_key_only() -> None:
    key, other = new_key(), new_key()
    sealed = seal(key, PLACE, b"text")
    with pytest.raises(Broken):
        unseal(other, PLACE, sealed)
    other.wrapped = key.wrapped  # The wrapped key is bound to its row too.
    with pytest.raises(Broken):
        unseal(other, PLACE, sealed)


def test_what_is_broken_says_nothing_of_what_it_was() -> None:
    key = new_key()
    with pytest.raises(Broken) as why:
        unseal(key, "careplan.Piece:kanarie:1", seal(key, PLACE, b"kanarie"))
    assert "kanarie" not in repr(why.value)
    assert why.value.__cause__ is None
    assert why.value.__suppress_context__


def test_the_length_tells_little() -> None:
    key = new_key()
    assert len({len(seal(key, PLACE, bytes(n))) for n in range(63)}) == 1
    assert len(seal(key, PLACE, bytes(64))) > len(seal(key, PLACE, bytes(63)))


def test_a_row_from_the_database_opens_it() -> None:
    """PostgreSQL and SQLite give bytes back in ways of their own."""
    key = new_key()
    sealed = seal(key, PLACE, b"text")
    again = DataKey.objects.get(uuid=key.uuid)
    assert unseal(again, PLACE, memoryview(sealed)) == b"text"  # type: ignore[arg-type]


def test_an_unknown_master_is_told(settings: object) -> None:
    key = new_key()
    sealed = seal(key, PLACE, b"text")
    key.master = "0" * 16
    with pytest.raises(WrongKey, match="0000000000000000"):
        unseal(key, PLACE, sealed)


def test_keys_are_at_hand_for_a_while_only(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    sealed = seal(key, PLACE, b"text")
    asked: list[str] = []
    named = masters.named

    def counted(master: str) -> masters.Master:
        asked.append(master)
        return named(master)

    monkeypatch.setattr(masters, "named", counted)
    with keys_at_hand():
        for _ in range(3):
            unseal(key, PLACE, sealed)
        assert len(asked) == 1
        destroy(key)
        with pytest.raises(Broken):
            unseal(key, PLACE, sealed)
    unseal(other := new_key(), PLACE, seal(other, PLACE, b"x"))
    assert len(asked) == 3, "nothing is kept afterwards"


def test_what_was_destroyed_is_gone() -> None:
    key = new_key()
    sealed = seal(key, PLACE, b"text")
    destroy(key)
    for each in (key, DataKey.objects.get(uuid=key.uuid)):
        with pytest.raises(Broken):
            unseal(each, PLACE, sealed)
        with pytest.raises(Broken):
            seal(each, PLACE, b"more")
        assert each.destroyed_at is not None


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_nothing_of_it_is_left_in_the_database(tmp_path: Path) -> None:
    """Not even in what SQLite has deleted or is about to write."""
    with on_disk(tmp_path, using=ALIAS) as file:
        key = new_key()
        wrapped, sealed = bytes(key.wrapped), seal(key, PLACE, b"text")
        assert holds(file, wrapped)
        destroy(key)
        connections[ALIAS].close()
        assert not holds(file, wrapped)
        with pytest.raises(Broken):
            unseal(DataKey.objects.get(uuid=key.uuid), PLACE, sealed)
        connections[ALIAS].close()


def test_a_key_is_never_shown() -> None:
    key = new_key()
    shown = repr(key) + str(key) + repr(masters.current())
    assert sealing.secret_of(key).hex() not in shown
    assert repr(sealing.secret_of(key)) not in shown


def test_a_name_is_sealed_alike_and_told_to_its_own_place_only() -> None:
    """So that there can be one of it; nothing is read of it, not even how long it is."""
    key, other = new_key(), new_key()
    sealed = sealing.seal_name(key, PLACE, "debts")
    assert sealed == sealing.seal_name(key, PLACE, "debts")
    assert len(sealed) == len(sealing.seal_name(key, PLACE, "sleep-tonight"))
    assert sealing.unseal_name(key, PLACE, sealed) == "debts"
    assert sealed not in {
        sealing.seal_name(other, PLACE, "debts"),
        sealing.seal_name(key, PLACE + "1", "debts"),
    }
    for whose, where, what in (
        (other, PLACE, sealed),
        (key, PLACE + "1", sealed),
        (key, PLACE, sealed[:-4] + "AAA="),
        (key, PLACE, "x"),
    ):
        with pytest.raises(Broken):
            sealing.unseal_name(whose, where, what)
    destroy(key)
    with pytest.raises(Broken):
        sealing.unseal_name(key, PLACE, sealed)
