"""Nobody learns who follows what, nobody is flooded, and no library is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from oppnasoc.following import actions, links, views
from oppnasoc.following.models import Delivery, Follow, Follower
from oppnasoc.matters.actions import note
from oppnasoc.matters.tests.scene import Scene, make_scene
from oppnasoc.outbox.models import Message

from .conftest import Mailbox
from .test_week import confirmed, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def ask(scene: Scene, address: str, client: Client | None = None) -> tuple[int, str, bytes]:
    """What anybody sees who asks in the name of an address."""
    client = client or Client()
    given = {"way": "email", "email": address, "rhythm": "weekly"}
    answer = client.post(links.follow("matter", scene.matter.pk), given)
    shown = client.get(answer["Location"])
    return answer.status_code, answer["Location"], shown.content


def test_the_answer_tells_nothing(scene: Scene, mailbox: Mailbox) -> None:
    follows = "foljer@example.se"
    confirmed(follows, "matter", scene.matter.pk, "weekly")
    confirmed("annat@example.se", "everything", 0, "weekly")
    confirmed("slutat@example.se", "matter", scene.matter.pk, "weekly")
    actions.stop(Follower.objects.get(address="slutat@example.se"))
    waits = "vantar@example.se"
    actions.follow_from("email", waits, "matter", scene.matter.pk)
    work()
    mailbox.arrived.clear()
    Message.objects.all().delete()  # As on another day.
    asked = [follows, "annat@example.se", "slutat@example.se", waits, "okand@example.se"]
    answers = {ask(scene, address) for address in asked}
    assert len(answers) == 1
    assert Message.objects.count() == len(asked)
    work()
    assert [len(mailbox.texts(address)) for address in asked] == [1] * len(asked)
    assert "Du följer redan" in mailbox.texts(follows)[0]
    assert "/ja/" not in mailbox.texts(follows)[0]
    for address in asked[1:]:
        assert "/ja/" in mailbox.texts(address)[0], address


def test_nobody_else_changes_what_she_chose(scene: Scene) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "weekly")
    actions.follow_from("email", "kim@example.se", "matter", scene.matter.pk, rhythm="at_once")
    assert kim.follows.get().rhythm == "weekly"
    assert kim.follows.get().confirmed_at is not None


def test_three_questions_a_day(scene: Scene, mailbox: Mailbox) -> None:
    address = "kim@example.se"
    things = [("matter", scene.matter.pk), ("party", scene.parties.group.pk), ("everything", 0)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for kind, thing in [*things, ("theme", scene.parties.theme.pk)]:
            actions.follow_from("email", address, kind, thing)
            actions.follow_from("email", address, kind, thing)
        assert Message.objects.count() == actions.QUESTIONS
        clock.shift(timedelta(days=1, minutes=1))
        actions.follow_from("email", address, "theme", scene.parties.theme.pk)
        assert Message.objects.count() == actions.QUESTIONS + 1


def test_who_says_yes_is_asked_about_what_she_wants_next(scene: Scene) -> None:
    """Also when she loses the mail: the same thing once more gives her the way to her page."""
    things = [("matter", scene.matter.pk), ("party", scene.parties.group.pk), ("everything", 0)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for kind, thing in [*things, ("theme", scene.parties.theme.pk)]:
            actions.follow_from("email", "kim@example.se", kind, thing)
            clock.shift(timedelta(minutes=1))
            actions.confirm(Follower.objects.get())
            clock.shift(timedelta(minutes=1))
        assert Message.objects.count() == 4
        actions.follow_from("email", "kim@example.se", *things[0])
    assert Message.objects.order_by("-pk")[0].kind == "following.already"


def test_who_has_not_got_the_mail_may_ask_again_in_an_hour(scene: Scene) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        actions.follow_from("email", "kim@example.se", "everything")
        actions.follow_from("email", "kim@example.se", "everything")
        assert Message.objects.count() == 1
        clock.shift(timedelta(hours=1))
        actions.follow_from("email", "kim@example.se", "everything")
        assert Message.objects.count() == 2


def test_very_many_from_one_place_are_asked_later(
    scene: Scene, same_hour: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(views.AN_HOUR, views.Channel.EMAIL, 2)
    with time_machine.travel(timezone.now().replace(minute=20), tick=False):
        now = timezone.now()
        answers = {ask(scene, f"person{n}@example.se") for n in range(5)}
        assert len(answers) == 1
        due = Message.objects.order_by("pk").values_list("due_at", flat=True)
        assert [(at - now) // timedelta(hours=1) for at in due] == [0, 0, 1, 1, 2]


def test_a_robot_asks_nobody(scene: Scene) -> None:
    given = {"way": "email", "email": "kim@example.se", "rhythm": "weekly", "website": "x"}
    answer = Client().post(links.follow("matter", scene.matter.pk), given)
    assert answer.status_code == 302
    assert not Follower.objects.exists()


def test_a_message_by_text(scene: Scene) -> None:
    client, way = Client(), links.follow("matter", scene.matter.pk)
    given = {"way": "sms", "phone": "070-123 45 67", "rhythm": "weekly"}
    assert client.post(way, {**given, "phone": "12"}).status_code == 422
    answer = client.post(way, given)
    assert answer["Location"].endswith("?sms")
    assert Follower.objects.get().address == "+46701234567"
    assert Message.objects.get().channel == "sms"


def test_who_follows_two_things_and_stops_one_hears_through_the_other(scene: Scene) -> None:
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "daily")
    confirmed("kim@example.se", "party", scene.parties.group.pk, "weekly")
    note(scene.matter, "Ett steg till.", by=scene.facilitator)
    work()
    assert Delivery.objects.get().follow == kim.follows.get(kind="matter")
    actions.unfollow(kim.follows.get(kind="matter"))
    assert Delivery.objects.get().follow == kim.follows.get(kind="party")
    actions.unfollow(kim.follows.get(kind="party"))
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        work()
        assert not Message.objects.filter(kind="following.news").exists()
        actions.take_up(Follow.objects.get(kind="party"))
        work()
        assert Message.objects.filter(kind="following.news").count() == 1
