"""What is found keeps its first day, and is told: by the command, on Mondays, on the page."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from oppnasoc.matters.models import Ground, Matter
from oppnasoc.outbox.models import Message
from oppnasoc.pages import letters, looking
from oppnasoc.pages.models import KnownFault, LookOver
from oppnasoc.people.models import User
from oppnasoc.search import index
from tests.town import make_matter, make_voice

from .well import NOW, TODAY, Sundhamn, _clock, ago, found, message, say_why, town

__all__ = ["_clock", "town"]  # fixtures

pytestmark = pytest.mark.django_db


def noted(at: datetime = NOW) -> None:
    with time_machine.travel(at, tick=False):
        looking.note(found(), at=timezone.now(), by_worker=True)


def test_what_is_found_again_keeps_its_first_day_and_what_is_solved_goes(town: Sundhamn) -> None:
    matter = town.matter(next_on=ago(3))
    noted()
    noted(NOW + timedelta(days=1))
    (row,) = KnownFault.objects.all()
    assert (row.invariant, row.since) == ("matters.late_has_a_reason", TODAY)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert found()[0].since == TODAY
        say_why(matter)
    noted(NOW + timedelta(days=2))
    assert not KnownFault.objects.exists()
    assert LookOver.objects.filter(by_worker=True).count() == 4


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("invariants", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_it_all_and_its_status_tells(town: Sundhamn) -> None:
    assert run() == (0, "")
    matter = town.matter(next_on=ago(3))
    index.repair()
    status, text = run()
    assert status == 1
    assert "2026-03-18  ”Varför tar det tid?” är sen" in text
    index.repair()
    status, text = run("--json", "--all")
    assert status == 1
    (one,) = json.loads(text)
    assert one["invariant"] == "matters.late_has_a_reason"
    assert one["url"].endswith(f"{matter.get_absolute_url()}#for-dig")
    assert one["mend"] == "Skriv varför det tar tid"


MONDAY = datetime(2026, 3, 23, 5, 0, tzinfo=timezone.get_default_timezone())


def test_the_letter_comes_on_a_monday_once_and_only_when_something_stands(town: Sundhamn) -> None:
    matter = town.matter(next_on=ago(30))
    noted(NOW - timedelta(days=5))
    User.objects.create_user("gone@example.org", is_editor=True, is_active=False)
    mine = Message.objects.filter(kind=letters.CODE)
    with time_machine.travel(MONDAY, tick=False):
        assert letters.write_to_editors(MONDAY.date() + timedelta(days=1)) == 0, "a Tuesday"
        letters.write_to_editors(MONDAY.date())
        letters.write_to_editors(MONDAY.date())
        (message,) = mine
        assert message.thing == town.people["editor"].pk
        letter = letters.standing_faults(message)
        assert letter is not None
        assert "Varför" not in letter.subject
        assert [section.title for section in letter.sections] == [
            "”Varför tar det tid?” är sen, och sidan säger inte varför."
        ]
        say_why(matter)
        assert letters.standing_faults(message) is None, "mended before it left"
    assert message.channel == "email"


def test_nothing_is_written_of_what_is_only_a_week_old(town: Sundhamn) -> None:
    town.matter(next_on=ago(30))
    noted(MONDAY - timedelta(days=7))
    assert letters.write_to_editors(MONDAY.date()) == 0
    noted(MONDAY - timedelta(days=8))
    KnownFault.objects.update(since=MONDAY.date() - timedelta(days=8))
    assert letters.write_to_editors(MONDAY.date()) == 1


def test_who_edits_no_longer_gets_no_letter(town: Sundhamn) -> None:
    town.matter(next_on=ago(30))
    KnownFault.objects.create(
        invariant="matters.late_has_a_reason",
        thing=f"matter {Matter.objects.get().pk}",
        since=ago(20),
    )
    outbox_message = message(thing=town.people["editor"].pk)
    assert letters.standing_faults(outbox_message) is not None
    User.objects.filter(pk=town.people["editor"].pk).update(is_editor=False)
    assert letters.standing_faults(outbox_message) is None


def page(client: Client, user: User) -> str:
    client.force_login(user)
    answer = client.get("/lage/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_leader_sees_what_concerns_her_group_and_nothing_else(
    client: Client, town: Sundhamn
) -> None:
    town.matter(next_on=ago(3))
    message(state="stuck")
    html = page(client, town.people["facilitator"])
    assert "Skriv varför det tar tid" in html
    assert "har fastnat" not in html
    assert "Det här ska alltid gälla" not in html
    html = page(client, town.people["other_facilitator"])
    assert "Varför tar det tid?" not in html
    assert "Allt är som det ska i din grupp." in html
    for role in ("editor", "administrator"):
        html = page(client, town.people[role])
        assert "Skriv varför det tar tid" in html
        assert "har fastnat" in html
        assert "inom 6 timmar" in html, "how long one waits is shown"


def test_the_page_asks_as_much_however_many_faults_there_are(
    client: Client, town: Sundhamn, django_assert_max_num_queries: Any
) -> None:
    client.force_login(town.people["editor"])
    client.get("/lage/")
    counts = []
    for _again in range(2):
        for _each in range(4):
            matter = make_matter("Sen?", town.group, town.unit, next_on=ago(9))
            voice = make_voice("Jag.", tell_by="letter")
            Ground.objects.create(matter=matter, voice=voice, owed_since=ago(90))
            Matter.objects.filter(pk=matter.pk).update(status="decided")
        with django_assert_max_num_queries(92) as asked:
            client.get("/lage/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
