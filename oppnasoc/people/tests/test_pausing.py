"""'Come back when you can': pausing and returning, without a reason, seen by nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.people import pausing
from oppnasoc.people.actions import choose_reminders
from oppnasoc.people.daily import bring_back
from oppnasoc.people.models import User
from oppnasoc.trail.actions import Stale, lines
from oppnasoc.trail.kinds import Audience
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import Todo, todos

from .people import make_user

pytestmark = pytest.mark.django_db


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def test_she_pauses_and_returns_and_nobody_reads_of_it() -> None:
    kim = make_user(email="kim@example.org")
    pausing.pause(kim, by=kim)
    assert (kim.paused_on, kim.paused_until) == (timezone.localdate(), None)
    pausing.pause(kim, until=tomorrow(), by=kim)
    assert kim.paused_until == tomorrow()
    pausing.come_back(kim, by=kim)
    assert not User.objects.get(pk=kim.pk).is_away
    with pytest.raises(Stale):
        pausing.come_back(kim, by=kim)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["people.paused", "people.came_back"]
    assert lines(Entry.objects.all(), audience=Audience.STAFF) == []


def test_only_she_herself() -> None:
    kim = make_user(email="kim@example.org")
    boss = make_user("administrator", email="boss@example.org")
    for by in (boss, None):
        with pytest.raises(PermissionDenied):
            pausing.pause(kim, by=by)
    pausing.pause(kim, by=kim)
    with pytest.raises(PermissionDenied):
        pausing.come_back(kim, by=boss)
    with pytest.raises(PermissionDenied):
        choose_reminders(kim, "site", by=boss)


def test_a_day_that_has_come_is_refused() -> None:
    kim = make_user(email="kim@example.org")
    with pytest.raises(ValidationError):
        pausing.pause(kim, until=timezone.localdate(), by=kim)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=kim.pk).update(paused_until=tomorrow())


def test_she_is_back_on_the_day_that_she_chose() -> None:
    with time_machine.travel(date(2026, 3, 2), tick=False) as clock:
        kim = make_user(email="kim@example.org")
        pausing.pause(kim, until=date(2026, 3, 9), by=kim)
        assert bring_back(date(2026, 3, 8)) == 0
        clock.move_to(date(2026, 3, 11))  # A machine that was down for two days.
        assert bring_back(date(2026, 3, 11)) == 1
        assert bring_back(date(2026, 3, 11)) == 0
    assert not User.objects.get(pk=kim.pk).is_away


def test_nothing_is_late_for_her(monkeypatch: pytest.MonkeyPatch) -> None:
    kim = make_user(email="kim@example.org")
    waits = Todo("Svara", "/", "Det ligger hos dig.", date(2026, 3, 2), late=True)
    monkeypatch.setattr("oppnasoc.ui.registry._todo", [(1, lambda user: [waits])])
    assert [item.late for item in todos(kim)] == [True]
    pausing.pause(kim, by=kim)
    assert [item.late for item in todos(kim)] == [False]


def test_on_her_account_page(client: Client) -> None:
    kim = make_user(email="kim@example.org")
    client.force_login(kim)
    account = reverse("account")
    assert reverse("account_pause") in client.get(account).content.decode()
    wrong = client.post(reverse("account_pause"), {"until": "2020-01-01"})
    assert wrong.status_code == 422
    assert "2020-01-01" in wrong.content.decode()
    assert client.post(reverse("account_pause"), {"until": ""}).status_code == 302
    assert User.objects.get().is_away
    assert reverse("account_return") in client.get(account).content.decode()
    assert client.get(reverse("account_pause")).status_code == 200
    for _twice in range(2):
        assert client.post(reverse("account_return")).status_code == 302
    assert not User.objects.get().is_away


def test_she_chooses_to_be_reminded_on_the_site_only(client: Client) -> None:
    kim = make_user(email="kim@example.org")
    client.force_login(kim)
    assert client.post(reverse("account_reminders"), {"reminded_by": "duva"}).status_code == 422
    assert client.post(reverse("account_reminders"), {"reminded_by": "site"}).status_code == 302
    assert User.objects.get().reminded_by == "site"
