"""The demo municipality on other days. Each test loads it anew; one database says enough."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from oppnasoc.groups.models import Membership, Party
from oppnasoc.matters.models import Answer, Matter
from oppnasoc.meetings.models import Meeting, Point
from oppnasoc.pages import demo
from oppnasoc.trail.models import Entry
from oppnasoc.voices.models import Voice

from .written import forget, written_files

STOCKHOLM = ZoneInfo("Europe/Stockholm")


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


def check_fresh() -> None:
    today = timezone.localdate()
    assert Matter.objects.late().count() == 4
    assert not Entry.objects.filter(at__gt=timezone.now()).exists()
    assert Meeting.objects.filter(status="planned", held_on__gt=today).count() >= 4
    assert not Meeting.objects.filter(status="planned", held_on__lte=today).exists()
    assert not Matter.objects.filter(asked_until__lt=today).exists()
    two_weeks_ago = today - timedelta(days=14)
    assert Answer.objects.filter(answered_on__gt=two_weeks_ago).exists()


def test_the_same_day_gives_the_same_town(db: None) -> None:
    """On a Monday just after midnight, when this week has hardly begun."""
    towns = []
    with time_machine.travel(datetime(2026, 3, 2, 0, 5, tzinfo=STOCKHOLM), tick=False):
        for _ in range(2):
            with transaction.atomic():
                demo.load()
                towns.append(content())
                check_fresh()
                forget(written_files())
                transaction.set_rollback(True)
    assert towns[0] == towns[1]


def test_it_is_fresh_on_a_sunday_after_a_holiday(db: None) -> None:
    """Four days off in the weeks before: what was asked has been answered in time all the same."""
    with time_machine.travel(datetime(2027, 1, 3, 23, 50, tzinfo=STOCKHOLM), tick=False):
        demo.load()
        check_fresh()
        forget(written_files())


def test_the_command_leaves_notes_to_try(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with override_settings(VAR_DIR=tmp_path):
        call_command("loaddemo")
    forget(written_files())
    assert "Welcome to Sundhamn" in capsys.readouterr().out
    notes = (tmp_path / "anteckningar-att-prova.txt").read_text(encoding="utf-8")
    assert "{" not in notes
    assert "Gemensam utvecklingsgrupp" in notes
