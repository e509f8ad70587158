"""Who gets through the lock: what the plan knew before, and nothing that came later."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from oppnasoc.people import sessions
from oppnasoc.people.models import User
from oppnasoc.people.tests.coming import code_of
from oppnasoc.vault import knowing
from oppnasoc.vault.models import Sitting, Way
from tests.planned import TOWER, client_for, make_plan, user_of

pytestmark = pytest.mark.django_db(databases=TOWER)
UNLOCK = "/min-plan/las-upp/"


def sent(settings: Any) -> str:
    """The digits of the newest text message."""
    files = sorted(Path(settings.VAR_DIR, "sms").glob("*.txt"), key=lambda f: f.stat().st_mtime)
    found = re.search(r"\b(\d{6})\b", files[-1].read_text().split("\n\n", 1)[1])
    assert found
    return found.group(1)


def signed_in(user: User, *, by: str = "code", reference: int = 0, ago: float = 0) -> Client:
    """A browser where somebody has signed in, by a code or a passkey, so many seconds ago."""
    client = Client()
    client.force_login(user)
    session = client.session
    at = (timezone.now() - timedelta(seconds=ago)).timestamp()
    record: dict[str, Any] = {"method": by, "at": at}
    if by == "mfa":
        record |= {"type": "webauthn", "id": reference}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session[sessions.SINCE] = at
    session.save()
    return client


def make_passkey(user: User) -> int:
    kind = Authenticator.Type.WEBAUTHN
    made = Authenticator.objects.create(user=user, type=kind, data={"name": "Mobilen"})
    return int(made.pk)


@pytest.fixture
def _texts(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.SMS_PROVIDER = "files"


@pytest.mark.usefixtures("_texts")
def test_a_new_person_opens_by_her_phone(settings: Any) -> None:
    client = signed_in(user_of(uuid.uuid4()))
    answer = client.post(UNLOCK, {"do": "number", "number": "070-174 06 21"})
    assert "De sex siffrorna" in answer.content.decode()
    wrong = client.post(UNLOCK, {"do": "digits", "digits": "000000"})
    assert wrong.status_code == 422
    opened = client.post(UNLOCK, {"do": "digits", "digits": sent(settings)})
    assert opened.status_code == 302
    assert client.get("/min-plan/").status_code == 200
    assert client.post(UNLOCK, {"do": "number", "number": "hej"}).status_code == 422


@pytest.mark.usefixtures("_texts")
def test_a_number_that_was_written_wrong_is_mended(settings: Any) -> None:
    user = user_of(uuid.uuid4())
    client = signed_in(user)
    client.post(UNLOCK, {"do": "number", "number": "070-174 06 99"})
    page = client.get(UNLOCK).content.decode()
    assert "slutar på 99" in page
    client.post(UNLOCK, {"do": "number", "number": "070-174 06 21"})
    assert knowing.last_digits(user.uuid) == "21"
    opened = client.post(UNLOCK, {"do": "digits", "digits": sent(settings)})
    assert opened.status_code == 302
    make_plan(user.uuid)
    assert "slutar på" not in client.get(UNLOCK + "?igen=1").content.decode()


@pytest.mark.usefixtures("_texts")
def test_a_stolen_mailbox_opens_nothing() -> None:
    """Whoever signs in by the mailbox and adds a passkey or a phone stays outside."""
    plan = make_plan()
    owner = user_of(plan.owner)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    thief = signed_in(owner, by="mfa", reference=make_passkey(owner))
    assert thief.get(UNLOCK).status_code == 200
    assert thief.post(UNLOCK, {"do": "number", "number": "070-174 06 99"}).status_code == 200
    assert not Sitting.objects.filter(way=Way.PASSKEY).exists()
    page = thief.get(f"/min-plan/{plan.pk}/")
    assert page.status_code == 302
    assert page["Location"].startswith(UNLOCK)


DAY = 24 * 60 * 60


@pytest.mark.usefixtures("_texts")
def test_a_text_message_opens_nothing_to_a_sign_in_of_another_day(
    settings: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever picks up her phone finds her signed in there, and the messages that come to it."""
    plan = make_plan()
    owner = user_of(plan.owner)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    texts: list[str] = []
    monkeypatch.setattr(knowing, "send_text", lambda to, text, ref: texts.append(text))
    found = signed_in(owner, ago=29 * DAY)
    back = f"/min-plan/{plan.pk}/ta-ut/"
    page = found.get(UNLOCK, {"next": back}).content.decode()
    assert 'value="anew"' in page
    assert 'value="send"' not in page
    found.post(UNLOCK, {"do": "send"})
    assert texts == []
    knowing.send_code(owner.uuid, RequestFactory().get("/"))
    digits = re.sub(r"\D", "", texts.pop())
    desk = code_at_the_desk(owner, capsys)
    found.post(UNLOCK, {"do": "digits", "digits": digits})
    found.post(UNLOCK, {"do": "desk", "code": desk})
    found.post(UNLOCK, {"do": "number", "number": "070-174 06 05"})
    assert not Sitting.objects.exists()
    assert knowing.kinds_of(owner.uuid) == {"phone"}
    assert found.get(back).status_code == 302
    answer = found.post(UNLOCK, {"do": "anew", "next": back})
    assert answer["Location"].startswith("/konto/logga-in/?next=/min-plan/las-upp/")
    assert back in unquote(unquote(answer["Location"]))
    assert "_auth_user_id" not in found.session


