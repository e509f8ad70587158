"""A borrowed phone: it locks sooner, remembers nothing, and locking it signs out. And how long a
plan stands open yet, which is said before it locks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oppnasoc.careplan.models import Plan
from oppnasoc.people import sessions
from oppnasoc.vault import knowing
from oppnasoc.vault.models import Sitting
from tests.planned import TOWER, make_plan, user_of

from .pages import html, owner, url
from .test_unlocking import UNLOCK, make_passkey, signed_in

pytestmark = pytest.mark.django_db(databases=TOWER)
TIME = f"{UNLOCK}?tid=1"
WAYS_OUT = ["/min-plan/las/", "/min-plan/lamna/"]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def make_phone(plan: Plan, **said: str) -> Client:
    """A phone where the owner has unlocked by her passkey, and said whose it is."""
    person = user_of(plan.owner)
    key = make_passkey(person)
    knowing.know(person.uuid, "passkey", f"passkey:{key}", by=person.uuid)
    client = signed_in(person, by="mfa", reference=key)
    assert client.get(UNLOCK, said).status_code == 302
    return client


def go(client: Client, way_out: str) -> Any:
    return client.post(way_out) if way_out.endswith("las/") else client.get(way_out)


@pytest.mark.parametrize(("said", "minutes"), [({}, 5), ({"mobil": "lanad"}, 5),
                                               ({"mobil": "egen"}, 10)])  # fmt: skip
def test_it_locks_sooner_unless_she_says_that_it_is_her_own(
    clock: time_machine.Traveller, said: dict[str, str], minutes: int
) -> None:
    plan = make_plan()
    client = make_phone(plan, **said)
    for _ in range(2):
        clock.shift(timedelta(minutes=minutes, seconds=-1))
        assert client.get(url(plan, "plan")).status_code == 200
    clock.shift(timedelta(minutes=minutes, seconds=1))
    assert client.get(url(plan, "plan"))["Location"].startswith(UNLOCK)


@pytest.mark.parametrize("way_out", WAYS_OUT)
@pytest.mark.parametrize("said", [{}, {"mobil": "lanad"}, {"mobil": "egen"}])
def test_locking_a_borrowed_phone_signs_out(way_out: str, said: dict[str, str]) -> None:
    plan = make_plan()
    client = make_phone(plan, **said)
    answer = go(client, way_out)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    own = "mobil" in said and said["mobil"] == "egen"
    where = UNLOCK if own else "/konto/logga-in/"
    assert client.get(url(plan, "plan"))["Location"].startswith(where)
    assert ("_auth_user_id" in client.session) is own
    assert not Sitting.objects.exists()


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_it_signs_out_too_when_it_had_locked_by_itself(
    clock: time_machine.Traveller, way_out: str
) -> None:
    client = make_phone(plan := make_plan())
    clock.shift(timedelta(minutes=6))
    assert client.get(url(plan, "plan")).status_code == 302
    go(client, way_out)
    assert "_auth_user_id" not in client.session


def test_whose_phone_it_is_was_said_when_she_signed_in() -> None:
    client = Client()
    client.force_login(user_of(make_plan().owner))
    assert 'value="egen">Den är min egen' in html(client.get(UNLOCK))
    session = client.session
    session[sessions.OWN] = True
    session.save()
    assert 'value="lanad">Jag lånar den' in html(client.get(UNLOCK))
    page = html(client.get(UNLOCK, {"mobil": "lanad", "next": "/min-plan/nycklar/"}))
    assert "Du lånar den här mobilen" in page
    assert 'name="next" value="/min-plan/nycklar/"' in page


def test_what_was_said_goes_with_each_way_to_unlock(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR, settings.SMS_PROVIDER = tmp_path, "files"
    client = signed_in(user_of(uuid.uuid4()))
    page = html(client.get(UNLOCK, {"mobil": "egen"}))
    forms = re.findall(r'<form class="narrow" method="post">.*?</form>', page, re.S)
    assert forms
    assert all('name="mobil" value="egen"' in form for form in forms)
    sent = {"do": "number", "number": "070-174 06 21", "mobil": "egen"}
    page = html(client.post(UNLOCK, sent))
    assert page.count('name="mobil" value="egen"') == 3, "the digits, new ones, another number"


def test_proving_it_again_asks_nothing_anew() -> None:
    plan = make_plan()
    client = make_phone(plan, mobil="egen")
    page = html(client.get(UNLOCK, {"igen": "1"}))
    assert "Jag lånar den" in page
    assert html(client.get(UNLOCK, {"igen": "1", "mobil": "lanad"})).count("Den är min egen") == 1


@pytest.mark.parametrize("name", ["plan_ask", "plan_name", "plan_card", "plan_prepare"])
def test_a_borrowed_phone_remembers_nothing_that_is_typed(name: str) -> None:
    plan = make_plan()
    for client, off in ((make_phone(plan), True), (owner(plan), False)):
        page = html(client.get(url(plan, name)))
        fields = re.findall(r'<(?:textarea|input type="text")[^>]*>', page)
        assert fields
        assert {'autocomplete="off"' in field for field in fields} == {off}


def test_how_long_it_stands_open_yet(clock: time_machine.Traveller) -> None:
    plan = make_plan()
    client = owner(plan)
    assert client.get(TIME).json()["left"] == 600
    clock.shift(timedelta(minutes=8, seconds=30))
    told = client.get(TIME)
    assert told.json() == {
        "left": 90, "says": "Det låser sig snart, för inget händer här.", "goOn": "Fortsätt",
    }  # fmt: skip
    assert "no-store" in told["Cache-Control"]
    clock.shift(timedelta(seconds=60))
    assert client.get(TIME).json()["left"] == 30, "asking lets it go on no longer"
    assert client.post(TIME).json()["left"] == 600
    clock.shift(timedelta(minutes=9))
    assert client.get(url(plan, "plan")).status_code == 200
    clock.shift(timedelta(minutes=11))
    for answer in (client.get(TIME), client.post(TIME)):
        assert answer.json()["left"] == 0, "what has locked is not opened by it"
    assert client.get(url(plan, "plan")).status_code == 302


def test_it_goes_on_for_two_hours_at_most(clock: time_machine.Traveller) -> None:
    client = owner(make_plan())
    for _ in range(14):
        clock.shift(timedelta(minutes=8))
        client.post(TIME)
    assert client.post(TIME).json()["left"] == 8 * 60


def test_nobody_else_is_told_how_long() -> None:
    assert Client().get(TIME)["Location"].startswith("/konto/logga-in/")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user_of(uuid.uuid4()))
    assert client.get(TIME).json()["left"] == 0
    assert client.post(TIME).status_code == 403
