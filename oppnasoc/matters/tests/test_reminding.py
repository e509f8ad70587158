"""Reminders: before, on and after the day, each once; one letter a person and day, never on a day
off, whatever the worker was doing meanwhile."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.groups.models import Post
from oppnasoc.language.workdays import is_workday, latest_workday, workdays_between
from oppnasoc.matters import passing
from oppnasoc.matters.models import Matter, Reminder
from oppnasoc.matters.reminding import phase, remind
from oppnasoc.outbox.models import Message
from oppnasoc.people import pausing
from oppnasoc.people.actions import choose_reminders
from oppnasoc.ui.registry import chores
from tests.town import make_matter

from .scene import Scene, make_scene

SWEDISH = ZoneInfo("Europe/Stockholm")
#: A fortnight with Easter in it: Good Friday is 3 April, Easter Monday the 6th.
BEGIN = date(2026, 3, 30)
DUE = date(2026, 4, 8)  # A Wednesday; two working days before it is Thursday 2 April.

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 8) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SWEDISH)


def work(day: date) -> None:
    """What the worker does on a day: the chores of the morning, and all rounds, twice."""
    for _again in range(2):
        for chore in chores():
            chore.do(day)
        call_command("work", "--once")


def days(begin: date, n: int) -> list[date]:
    return [begin + timedelta(days=k) for k in range(n)]


def staged() -> Scene:
    scene = make_scene()
    Matter.objects.update(next_on=DUE)
    return scene


ADDRESS = "kanarie.{}@example.org"
LEADING = ("facilitator", "secretary")


def test_a_fortnight_with_easter(mailbox: Mailbox) -> None:
    with time_machine.travel(at(BEGIN), tick=False) as clock:
        scene = staged()
        got: dict[date, set[str]] = {}
        for day in days(BEGIN, 14):
            clock.move_to(at(day))
            before = len(mailbox.arrived)
            work(day)
            got[day] = {to for to, _mail in mailbox.arrived[before:]}
    those = {ADDRESS.format(role) for role in (*LEADING, "staff")}
    told = {day: to for day, to in got.items() if to}
    assert told == {date(2026, 4, 2): those, DUE: those, date(2026, 4, 9): those}
    assert len(mailbox.arrived) == 9
    before_it, on_it, after_it = mailbox.texts(ADDRESS.format("staff"))
    assert scene.matter.title in before_it
    assert "I dag" in on_it
    assert "Dagen har gått" in after_it
    subjects = {mail["Subject"] for _to, mail in mailbox.arrived}
    assert all(scene.matter.title not in subject for subject in subjects)


def test_a_worker_that_was_down_sends_one_letter(mailbox: Mailbox) -> None:
    with time_machine.travel(at(BEGIN), tick=False) as clock:
        staged()
        clock.move_to(at(date(2026, 4, 1)))
        work(date(2026, 4, 1))
        clock.move_to(at(date(2026, 4, 10)))  # Everything fell within the days between.
        work(date(2026, 4, 10))
    assert len(mailbox.texts(ADDRESS.format("staff"))) == 1
    assert set(Reminder.objects.values_list("phase", flat=True)) == {"after"}


def test_a_mail_server_that_was_down_sends_one_letter(mailbox: Mailbox, settings: Any) -> None:
    working = settings.EMAIL_PORT
    with time_machine.travel(at(DUE), tick=False) as clock:
        staged()
        settings.EMAIL_PORT = 1  # Nobody answers there.
        work(DUE)
        clock.move_to(at(date(2026, 4, 9)))
        work(date(2026, 4, 9))
        settings.EMAIL_PORT = working
        clock.move_to(at(date(2026, 4, 10)))
        work(date(2026, 4, 10))
    assert len(mailbox.texts(ADDRESS.format("staff"))) == 1


def test_what_could_not_leave_before_a_day_off_waits_for_the_next_working_day(
    mailbox: Mailbox, settings: Any
) -> None:
    working, thursday, saturday = settings.EMAIL_PORT, date(2026, 4, 2), date(2026, 4, 4)
    with time_machine.travel(at(thursday), tick=False) as clock:
        staged()
        settings.EMAIL_PORT = 1
        work(thursday)
        settings.EMAIL_PORT = working
        clock.move_to(at(saturday))
        work(saturday)
        assert mailbox.arrived == []
        clock.move_to(at(date(2026, 4, 7)))
        work(date(2026, 4, 7))
    assert len(mailbox.texts(ADDRESS.format("staff"))) == 1


def test_nothing_leaves_before_seven(mailbox: Mailbox) -> None:
    with time_machine.travel(at(DUE, 5), tick=False) as clock:
        staged()
        work(DUE)
        assert mailbox.arrived == []
        clock.move_to(at(DUE, 7))
        work(DUE)
    assert len(mailbox.arrived) == 3


def test_one_letter_lists_all_her_matters(mailbox: Mailbox) -> None:
    with time_machine.travel(at(DUE), tick=False):
        scene = staged()
        for n in range(40):
            make_matter(f"Fråga {n}?", scene.parties.group, scene.parties.unit, next_on=DUE)
        work(DUE)
    [letter] = mailbox.texts(ADDRESS.format("staff"))
    assert letter.count("/fragor/") == 30
    assert "11" in letter


def test_a_hand_over_that_waits_is_reminded_of(mailbox: Mailbox) -> None:
    with time_machine.travel(at(BEGIN), tick=False) as clock:
        scene = make_scene()
        Matter.objects.update(next_on=date(2026, 6, 1))
        passing.hand_over(
            Matter.objects.with_parties().get(),
            to=scene.parties.other_group,
            reason="Tar ni den?",
            by=scene.facilitator,
        )
        until = Matter.objects.get().asked_until
        assert until == date(2026, 4, 8)
        for day in days(BEGIN, 14):
            clock.move_to(at(day))
            work(day)
    letters = mailbox.texts(ADDRESS.format("other_facilitator"))
    assert len(letters) == 2  # Before and on the day; then it comes back by itself.
    assert mailbox.texts(ADDRESS.format("staff")) == []


def test_the_manager_is_told_once_that_it_came_to_her(mailbox: Mailbox) -> None:
    with time_machine.travel(at(date(2026, 3, 20)), tick=False) as clock:
        scene = make_scene()
        manager = scene.manager
        Post.objects.create(
            name="Socialchef", unit=scene.parties.unit, decides_last=True, held_by=manager
        )
        Matter.objects.update(holder=scene.parties.organisation, next_on=date(2026, 3, 2))
        for day in days(date(2026, 3, 16), 14):
            clock.move_to(at(day))
            work(day)
    [letter] = mailbox.texts(manager.email)
    assert scene.matter.title in letter


def test_only_on_the_site_and_not_while_she_pauses(mailbox: Mailbox) -> None:
    with time_machine.travel(at(DUE), tick=False):
        scene = staged()
        staff, leader = scene.people["staff"], scene.facilitator
        choose_reminders(staff, "site", by=staff)
        pausing.pause(leader, by=leader)
        work(DUE)
    assert {to for to, _mail in mailbox.arrived} == {ADDRESS.format("secretary")}


def test_who_has_left_meanwhile_is_told_nothing(mailbox: Mailbox) -> None:
    with time_machine.travel(at(DUE, 5), tick=False) as clock:
        scene = staged()
        work(DUE)
        scene.people["staff"].memberships.all().delete()
        clock.move_to(at(DUE, 8))
        call_command("work", "--once")
    assert {to for to, _mail in mailbox.arrived} == {ADDRESS.format(role) for role in LEADING}


def test_a_new_date_is_reminded_of_anew(mailbox: Mailbox) -> None:
    with time_machine.travel(at(DUE), tick=False) as clock:
        scene = staged()
        work(DUE)
        assert len(mailbox.arrived) == 3
        new = date(2026, 4, 15)
        passing.set_date(Matter.objects.with_parties().get(), next_on=new, by=scene.facilitator)
        clock.move_to(at(new))
        work(new)
    assert len(mailbox.texts(ADDRESS.format("staff"))) == 2
    assert set(Reminder.objects.values_list("day", flat=True)) == {new}


def test_an_address_that_does_not_work_is_not_tried_every_day() -> None:
    from oppnasoc.matters.reminding import not_reached

    with time_machine.travel(at(DUE), tick=False):
        scene = staged()
        remind(DUE)
        message = Message.objects.get(kind="matters.reminder", thing=scene.people["staff"].pk)
        not_reached(message, "550 unknown")
        assert remind(date(2026, 4, 9)) == 3  # The day after is a reminder of its own.
        assert not Reminder.objects.filter(
            user=scene.people["staff"], told_at=None, phase="on"
        ).exists()


def test_queries_do_not_grow_with_matters() -> None:
    with time_machine.travel(at(DUE), tick=False):
        scene = staged()
        counted = []
        for more in (1, 30):
            for n in range(more):
                make_matter(f"Fråga {n}?", scene.parties.group, scene.parties.unit, next_on=DUE)
            with CaptureQueriesContext(connection) as asked:
                remind(DUE)
            counted.append(len(asked))
    assert counted[0] == counted[1]
    assert counted[1] <= 14


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_each_day_has_one_before_one_on_and_then_after(of: date) -> None:
    """On working days alone; two days before the last working day, on it, then after."""
    window = [day for day in days(of - timedelta(days=14), 30) if is_workday(day)]
    phases = [phase(of, day) for day in window]
    told = [each for each in phases if each]
    assert told == sorted(told, key=["before", "on", "after"].index)
    assert phases.count("before") == 2
    first = {each: window[phases.index(each)] for each in ("before", "on", "after")}
    assert first["on"] == latest_workday(of)
    assert workdays_between(first["before"], first["on"]) == 2
    assert workdays_between(of, first["after"]) == 1


def test_far_away_is_nothing() -> None:
    assert phase(date(2026, 4, 8), date(2026, 4, 1)) is None
