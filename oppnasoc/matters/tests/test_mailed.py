"""What came of a matter reaches by mail and text message those who chose that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.matters import feedback
from oppnasoc.matters.actions import answer, reopen, set_visibility
from oppnasoc.matters.daily import tell_by_mail_what_waits
from oppnasoc.matters.mailed import OUTCOME
from oppnasoc.matters.models import Ground
from oppnasoc.outbox import mailing, replies
from oppnasoc.outbox.bounces import bounced
from oppnasoc.outbox.models import Message
from oppnasoc.voices import conversation, correcting, links, withdrawing
from oppnasoc.voices.models import Reach, Voice
from tests.town import make_voice

from .scene import Scene, day, entries

SWEDISH = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SWEDISH)
KIM = "kim@example.se"
OWN_WORDS = "Min granne väntade också."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as travelling:
        yield travelling


def speaker(scene: Scene, tell_by: str = "email", address: str = KIM, **fields: Any) -> Ground:
    fields.setdefault("code_digest", f"digest {address}")
    voice = make_voice(OWN_WORDS, tell_by=tell_by, group=scene.parties.group, **fields)
    Reach.objects.create(voice=voice, address=address)
    return Ground.objects.create(matter=scene.matter, voice=voice)


def say_no(scene: Scene) -> None:
    scene.matter.refresh_from_db()
    given: dict[str, Any] = {"verdict": "no", "reason": "Huset ska rivas.", "by": scene.manager}
    answer(scene.matter, "Det går inte.", **given)


def work() -> None:
    call_command("work", "--once")


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:8000(/min-kod/lank/\S+/)", text)
    assert found
    return found[1]


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_the_answer_goes_by_mail_and_the_debt_is_settled(
    clock: Any, scene: Scene, mailbox: Mailbox, settings: Any
) -> None:
    settings.MAIL_DOMAIN = "sundhamn.example"
    ground = speaker(scene)
    say_no(scene)
    ground.refresh_from_db()
    assert ground.told_at is None
    clock.shift(timedelta(days=1))
    work()
    [(to, mail)] = mailbox.arrived
    [text] = mailbox.texts(KIM)
    assert to == KIM
    for words in (scene.matter.title, "Det går inte.", "Huset ska rivas.", "tycker du om svaret?"):
        assert words in " ".join(text.split())
    assert OWN_WORDS not in mail.as_string()
    assert scene.matter.title not in mail["Subject"]
    read = replies.read(mail["Reply-To"])
    assert read == replies.Reply(replies.Who.SPEAKER, ground.voice_id, scene.matter.pk)
    ground.refresh_from_db()
    assert ground.told_at == timezone.now()
    assert (ground.told_how, ground.told_by, ground.receipt) == (
        "email",
        None,
        "mejl skickat 3 mars",
    )
    assert "matters.told" in entries()


def test_a_text_message_says_nothing_but_where_to_read(
    clock: Any, scene: Scene, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    ground = speaker(scene, "sms", "070-123 45 67")
    say_no(scene)
    work()
    [sent] = (tmp_path / "sms").glob("*.txt")
    number, text = sent.read_text().split("\n\n")
    assert number == "+46701234567"
    assert re.fullmatch(r"Du har fått ett svar\. Läs det här: http://localhost:8000\S+\n", text)
    ground.refresh_from_db()
    assert (ground.told_how, ground.receipt) == ("sms", "sms skickat 2 mars")


def test_the_link_opens_her_voice_and_no_other(clock: Any, scene: Scene, mailbox: Mailbox) -> None:
    speaker(scene)
    speaker(scene, address="annan@example.se", speaker="Den andra")
    say_no(scene)
    work()
    link = link_in(mailbox.texts(KIM)[0])
    client = Client()
    shown = client.get(link)
    assert shown.status_code == 200
    assert shown["Referrer-Policy"] == "no-referrer, strict-origin"
    assert "noindex" in shown["X-Robots-Tag"]
    assert "no-store" in shown["Cache-Control"]
    assert OWN_WORDS not in shown.content.decode()
    assert client.get(reverse("my_voice")).status_code == 302  # Looking alone opens nothing.
    assert client.post(link)["Location"] == reverse("my_voice")
    page = client.get(reverse("my_voice")).content.decode()
    assert OWN_WORDS in page
    assert "Den andra" not in page


@pytest.mark.parametrize("way", ["withdrawn", "year", "changed", "other way", "other address"])
def test_an_old_link_leads_to_one_calm_page(
    way: str, clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene)
    say_no(scene)
    work()
    link = link_in(mailbox.texts(KIM)[0])
    if way == "withdrawn":
        withdrawing.withdraw(ground.voice)
    elif way == "year":
        clock.shift(timedelta(days=365))
        assert Client().get(link).status_code == 200
        clock.shift(timedelta(days=1))
    elif way == "changed":
        link = link[:-3] + ("a" if link[-3] != "a" else "b") + link[-2:]
    elif way == "other way":
        correcting.choose_way(ground.voice, "code")
    else:
        correcting.choose_way(ground.voice, "email", address="ny@example.se")
    client = Client()
    for answered in (client.get(link), client.post(link)):
        assert answered.status_code == 404
        assert "Länken fungerar inte längre" in answered.content.decode()
    assert client.get(reverse("my_voice")).status_code == 302


def test_the_link_works_when_the_address_is_forgotten(clock: Any, scene: Scene) -> None:
    ground = speaker(scene)
    link = links.to_page(ground.voice, KIM)
    Reach.objects.all().delete()
    assert Client().get(link).status_code == 200


def test_whoever_is_not_the_one_gets_nothing_more(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene)
    say_no(scene)
    work()
    link = link_in(mailbox.texts(KIM)[0])
    Client().post(link, {"not_me": ""})
    assert Reach.objects.get().failed_at is not None
    conversation.write(ground.voice, "Var var det?", by=scene.facilitator)
    work()
    assert len(mailbox.arrived) == 1


@pytest.mark.parametrize("hides", ["voice", "matter"])
def test_what_is_not_public_any_longer_is_not_told(
    hides: str, clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene)
    say_no(scene)
    if hides == "voice":
        Voice.objects.filter(pk=ground.voice_id).update(visibility="hidden", hidden_reason="x")
    else:
        scene.matter.refresh_from_db()
        set_visibility(scene.matter, public=False, by=scene.people["editor"])
    work()
    assert mailbox.arrived == []
    assert states() == ["dropped"]
    assert tell_by_mail_what_waits(day(0)) == 0
    Voice.objects.filter(pk=ground.voice_id).update(visibility="public")
    scene.matter.refresh_from_db()
    set_visibility(scene.matter, public=True, by=scene.people["editor"])
    assert tell_by_mail_what_waits(day(0)) == 1
    assert tell_by_mail_what_waits(day(0)) == 0
    work()
    assert len(mailbox.texts(KIM)) == 1


def test_debts_from_before_are_told_by_the_daily_chore(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene)
    say_no(scene)
    Message.objects.all().delete()  # As an earlier version has left it.
    assert tell_by_mail_what_waits(day(0)) == 1
    work()
    ground.refresh_from_db()
    assert ground.told_how == "email"
    assert tell_by_mail_what_waits(day(0)) == 0


def test_who_is_told_by_a_person_first_gets_no_mail(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene)
    say_no(scene)
    ground.refresh_from_db()
    feedback.tell(ground, how="meeting", by=scene.facilitator)
    work()
    assert mailbox.arrived == []
    feedback.untell(ground, by=scene.facilitator)
    assert tell_by_mail_what_waits(day(0)) == 1
    work()
    assert len(mailbox.arrived) == 1


def test_what_is_sent_cannot_be_taken_back(clock: Any, scene: Scene, mailbox: Mailbox) -> None:
    ground = speaker(scene)
    say_no(scene)
    work()
    ground.refresh_from_db()
    with pytest.raises(ValidationError, match="inte att ta tillbaka"):
        feedback.untell(ground, by=scene.facilitator)
    client = Client()
    client.force_login(scene.people["secretary"])
    html = client.get(reverse("voice_tending", args=[ground.voice_id])).content.decode()
    assert "Det som är skickat går inte att ta tillbaka" in html
    assert 'name="undo"' not in html


def test_a_newer_outcome_is_told_anew(clock: Any, scene: Scene, mailbox: Mailbox) -> None:
    ground = speaker(scene)
    say_no(scene)
    work()
    scene.matter.refresh_from_db()
    given: dict[str, Any] = {
        "steward": scene.parties.group,
        "holder": scene.parties.group,
        "next_on": day(9),
    }
    reopen(scene.matter, "Det finns ett hus till.", by=scene.facilitator, **given)
    scene.matter.refresh_from_db()
    answer(scene.matter, "Vi har hittat ett hus.", verdict="yes", by=scene.manager)
    ground.refresh_from_db()
    assert ground.told_at is None
    work()
    assert ["Det går inte." in text for text in mailbox.texts(KIM)] == [True, False]
    assert "Vi har hittat ett hus." in mailbox.texts(KIM)[1]


def test_an_outcome_before_the_first_mail_left_is_one_mail(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    speaker(scene)
    scene.matter.refresh_from_db()
    answer(scene.matter, "Ja, vi prövar.", verdict="yes", by=scene.manager)
    answer_again: dict[str, Any] = {
        "verdict": "explained",
        "reason": "Så är det.",
        "by": scene.manager,
    }
    scene.matter.refresh_from_db()
    answer(scene.matter, "Nu vet vi mer.", **answer_again)
    assert states() == ["waiting", "waiting"]
    work()
    [text] = mailbox.texts(KIM)
    assert "Nu vet vi mer." in text
    assert states() == ["dropped", "sent"]


def test_an_outcome_while_the_mail_is_on_its_way_is_told_too(
    clock: Any, scene: Scene, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = speaker(scene)
    say_no(scene)
    hand_over = mailing.Post.send
    came: list[bool] = []

    def slowly(*given: Any) -> None:
        hand_over(*given)
        if not came:
            came.append(True)
            scene.matter.refresh_from_db()
            opened: dict[str, Any] = {"steward": scene.parties.group, "holder": scene.parties.group}
            reopen(scene.matter, "Nytt.", next_on=day(9), by=scene.facilitator, **opened)
            scene.matter.refresh_from_db()
            answer(scene.matter, "Vi har hittat ett hus.", verdict="yes", by=scene.manager)

    monkeypatch.setattr(mailing.Post, "send", slowly)
    work()
    first, second = mailbox.texts(KIM)
    assert "Det går inte." in first
    assert "Vi har hittat ett hus." in second
    ground.refresh_from_db()
    assert ground.told_how == "email"


def test_a_refused_address_leaves_the_debt_open_and_says_so(
    clock: Any, scene: Scene, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground = speaker(scene)
    say_no(scene)

    async def handle_RCPT(server: Any, session: Any, envelope: Any, *rest: Any) -> str:
        return "550 5.1.1 No such user"

    monkeypatch.setattr(mailbox, "handle_RCPT", handle_RCPT, raising=False)
    work()
    ground.refresh_from_db()
    assert ground.told_at is None
    assert ground.owed_since is not None
    assert_shown_to_those_who_tell(scene)
    assert tell_by_mail_what_waits(day(0)) == 0
    monkeypatch.delattr(mailbox, "handle_RCPT")
    correcting.choose_way(ground.voice, "email", address="ratt@example.se")
    work()
    assert states() == ["refused", "sent"]
    assert len(mailbox.texts("ratt@example.se")) == 1
    ground.refresh_from_db()
    assert ground.told_how == "email"


def assert_shown_to_those_who_tell(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.people["secretary"])
    html = client.get(reverse("debts")).content.decode()
    assert "Adressen fungerar inte – välj ett annat sätt" in html


def assert_shown_to_her(ground: Ground) -> None:
    hers = Client()
    session = hers.session
    session.update(
        {"code": {"opens": {"voice": ground.voice_id}, "at": int(timezone.now().timestamp())}}
    )
    session.save()
    assert "fungerar inte" in hers.get(reverse("my_voice")).content.decode()


def test_a_mail_that_comes_back_opens_the_debt_again(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene)
    say_no(scene)
    work()
    ground.refresh_from_db()
    since = ground.owed_since
    assert bounced(Message.objects.get(kind=OUTCOME).reference, "5.1.1")
    ground.refresh_from_db()
    assert (ground.owed_since, ground.told_at, ground.told_how) == (since, None, "")
    assert_shown_to_those_who_tell(scene)
    assert_shown_to_her(ground)


def test_what_a_looker_writes_is_told_without_its_text(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    ground = speaker(scene, visibility="held")
    conversation.write(ground.voice, "Vilken dörr menar du?", by=scene.facilitator)
    conversation.write(ground.voice, "Den röda.", by=None)
    work()
    [(to, mail)] = mailbox.arrived
    assert to == KIM
    assert "Vilken dörr" not in mail.as_string()
    link_in(mailbox.texts(KIM)[0])
    conversation.write(ground.voice, "Och när?", by=scene.facilitator)
    conversation.read(ground.voice, by=None)
    work()
    assert len(mailbox.arrived) == 1  # She has read it already.


def test_a_thousand_speakers_cost_no_more_statements(clock: Any, scene: Scene) -> None:
    def cost(number: int) -> int:
        Ground.objects.all().delete()
        for each in range(number):
            speaker(scene, address=f"{number}-{each}@example.se")
        with CaptureQueriesContext(connection) as asked:
            feedback.owe(scene.matter, at=timezone.now())
        assert Message.objects.filter(state="waiting", key__endswith=":0").count() >= number
        return len(asked)

    assert cost(2) == cost(40)
