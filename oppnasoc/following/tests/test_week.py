"""A week passes for five followers who chose differently, and each gets what she chose."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from oppnasoc.following import actions
from oppnasoc.following.models import Delivery, Follow, Follower, Happening
from oppnasoc.matters.actions import answer, note, set_visibility
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.outbox.models import Message
from oppnasoc.ui.templatetags.ui import shortday
from tests.town import make_matter

from .conftest import Mailbox

SWEDISH = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SWEDISH)

pytestmark = pytest.mark.django_db


def confirmed(address: str, kind: str, thing: int, rhythm: str, channel: str = "email") -> Follower:
    actions.follow_from(channel, address, kind, thing, rhythm=rhythm)
    follower = Follower.objects.get(address=address)
    actions.confirm(follower)
    return follower


def work() -> None:
    call_command("work", "--once")


def test_each_gets_what_she_chose(mailbox: Mailbox, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with time_machine.travel(MONDAY, tick=False) as clock:
        scene: Scene = make_scene()
        at_once = confirmed("genast@example.se", "matter", scene.matter.pk, "at_once")
        confirmed("dag@example.se", "party", scene.parties.group.pk, "daily")
        confirmed("vecka@example.se", "everything", 0, "weekly")
        by_phone = confirmed("+46701234567", "matter", scene.matter.pk, "at_once", "sms")
        on_site = actions.of(scene.people["participant"])
        actions.set_channel(on_site, "site")
        actions.follow(on_site, "matter", scene.matter.pk)
        work()
        mailbox.arrived.clear()  # The questions whether they want it.

        clock.move_to(MONDAY + timedelta(hours=2))
        note(scene.matter, "Vi har frågat enheten.", by=scene.facilitator)
        work()
        assert len(mailbox.texts("genast@example.se")) == 1
        assert "Vi har frågat enheten." in mailbox.texts("genast@example.se")[0]
        assert mailbox.texts("dag@example.se") == mailbox.texts("vecka@example.se") == []

        clock.move_to(MONDAY + timedelta(hours=3))
        note(scene.matter, "Enheten har svarat.", by=scene.facilitator)
        work()
        clock.move_to(MONDAY + timedelta(days=1))
        work()
        work()
        [daily] = mailbox.texts("dag@example.se")
        assert daily.index("Vi har frågat enheten.") < daily.index("Enheten har svarat.")
        assert "Du följer" in daily  # She follows the group, and reads why she hears of a matter.
        assert mailbox.texts("vecka@example.se") == []

        clock.move_to(MONDAY + timedelta(days=3))
        scene.matter.refresh_from_db()
        answer(scene.matter, "Vi ringer inom tre dagar.", verdict="yes", by=scene.manager)
        work()
        assert len(mailbox.texts("genast@example.se")) == 3
        clock.move_to(MONDAY + timedelta(days=8))
        work()
        work()
        [weekly] = mailbox.texts("vecka@example.se")
        for words in ("Vi har frågat", "Enheten har svarat", "Vi ringer inom tre dagar"):
            assert words in weekly
        assert f"{shortday(MONDAY)}: Vi har frågat enheten." in weekly
        assert f"{shortday(MONDAY)}:" not in mailbox.texts("genast@example.se")[0]  # The same day.
        assert len(mailbox.texts("dag@example.se")) == 2
        sent = sorted(file.read_text() for file in (tmp_path / "sms").glob("*.txt"))
        news = [text for text in sent if "nytt" in text]
        assert len(news) == 3
        assert all("Vi har frågat" not in text for text in sent)
        assert Delivery.objects.filter(follower=on_site, message=None).count() == 3
        assert Message.objects.filter(state="waiting").count() == 0
        assert Happening.objects.count() == 0
        assert {at_once.pk, by_phone.pk} < set(Follow.objects.values_list("follower", flat=True))


def test_why_is_said_once_when_it_is_the_same_of_all(mailbox: Mailbox) -> None:
    scene: Scene = make_scene()
    confirmed("allt@example.se", "everything", 0, "at_once")
    other = make_matter("En annan fråga?", scene.parties.group, scene.parties.unit)
    work()
    mailbox.arrived.clear()
    for matter in (scene.matter, other):
        note(matter, "Vi har frågat enheten.", by=scene.facilitator)
    work()
    [letter] = mailbox.texts("allt@example.se")
    assert letter.count("Vi har frågat enheten.") == 2
    assert letter.count("Du följer allt som händer.") == 1
    assert letter.index("\n-- \n") < letter.index("Du följer allt som händer.")


def test_what_is_hidden_meanwhile_is_told_to_nobody(mailbox: Mailbox) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        scene = make_scene()
        confirmed("vecka@example.se", "matter", scene.matter.pk, "weekly")
        work()
        mailbox.arrived.clear()
        clock.move_to(MONDAY + timedelta(hours=1))
        note(scene.matter, "Något som inte skulle stått här.", by=scene.facilitator)
        work()
        scene.matter.refresh_from_db()
        set_visibility(scene.matter, public=False, by=scene.people["editor"])
        clock.move_to(MONDAY + timedelta(days=8))
        work()
        assert mailbox.arrived == []
        assert Message.objects.get(kind="following.news").state == "dropped"


def test_nobody_is_told_before_she_has_said_yes(mailbox: Mailbox) -> None:
    scene = make_scene()
    actions.follow_from("email", "kim@example.se", "matter", scene.matter.pk, rhythm="at_once")
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    [(to, question)] = mailbox.arrived
    assert to == "kim@example.se"
    assert "Vill du ha nyheter" in question["Subject"]
    assert "Ett steg till" not in mailbox.texts("kim@example.se")[0]


def test_a_mail_can_be_stopped_from_the_mail_program(mailbox: Mailbox) -> None:
    scene = make_scene()
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    _to, mail = mailbox.arrived[-1]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert kim.key in mail["List-Unsubscribe"]
    assert scene.matter.title not in mail["Subject"]
