"""Only a way in that the plan knows opens it, and a code is guessed by nobody."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import connections
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone, translation

from oppnasoc.people.ways import Away
from oppnasoc.trail.tests.disk import at_once, on_disk
from oppnasoc.vault import knowing
from oppnasoc.vault.knowing import (
    NoPhone,
    NotSent,
    TooMany,
    check_code,
    forget_all,
    forget_way,
    is_known,
    kinds_of,
    know,
    send_code,
)
from oppnasoc.vault.models import Code, DataKey, Known, Phone
from oppnasoc.vault.router import ALIAS

from . import TOWER
from .outside import holds

pytestmark = pytest.mark.django_db(databases=TOWER)
VERA, LEO = uuid4(), uuid4()
NUMBER = "070-174 06 05"


class Phones:
    """What was sent: number and text of each message."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.away = False

    def __call__(self, to: str, text: str, reference: str) -> None:
        if self.away:
            raise Away("nobody answers")
        self.got.append((to, text))

    def code(self) -> str:
        found = re.search(r"\d{6}", self.got[-1][1])
        assert found is not None
        return found[0]


@pytest.fixture
def phones(monkeypatch: pytest.MonkeyPatch) -> Phones:
    made = Phones()
    monkeypatch.setattr(knowing, "send_text", made)
    return made


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A quarter past, so that what is counted by the hour is counted in one."""
    with time_machine.travel(timezone.now().replace(minute=15), tick=False) as traveller:
        yield traveller


def request() -> HttpRequest:
    return RequestFactory().get("/")


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(
    ("kind", "reference"), [("passkey", "passkey:7"), ("eid", "eid:abc"), ("phone", NUMBER)]
)
def test_a_way_is_known_to_her_plan_alone(kind: str, reference: str) -> None:
    assert not is_known(VERA, kind, reference)
    first = know(VERA, kind, reference, by=LEO)
    assert first.added_by == LEO
    assert know(VERA, kind, reference, by=VERA) == first
    assert is_known(VERA, kind, reference)
    assert not is_known(LEO, kind, reference)
    assert not is_known(VERA, kind, "+46701740606")
    assert kinds_of(VERA) == {kind}
    assert forget_way(VERA, kind, reference)
    assert not is_known(VERA, kind, reference)
    assert not forget_way(VERA, kind, reference)


def test_a_number_is_known_however_it_is_written() -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    assert is_known(VERA, "phone", "+46 70 174 06 05")
    assert not is_known(VERA, "phone", "nothing")
    with pytest.raises(ValueError, match="phone"):
        know(VERA, "phone", "kanarie", by=VERA)


def test_another_phone_takes_the_place_of_the_first() -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    key = Phone.objects.get().key
    know(VERA, "phone", "070-174 06 06", by=VERA)
    assert not is_known(VERA, "phone", NUMBER)
    assert Phone.objects.count() == Known.objects.count() == 1
    assert DataKey.objects.get(uuid=key.uuid).destroyed_at is not None


def test_nothing_is_known_of_who_has_no_plan(phones: Phones) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    know(VERA, "passkey", "passkey:7", by=VERA)
    know(LEO, "passkey", "passkey:8", by=LEO)
    send_code(VERA, request())
    forget_all(VERA)
    assert kinds_of(VERA) == set()
    assert kinds_of(LEO) == {"passkey"}
    assert not Code.objects.exists()


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_no_number_and_no_code_is_in_the_database(tmp_path: Path, phones: Phones) -> None:
    with on_disk(tmp_path, using=ALIAS) as file:
        know(VERA, "phone", NUMBER, by=VERA)
        know(VERA, "eid", "19121212kanarie", by=VERA)
        send_code(VERA, request())
        for secret in ("701740605", "174 06 05", "kanarie", phones.code()):
            assert not holds(file, secret.encode())
        assert holds(file, b"eid"), "what is not secret is found there"
        connections[ALIAS].close()


def test_a_code_comes_and_opens_once(phones: Phones) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    send_code(VERA, request())
    to, text = phones.got[0]
    assert to == "+46701740605"
    code = phones.code()
    assert not check_code(LEO, code)
    assert check_code(VERA, f" {code[:3]} {code[3:]} ")
    assert not check_code(VERA, code), "good once"
    with translation.override("en"):
        send_code(VERA, request())
    assert phones.got[1][1] == f"Your code is {phones.code()}."
    for word in ("plan", "SIP", "soc", "http"):
        assert word not in text


def test_a_code_lasts_ten_minutes(phones: Phones, clock: time_machine.Traveller) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    send_code(VERA, request())
    clock.shift(timedelta(minutes=10, seconds=1))
    assert not check_code(VERA, phones.code())


def test_only_the_latest_code_opens(phones: Phones) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    send_code(VERA, request())
    early = phones.code()
    send_code(VERA, request())
    assert early == phones.code() or not check_code(VERA, early)
    assert check_code(VERA, phones.code())


def test_five_tries(phones: Phones) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    send_code(VERA, request())
    for wrong in (other_than(phones.code()), "", "abc", "１２３４５６", "0" * 500):
        assert not check_code(VERA, wrong)
    assert not check_code(VERA, phones.code()), "the sixth try is none"


def test_five_codes_an_hour_and_twenty_a_day(phones: Phones, clock: time_machine.Traveller) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    know(LEO, "phone", NUMBER, by=LEO)
    for hour in range(4):
        for _ in range(5):
            send_code(VERA, request())
        with pytest.raises(TooMany):
            send_code(VERA, request())
        clock.shift(timedelta(hours=1))
        assert len(phones.got) == 5 * (hour + 1)
    with pytest.raises(TooMany):
        send_code(VERA, request())
    send_code(LEO, request())
    clock.shift(timedelta(days=1, seconds=1))
    send_code(VERA, request())
    assert Code.objects.count() == 1, "what is older than a day is gone"


def test_codes_that_were_used_are_not_counted(phones: Phones) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    for _ in range(25):
        send_code(VERA, request())
        assert check_code(VERA, phones.code())
    for _ in range(5):
        send_code(VERA, request())
    with pytest.raises(TooMany) as many:
        send_code(VERA, request())
    assert many.value.until is not None


def test_a_network_has_a_wide_limit(phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowing, "FROM_A_NETWORK", 1)
    for user in (VERA, LEO):
        know(user, "phone", NUMBER, by=user)
    send_code(VERA, request())
    with pytest.raises(TooMany):
        send_code(LEO, request())


def test_without_a_phone_nothing_is_sent(phones: Phones) -> None:
    know(VERA, "passkey", "passkey:7", by=VERA)
    with pytest.raises(NoPhone):
        send_code(VERA, request())
    assert not check_code(VERA, "000000")
    assert phones.got == []


def test_a_message_that_does_not_leave_is_told(phones: Phones) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    phones.away = True
    with pytest.raises(NotSent) as why:
        send_code(VERA, request())
    assert why.value.__suppress_context__


@pytest.mark.django_db(databases=TOWER, transaction=True)
def test_who_tries_with_many_hands_has_five_tries(
    tmp_path: Path, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(VERA, "phone", NUMBER, by=VERA)
    send_code(VERA, request())
    compared: list[bytes] = []
    compare = hmac.compare_digest

    def counted(one: bytes, other: bytes) -> bool:
        compared.append(one)
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", counted)
    with on_disk(tmp_path, using=ALIAS):

        def guess() -> int:
            return sum(check_code(VERA, f"{n:05}x") for n in range(3))

        assert at_once(*[guess] * 4, using=ALIAS) == [0] * 4
        assert len(compared) == knowing.TRIES
        connections[ALIAS].close()
