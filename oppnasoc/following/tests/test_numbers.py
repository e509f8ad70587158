"""Text messages go to a number when the code that was sent there has been typed in."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oppnasoc.following import actions, numbers
from oppnasoc.following.models import Follower
from oppnasoc.outbox.models import Message
from oppnasoc.people.models import User
from tests.town import make_person

from .test_week import work

pytestmark = pytest.mark.django_db

PAGE = "/folj/"


@pytest.fixture
def asta() -> User:
    return make_person("participant")


@pytest.fixture
def client(asta: User) -> Client:
    client = Client()
    client.force_login(asta)
    return client


def sent(folder: Path) -> list[str]:
    return [file.read_text() for file in sorted((folder / "sms").glob("*.txt"))]


def test_a_number_is_shown_to_be_hers(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert client.post(PAGE, {"do": "number", "phone": "12"}).status_code == 422
    assert client.post(PAGE, {"do": "number", "phone": "070-123 45 67"}).status_code == 302
    asks = client.get(PAGE).content.decode()
    assert asks.index('value="number_code"') < asks.index('class="cols"')  # What she sees first.
    work()
    [text] = sent(tmp_path)
    code = re.search(r"\b\d{6}\b", text.split("\n\n")[1])
    assert text.startswith("+46701234567")
    assert code
    follower = Follower.objects.get()
    assert follower.channel == "email"
    assert code[0] not in str(list(Message.objects.values())) + str(vars(follower))
    wrong = client.post(PAGE, {"do": "number_code", "code": "12345x"})
    assert wrong.status_code == 422
    assert "Det är inte koden" in wrong.content.decode()
    right = client.post(PAGE, {"do": "number_code", "code": f" {code[0][:3]} {code[0][3:]}"})
    assert right.status_code == 302
    follower.refresh_from_db()
    assert (follower.channel, follower.address) == ("sms", "+46701234567")
    assert follower.number_asked == ""
    client.post(PAGE, {"do": "channel", "channel": "email"})
    follower.refresh_from_db()
    assert (follower.channel, follower.address) == ("email", "")


def test_five_tries_an_hour_of_time_and_three_codes_a_day(client: Client, asta: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _n in range(numbers.QUESTIONS):
            client.post(PAGE, {"do": "number", "phone": "0701234567"})
            clock.shift(timedelta(seconds=1))
        follower = Follower.objects.get()
        assert client.post(PAGE, {"do": "number", "phone": "0701234568"}).status_code == 422
        assert Message.objects.count() == numbers.QUESTIONS
        right = numbers.code_of(follower)
        for _n in range(numbers.TRIES):
            client.post(PAGE, {"do": "number_code", "code": "nej"})
        assert client.post(PAGE, {"do": "number_code", "code": right}).status_code == 422
        clock.shift(timedelta(days=1, minutes=1))
        client.logout()  # A shared phone is signed out by then.
        client.force_login(asta)
        client.post(PAGE, {"do": "number", "phone": "0701234567"})
        follower.refresh_from_db()
        assert numbers.code_of(follower) != right
        clock.shift(numbers.VALID + timedelta(seconds=1))
        client.logout()
        client.force_login(asta)
        late = {"do": "number_code", "code": numbers.code_of(follower)}
        assert client.post(PAGE, late).status_code == 422
    assert Follower.objects.get().channel == "email"


def test_another_number(client: Client) -> None:
    client.post(PAGE, {"do": "number", "phone": "0701234567"})
    assert b"one-time-code" in client.get(reverse("following")).content
    client.post(PAGE, {"do": "other_number"})
    assert b"one-time-code" not in client.get(reverse("following")).content


def test_what_is_on_its_way_goes_the_new_way(asta: User) -> None:
    follower = actions.of(asta)
    actions.set_channel(follower, "sms", "+46701234567")
    Message.objects.create(kind="following.news", thing=follower.pk, channel="sms", key="k")
    actions.set_channel(follower, "email")
    assert Message.objects.get().channel == "email"