@pytest.mark.usefixtures("_texts")
def test_the_same_day_is_twelve_hours(settings: Any) -> None:
    owner = user_of(uuid.uuid4())
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    for ago, opens in ((0.55 * DAY, 0), (0.45 * DAY, 1)):
        client = signed_in(owner, ago=ago)
        client.post(UNLOCK, {"do": "send"})
        digits = sent(settings) if opens else "123456"
        client.post(UNLOCK, {"do": "digits", "digits": digits})
        assert Sitting.objects.count() == opens


@pytest.mark.usefixtures("_texts")
def test_what_is_shown_once_more_makes_no_sign_in_newer(settings: Any) -> None:
    """A passkey that was added in an old session and used there is no sign-in."""
    owner = user_of(make_plan().owner)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    client = signed_in(owner, ago=2 * DAY)
    session = client.session
    session["account_authentication_methods"] += [
        {"method": "mfa", "type": "webauthn", "id": make_passkey(owner), "reauthenticated": True,
         "at": timezone.now().timestamp()}]  # fmt: skip
    session.save()
    assert 'value="anew"' in client.get(UNLOCK).content.decode()


def test_a_known_passkey_opens_in_an_old_sign_in() -> None:
    owner = user_of(make_plan().owner)
    key = make_passkey(owner)
    knowing.know(owner.uuid, "passkey", f"passkey:{key}", by=owner.uuid)
    client = signed_in(owner, by="mfa", reference=key)
    session = client.session
    session[sessions.SINCE] -= 20 * DAY
    session.save()
    assert client.get(UNLOCK).status_code == 302
    assert Sitting.objects.get().way == Way.PASSKEY


def test_whoever_signs_in_by_a_mail_has_signed_in_today() -> None:
    """The whole way: by the code of a mail, to the lock, which sends digits."""
    owner = user_of(make_plan().owner)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    client = Client()
    client.post("/konto/logga-in/", {"email": owner.email, "next": UNLOCK})
    client.post("/konto/logga-in/kod/", {"code": code_of(mail.outbox[-1])})
    assert 'value="send"' in client.get(UNLOCK).content.decode()


