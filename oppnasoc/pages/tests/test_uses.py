"""How the site is used: patterns of addresses, never who, and the page for those who mend."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oppnasoc.pages import uses
from oppnasoc.pages.uses import Use
from oppnasoc.search import vain
from tests.town import ROLES, Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def counting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.COUNT_USE = True
    monkeypatch.setattr(uses, "_written", time.monotonic())  # It is a minute until it writes.
    uses._waiting.clear()
    yield
    uses._waiting.clear()


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def test_kinds_of_pages_are_counted(counting: None, town: Town) -> None:
    client = Client()
    for path in ("/", "/", town.matter.get_absolute_url(), "/fragor/?visa=svar"):
        assert client.get(path).status_code == 200
    client.get("/finns-inte/")
    client.post("/", {})
    client.get("/halsa/")
    assert uses.write() == 4
    assert dict(Use.objects.values_list("route", "count")) == {"": 2, "fragor/…/": 1, "fragor/": 1}
    client.get("/")
    uses.write()
    assert Use.objects.get(route="").count == 3
    assert uses.most_used(1, 1, timezone.localdate()) == [("/", 3)]


def test_ones_own_pages_are_not_counted(counting: None, town: Town) -> None:
    client = Client()
    client.force_login(town.people["editor"])
    client.get("/att-gora/")
    client.get("/sag-nagot/")
    assert uses.write() == 0


def test_it_is_written_once_a_minute(counting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uses, "_written", time.monotonic())
    Client().get("/om/")
    assert not Use.objects.exists()
    monkeypatch.setattr(uses, "_written", time.monotonic() - uses.EVERY)
    Client().get("/om/")
    assert Use.objects.get().count == 2


def test_nothing_is_counted_where_it_is_not_wanted(settings: Any) -> None:
    settings.COUNT_USE = False
    Client().get("/om/")
    assert uses.write() == 0


def test_old_counts_go() -> None:
    today = timezone.localdate()
    for ago in (uses.KEPT, uses.KEPT + timedelta(days=1)):
        Use.objects.create(day=today - ago, route="", count=1)
    assert uses.forget_old(today) == 1


@pytest.mark.parametrize("role", ROLES)
def test_the_page_is_for_those_who_look_after_the_whole(town: Town, role: str) -> None:
    today = timezone.localdate()
    for n in range(vain.DAYS):
        vain.note("färdtjänst", today - timedelta(days=vain.DAYS - n))
    Use.objects.create(day=today, route="grupper/", count=7)
    client = Client()
    if role != "anonymous":
        client.force_login(town.people[role])
    answer = client.get("/lage/anvandning/")
    assert (answer.status_code == 200) is (role in {"editor", "administrator"})
    shown = answer.content.decode()
    assert ("färdtjänst" in shown) is (role in {"editor", "administrator"})
    assert ("/grupper/" in shown and ">7<" in shown) is (role in {"editor", "administrator"})
