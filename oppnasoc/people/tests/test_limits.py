"""Limits by network: counted together, wide enough for a library, nothing kept of an address."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from time_machine import travel

from oppnasoc.people import limits
from oppnasoc.people.daily import forget_networks
from oppnasoc.people.models import Tally
from oppnasoc.trail.tests.disk import at_once, on_disk


def ask(address: str = "192.0.2.1", **more: Any) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address, **more)


def many(times: int, request: HttpRequest, **more: Any) -> list[bool]:
    return [limits.count("tests.done", request, most=3, **more) for _time in range(times)]


@pytest.mark.usefixtures("same_hour")
@pytest.mark.django_db
def test_as_many_as_pass_and_no_more() -> None:
    assert many(5, ask()) == [True, True, True, False, False]
    assert many(1, ask("192.0.2.2")) == [True]
    assert limits.count("tests.other", ask(), most=3)
    assert not limits.within("tests.done", ask(), most=3)
    assert limits.within("tests.done", ask("192.0.2.2"), most=3)
    assert limits.within("tests.done", ask("192.0.2.3"), most=3)


@pytest.mark.django_db
def test_the_next_hour_begins_anew() -> None:
    with travel("2026-03-03 10:59:59+01:00", tick=False):
        assert many(4, ask())[-1] is False
        assert many(4, ask(), hours=24)[-1] is False
    with travel("2026-03-03 11:00:00+01:00", tick=False):
        assert many(1, ask()) == [True]
        assert many(1, ask(), hours=24) == [False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.129", False),
        ("", "no address", True),
    ],
)
def test_what_is_one_network(one: str, other: str, same: bool) -> None:
    assert (limits.address(ask(one)) == limits.address(ask(other))) == same


@pytest.mark.django_db
def test_behind_proxies(settings: Any) -> None:
    forged = ask("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert limits.address(forged) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits.address(forged) == "198.51.100.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert limits.address(forged) == ""


@pytest.mark.django_db
def test_nothing_of_the_address_is_kept(settings: Any) -> None:
    many(1, ask("192.0.2.77"))
    kept = " ".join(str(value) for row in Tally.objects.values() for value in row.values())
    assert "192.0.2" not in kept
    since = Tally.objects.get().since
    first = limits.network(ask("192.0.2.77"), since)
    assert first == Tally.objects.get().network
    assert limits.network(ask("192.0.2.77"), since + timedelta(hours=1)) != first
    settings.SECRET_KEY = "en annan nyckel"
    assert limits.network(ask("192.0.2.77"), since) != first


@pytest.mark.django_db
def test_forgotten_the_next_day() -> None:
    with travel(timezone.now() - timedelta(hours=26)):
        many(1, ask())
    many(1, ask("192.0.2.9"))
    assert forget_networks(timezone.localdate()) == 1
    assert forget_networks(timezone.localdate()) == 0
    assert Tally.objects.count() == 1


@pytest.mark.usefixtures("same_hour")
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_counted_one_by_one(tmp_path: Path) -> None:
    with on_disk(tmp_path):
        passed = at_once(*[lambda: limits.count("tests.done", ask(), most=12)] * 20)
        assert (passed.count(True), passed.count(False)) == (12, 8)
        assert Tally.objects.get().count == 20