def code_at_the_desk(user: User, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("vault", "letin", user.email.upper())
    return capsys.readouterr().out.strip()


@pytest.mark.usefixtures("_texts")
def test_who_has_lost_every_way_in_is_let_in_anew(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """She shows who she is at the desk. What opened her plan before opens nothing any more."""
    plan = make_plan()
    owner = user_of(plan.owner)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    lost = make_passkey(owner)
    knowing.know(owner.uuid, "passkey", f"passkey:{lost}", by=owner.uuid)
    there = client_for(plan.owner)
    assert there.get(f"/min-plan/{plan.pk}/").status_code == 200
    code = code_at_the_desk(owner, capsys)
    client = signed_in(owner)
    assert "tio siffrorna" in client.get(UNLOCK).content.decode()
    assert client.post(UNLOCK, {"do": "number", "number": "070-174 06 05"}).status_code == 200
    assert knowing.kinds_of(owner.uuid) == {"phone", "passkey"}, "nothing without the code"
    assert client.post(UNLOCK, {"do": "desk", "code": "00000 00000"}).status_code == 422
    assert client.post(UNLOCK, {"do": "desk", "code": code}).status_code == 302
    assert there.get(f"/min-plan/{plan.pk}/").status_code == 302, "what stood open is closed"
    client.post(UNLOCK, {"do": "number", "number": "070-174 06 05"})
    assert client.post(UNLOCK, {"do": "digits", "digits": sent(settings)}).status_code == 302
    assert client.get(f"/min-plan/{plan.pk}/").status_code == 200
    old = signed_in(owner, by="mfa", reference=lost)
    assert old.get(UNLOCK).status_code == 200, "the lost key opens nothing"
    log = client.get(f"/min-plan/{plan.pk}/vem-har-last/?vilka=alla").content.decode()
    assert "släpptes in på nytt av kommunen" in log


@pytest.mark.usefixtures("_texts")
def test_a_code_from_the_desk_is_good_once_for_a_day_and_five_tries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = make_plan()
    owner = user_of(plan.owner)
    knowing.know(owner.uuid, "phone", "070-174 06 21", by=owner.uuid)
    client = signed_in(owner)

    def tries(code: str) -> int:
        return client.post(UNLOCK, {"do": "desk", "code": code}).status_code

    first, second = code_at_the_desk(owner, capsys), code_at_the_desk(owner, capsys)
    assert tries(first) == 422, "an earlier one"
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert not knowing.let_in(owner.uuid, second)
    for _try in range(4):
        assert tries("12345") == 422
    assert tries(second) == 422, "five tries are used"
    third = code_at_the_desk(owner, capsys)
    assert tries(third) == 302
    assert tries(third) == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert not knowing.is_let_in(owner.uuid)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("vault", "letin", "ingen@sundhamn.example")


def test_a_known_passkey_opens_and_an_old_proof_does_not() -> None:
    plan = make_plan()
    owner = user_of(plan.owner)
    key = make_passkey(owner)
    knowing.know(owner.uuid, "passkey", f"passkey:{key}", by=owner.uuid)
    client = signed_in(owner, by="mfa", reference=key)
    assert client.get(UNLOCK).status_code == 302
    assert client.get(f"/min-plan/{plan.pk}/").status_code == 200
    late = signed_in(owner, by="mfa", reference=key, ago=400)
    assert late.get(UNLOCK).status_code == 200


def test_it_locks_after_ten_minutes_and_after_two_hours() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    began = timezone.now()
    for minutes in range(9, 120, 9):
        with time_machine.travel(began + timedelta(minutes=minutes)):
            assert client.get(f"/min-plan/{plan.pk}/").status_code == 200
    with time_machine.travel(began + timedelta(minutes=121)):
        assert client.get(f"/min-plan/{plan.pk}/").status_code == 302
    client = client_for(plan.owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get(f"/min-plan/{plan.pk}/").status_code == 302


def test_what_only_she_should_do_asks_again() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.get(f"/min-plan/{plan.pk}/").status_code == 200
        for path in ("avsluta/", "radera/", "del/private/"):
            answer = client.get(f"/min-plan/{plan.pk}/{path}")
            assert answer.status_code == 302
            assert "igen=1" in answer["Location"], path


def test_signed_out_nothing_stands_open() -> None:
    plan = make_plan()
    client = client_for(plan.owner)
    client.post("/konto/logga-ut/")
    client.force_login(user_of(plan.owner))
    assert client.get(f"/min-plan/{plan.pk}/")["Location"].startswith(UNLOCK)


def test_ways_are_changed_only_from_within() -> None:
    plan = make_plan()
    owner = user_of(plan.owner)
    key = f"passkey:{make_passkey(owner)}"
    assert client_for(plan.owner, way=Way.STAFF).get("/min-plan/nycklar/").status_code == 302
    client = client_for(plan.owner)
    assert "Låt den öppna planen" in client.get("/min-plan/nycklar/").content.decode()
    client.post("/min-plan/nycklar/", {"do": "add", "reference": key})
    assert knowing.is_known(owner.uuid, "passkey", key)
    client.post("/min-plan/nycklar/", {"do": "forget", "reference": key})
    assert knowing.is_known(owner.uuid, "passkey", key), "the last one stays"
    client.post("/min-plan/nycklar/", {"do": "number", "number": "070-174 06 33"})
    client.post("/min-plan/nycklar/", {"do": "forget", "reference": key})
    assert not knowing.is_known(owner.uuid, "passkey", key)
    client.post("/min-plan/nycklar/", {"do": "add", "reference": "passkey:999"})
    assert knowing.kinds_of(owner.uuid) == {"phone"}


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example", "/konto/", "\\\\evil"])
def test_the_way_back_stays_in_the_tower(evil: str) -> None:
    plan = make_plan()
    answer = client_for(plan.owner).get(UNLOCK, {"next": evil})
    assert answer["Location"] == "/min-plan/"
