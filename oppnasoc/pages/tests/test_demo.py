"""The demo municipality: loads once, fast, true to the rules, and fresh on any day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oppnasoc.groups.models import Group, Membership, Organisation, Party, Place, Theme, Unit
from oppnasoc.matters.models import Answer, Matter, Note
from oppnasoc.meetings.models import Attendee, Meeting, Minutes, Point
from oppnasoc.pages import demo
from oppnasoc.pages.demo.reading import DATA, Week, office_day
from oppnasoc.people.models import User
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: Names and a number that stand in the notes, or in what waits, and never on a page.
CANARIES = ("Sillfors", "Ugglemark", "Kvistgren", "Mårtenlod", "Rapsgård", "06 23", "Snöborg")


def published_texts() -> str:
    """Every text of the demo that a visitor can read."""
    texts: list[str] = []
    for model, fields in (
        (Point.objects.filter(minutes__status="published"), ("text", "answer")),
        (Attendee.objects.all(), ("name", "organisation", "role")),
        (Voice.objects.published(), ("text", "speaker")),
        (Matter.objects.published(), ("title", "summary")),
        (Note.objects.all(), ("text",)),
        (Answer.objects.all(), ("text", "reason", "turn_to")),
        (Meeting.objects.all(), ("title", "practical")),
    ):
        texts += [text for row in model.values_list(*fields) for text in row]
    return "\n".join(texts)


def content() -> list[list[tuple[object, ...]]]:
    """All that the demo says, in order, without what chance gives (codes, ids of accounts)."""
    return [
        list(Party.objects.order_by("pk").values_list("kind", "slug", "summary")),
        list(Membership.objects.order_by("pk").values_list("user__email", "role", "since")),
        list(
            Matter.objects.order_by("pk").values_list(
                "title", "status", "holder__slug", "steward__slug", "next_on", "changed_at"
            )
        ),
        list(Voice.objects.order_by("pk").values_list("text", "said_on", "visibility")),
        list(Point.objects.order_by("pk").values_list("key", "text", "outcome", "answer")),
        list(Answer.objects.order_by("pk").values_list("text", "verdict", "answered_on")),
        list(Entry.objects.order_by("pk").values_list("kind", "about_type")),
    ]


class TestTown(TestCase):
    """What a loaded town holds; it is loaded once for all of these."""

    @classmethod
    def setUpTestData(cls) -> None:
        demo.load()

    def test_the_town_is_as_large_as_promised(self) -> None:
        assert Group.objects.count() >= 12
        assert Organisation.objects.count() == 8
        assert Organisation.objects.filter(reveals_health=True).count() >= 3
        assert 6 <= Unit.objects.count() <= 8
        assert Theme.objects.count() >= 6
        assert Place.objects.exclude(directions="").count() == 5
        assert Minutes.objects.count() == 6
        assert Meeting.objects.filter(status="planned").count() >= 4
        assert Matter.objects.count() >= 25
        for status in Group.Status:
            assert Group.objects.filter(status=status).exists()

    def test_matters_are_in_every_state(self) -> None:
        for status in Matter.Status:
            assert Matter.objects.filter(status=status).exists()
        for verdict in Answer.Verdict:
            assert Answer.objects.filter(verdict=verdict).exists()
        assert Matter.objects.late().count() >= 2
        assert Matter.objects.filter(
            answers=None, status="open", next_on__gt=timezone.localdate()
        ).exists()
        for channel in Voice.Channel:
            assert Voice.objects.filter(channel=channel, visibility="public").exists()
        for outcome in Point.Outcome:
            assert Point.objects.filter(outcome=outcome).exists()

    def test_every_open_matter_has_steward_holder_and_date(self) -> None:
        for matter in Matter.objects.exclude(status="closed"):
            assert matter.steward_id, matter
            assert matter.holder_id, matter
            assert matter.next_on, matter
            assert matter.grounds.exists(), matter

    def test_a_matter_is_heard_at_several_meetings(self) -> None:
        matter = Matter.objects.get(title="Varför får jag en ny handläggare varje gång?")
        raised = Entry.objects.about(matter).filter(kind="meetings.raised")
        assert raised.count() == 4
        assert matter.grounds.count() == 8
        assert matter.summary

    def test_voices_wait_and_one_was_set_aside_with_a_reason(self) -> None:
        assert Voice.objects.waiting().count() == 4
        assert Voice.objects.get(visibility="hidden").hidden_reason

    def test_there_is_a_sign_in_for_each_role(self) -> None:
        shown = User.objects.filter(email__endswith="@sundhamn.example")
        assert shown.count() == 8
        for right in ("is_editor", "is_manager", "is_administrator"):
            assert shown.filter(**{right: True}).count() == 1
        roles = set(Membership.objects.filter(user__in=shown).values_list("role", flat=True))
        assert roles == set(Membership.Role.values)
        assert not any(user.has_usable_password() for user in shown)

    def test_what_was_to_go_is_nowhere_to_read(self) -> None:
        readable = published_texts()
        assert "Solveig" in readable
        for minutes in Minutes.objects.all():
            readable += self.client.get(minutes.get_absolute_url()).content.decode()
        originals = "".join(Minutes.objects.values_list("original", flat=True))
        for canary in CANARIES:
            assert canary not in readable
            assert canary in originals or canary == "Snöborg"

    def test_no_date_is_ahead_of_its_day(self) -> None:
        now, today = timezone.now(), timezone.localdate()
        assert not Entry.objects.filter(at__gt=now).exists()
        assert not Matter.objects.filter(changed_at__gt=now).exists()
        assert not Voice.objects.filter(said_on__gt=today).exists()
        assert not Meeting.objects.filter(status="held", held_on__gte=today).exists()
        assert not Meeting.objects.filter(status="planned", held_on__lte=today).exists()

    def test_meetings_and_answers_are_on_working_days(self) -> None:
        days = [*Meeting.objects.values_list("held_on", flat=True)]
        days += Answer.objects.values_list("answered_on", flat=True)
        assert all(day.weekday() < 5 for day in days)

    def test_no_braces_or_unwanted_words_are_left(self) -> None:
        readable = published_texts()
        assert not re.search(r"[{}]", readable)
        assert not re.search(r"ärende|röst", readable, re.IGNORECASE)


def test_it_loads_in_sane_queries(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        demo.load()
    assert len(queries) < 6000


def test_a_used_database_is_left_alone(db: None) -> None:
    User.objects.create_user("somebody@example.org")
    with pytest.raises(demo.NotEmpty):
        demo.load()
    with pytest.raises(CommandError, match="empty database"):
        call_command("loaddemo", verbosity=0)
    assert not Party.objects.exists()


def test_the_same_day_gives_the_same_town(db: None) -> None:
    towns = []
    for _ in range(2):
        with transaction.atomic():
            demo.load()
            towns.append(content())
            transaction.set_rollback(True)
    assert towns[0] == towns[1]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 2, 0, 5, tzinfo=STOCKHOLM),  # a Monday just after midnight
        datetime(2027, 1, 3, 23, 50, tzinfo=STOCKHOLM),  # a Sunday, and the new year between
        datetime(2028, 2, 29, 12, 0, tzinfo=STOCKHOLM),
    ],
)
def test_it_is_fresh_on_any_day(db: None, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        demo.load()
        today = timezone.localdate()
        assert Matter.objects.late().count() == 4
        assert not Entry.objects.filter(at__gt=timezone.now()).exists()
        assert Meeting.objects.filter(status="planned", held_on__gt=today).count() >= 4
        assert not Meeting.objects.filter(status="planned", held_on__lte=today).exists()
        two_weeks_ago = today - timedelta(days=14)
        assert Answer.objects.filter(answered_on__gt=two_weeks_ago).exists()


def test_the_command_leaves_notes_to_try(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with override_settings(VAR_DIR=tmp_path):
        call_command("loaddemo")
    assert "Welcome to Sundhamn" in capsys.readouterr().out
    notes = (tmp_path / "anteckningar-att-prova.txt").read_text(encoding="utf-8")
    assert "{" not in notes
    assert "Gemensam utvecklingsgrupp" in notes


@pytest.mark.parametrize("weekday", range(7))
def test_days_are_counted_from_this_week(weekday: int) -> None:
    monday = date(2026, 3, 2)
    week = Week.of(monday + timedelta(days=weekday))
    assert week.day("måndag 0") == monday
    assert week.day("tisdag -6") == date(2026, 1, 20)
    assert week.fill("Möte {tisdag -6}, {tisdag -6|dag}, {tisdag -6|månad}, {tisdag -6|år}.") == (
        "Möte tisdag 20 januari, 20 januari, januari, 20 januari 2026."
    )
    assert week.fill("19 000 kronor, 040-628 04 10") == "19\u00a0000 kronor, 040-628 04 10"
    with pytest.raises(ValueError, match="not in"):
        week.day("imorgon 1")


def test_office_days() -> None:
    assert office_day(date(2026, 3, 6)) == date(2026, 3, 6)
    assert office_day(date(2026, 3, 7)) == office_day(date(2026, 3, 8)) == date(2026, 3, 9)


def test_every_file_is_used() -> None:
    texts = {path.stem for path in (DATA / "minutes").glob("*.txt")} - {"att-prova"}
    assert texts == {path.stem for path in (DATA / "minutes").glob("*.toml")}
    held = Week.of(date(2026, 3, 2)).table("meetings")["meeting"]
    assert texts == {key for key, row in held.items() if row.get("minutes")}
