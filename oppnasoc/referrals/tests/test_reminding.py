"""Reminders: asked, before, on and after the last day, time to sum up, the result; each once, to
those who can do something, never on a day off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.outbox.models import Message
from oppnasoc.people import pausing
from oppnasoc.people.actions import choose_reminders
from oppnasoc.people.models import RemindedBy
from oppnasoc.referrals import actions, concluding, responding
from oppnasoc.referrals.daily import forget_old_reminders
from oppnasoc.referrals.models import Reminder
from oppnasoc.referrals.reminding import remind

from .scene import Scene

SWEDISH = ZoneInfo("Europe/Stockholm")
BEGIN = date(2026, 3, 30)  # A Monday; Good Friday is 3 April, Easter Monday the 6th.
LAST = date(2026, 4, 8)  # A Wednesday; two working days before it is Thursday 2 April.

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=SWEDISH)


def live(days: int, begin: date = BEGIN) -> list[tuple[date, str]]:
    """Let so many days go, the chores of each twice; what was made on which of them."""
    made: list[tuple[date, str]] = []
    for number in range(days):
        today = begin + timedelta(days=number)
        with time_machine.travel(at(today), tick=False):
            known = set(Reminder.objects.values_list("pk", flat=True))
            remind(today)
            remind(today)
            fresh = Reminder.objects.exclude(pk__in=known).order_by("about", "user")
            made += [(today, f"{row.about} {row.user.email.split('.')[1][:6]}")
                     for row in fresh.select_related("user")]  # fmt: skip
    return made


@pytest.fixture
def scene() -> Scene:
    with time_machine.travel(at(BEGIN), tick=False):
        return Scene()


def sent_out(scene: Scene) -> Any:
    with time_machine.travel(at(BEGIN), tick=False):
        return scene.open(answers_by=LAST)


def test_each_day_is_reminded_of_once(scene: Scene) -> None:
    referral = sent_out(scene)
    asked = Reminder.objects.filter(about="asked").count()
    assert asked == 2
    with time_machine.travel(at(BEGIN), tick=False):
        scene.answered(referral)
    assert live(14) == [
        (date(2026, 4, 2), "before member"),
        (date(2026, 4, 8), "on member"),
        (date(2026, 4, 9), "after member"),
        (date(2026, 4, 9), "sum_up facili"),
        (date(2026, 4, 9), "sum_up secret"),
    ]


def test_more_time_is_reminded_of_anew(scene: Scene) -> None:
    referral = sent_out(scene)
    live(10)
    with time_machine.travel(at(LAST), tick=False):
        actions.extend(referral, date(2026, 4, 22), by=scene.sender)
    about = [what.split()[0] for _day, what in live(16, LAST + timedelta(days=1))]
    assert sorted(set(about)) == ["after", "before", "on", "sum_up"]


def test_who_wants_no_mail_and_who_pauses_gets_none(scene: Scene) -> None:
    choose_reminders(scene.member, RemindedBy.SITE, by=scene.member)
    pausing.pause(scene.council, by=scene.council)
    sent_out(scene)
    assert not Reminder.objects.exists()
    assert {what.split()[0] for _day, what in live(14)} == {"sum_up"}


def test_the_letters(scene: Scene, mailbox: Mailbox) -> None:
    """They name the text and nobody; what does not hold when it leaves is not sent."""
    referral = sent_out(scene)
    with time_machine.travel(at(BEGIN), tick=False):
        scene.answered(referral)  # Before her letter has left.
        call_command("work", "--once")
    with time_machine.travel(at(LAST), tick=False):
        remind(LAST)
        call_command("work", "--once")
    after = LAST + timedelta(days=1)
    with time_machine.travel(at(after), tick=False):
        remind(after)
        responding.answer(
            scene.asked(referral, scene.parties.organisation),
            text="Sent men ändå.", remarks={}, by=scene.member,
        )  # fmt: skip
        call_command("work", "--once")
        for part in concluding.lacking(referral):
            concluding.conclude(
                part.remark or part.response, changed=False, words="Nej, för.", by=scene.sender
            )
        concluding.close(referral, "Inget ändrades.", by=scene.sender)
        call_command("work", "--once")
    got = [(to.split(".")[1][:6], str(letter["Subject"])) for to, letter in mailbox.arrived]
    assert sorted(got) == [
        ("facili", "Dags att gå igenom svaren"),
        ("member", "Ni är tillfrågade om en text"),
        ("member", "Ni är tillfrågade om en text"),
        ("member", "Vad ditt svar ändrade"),
        ("other_", "Vad ditt svar ändrade"),
        ("secret", "Dags att gå igenom svaren"),
    ]
    for _to, letter in mailbox.arrived:
        body = letter.get_body(("plain",))
        assert body is not None
        answered = "för att någon du företräder har svarat" in " ".join(body.get_content().split())
        assert answered == (letter["Subject"] == "Vad ditt svar ändrade")
    assert not Message.objects.filter(kind="referrals.reminder", state="waiting").exists()


def test_old_reminders_are_forgotten(scene: Scene) -> None:
    sent_out(scene)
    assert forget_old_reminders(LAST) == 0
    assert forget_old_reminders(LAST + timedelta(days=500)) == 2
