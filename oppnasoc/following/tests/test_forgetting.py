"""What is kept of those who follow is forgotten in time, and goes with them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from oppnasoc.following import actions, daily
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


def forget(now: datetime) -> None:
    with time_machine.travel(now):
        for chore in (daily.forget_questions, daily.forget_stopped, daily.forget_what_was_told):
            chore(now.date())
            assert chore(now.date()) == 0  # Once more changes nothing.


def test_a_question_without_a_yes_is_forgotten(scene: Scene) -> None:
    now = timezone.now()
    actions.follow_from("email", "kim@example.se", "matter", scene.matter.pk)
    confirmed("lo@example.se", "matter", scene.matter.pk, "weekly")
    forget(now + timedelta(days=6))
    assert Follower.objects.count() == 2
    forget(now + timedelta(days=8))
    assert Follower.objects.get().address == "lo@example.se"


def test_who_stopped_is_forgotten_after_a_month(scene: Scene) -> None:
    now = timezone.now()
    actions.stop(confirmed("kim@example.se", "matter", scene.matter.pk, "weekly"))
    with_account = actions.of(scene.people["participant"])
    actions.follow(with_account, "everything")
    actions.stop(with_account)
    forget(now + timedelta(days=29))
    assert Follower.objects.count() == 2
    forget(now + timedelta(days=31))
    assert Follower.objects.count() == Follow.objects.count() == 0


def test_what_was_stopped_is_kept_a_week(scene: Scene) -> None:
    now = timezone.now()
    kim = confirmed("kim@example.se", "matter", scene.matter.pk, "weekly")
    note(scene.matter, "Ett steg.", by=scene.facilitator)
    work()
    actions.unfollow(kim.follows.get())
    forget(now + timedelta(days=6))
    assert Delivery.objects.count() == 1
    forget(now + timedelta(days=8))
    assert Follow.objects.count() == Delivery.objects.count() == Follower.objects.count() == 0


def test_what_was_told_is_forgotten_after_90_days(scene: Scene, mailbox: Mailbox) -> None:
    now = timezone.now()
    confirmed("kim@example.se", "matter", scene.matter.pk, "at_once")
    site = actions.of(scene.people["participant"])
    actions.set_channel(site, "site")
    actions.follow(site, "matter", scene.matter.pk)
    note(scene.matter, "Ett steg.", by=scene.facilitator)
    work()
    assert Delivery.objects.count() == 2
    assert Message.objects.filter(kind="following.news", state="sent").count() == 1
    forget(now + timedelta(days=88))
    assert Delivery.objects.count() == 2
    forget(now + timedelta(days=100))
    assert Delivery.objects.count() == 0
    assert not Message.objects.filter(kind="following.news").exists()
    mailbox.arrived.clear()
    with time_machine.travel(now + timedelta(days=101)):
        work()
    assert mailbox.arrived == []
    assert Follow.objects.count() == 2


def test_what_follows_goes_with_the_account(scene: Scene) -> None:
    person = scene.people["participant"]
    actions.follow(actions.of(person), "matter", scene.matter.pk)
    note(scene.matter, "Ett steg.", by=scene.facilitator)
    work()
    assert Delivery.objects.count() == 1
    person.delete()
    for table in (Follower, Follow, Delivery):
        assert not table._default_manager.exists()
