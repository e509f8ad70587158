"""Each invariant finds the fault that is planted, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from oppnasoc.following.models import Delivery, Follower, Happening
from oppnasoc.groups.models import Group, Membership
from oppnasoc.matters.models import Ground, Matter, Note, Step
from oppnasoc.meetings.models import Meeting
from oppnasoc.outbox.models import Beat
from oppnasoc.pages import looking
from oppnasoc.pages.models import LookOver
from oppnasoc.search import index
from oppnasoc.search.models import Document
from oppnasoc.trail.actions import record
from oppnasoc.trail.models import Entry
from oppnasoc.ui.registry import Fault, Invariant, invariants
from oppnasoc.voices.models import Confidence
from tests.town import make_voice

from .well import NOW, TODAY, Sundhamn, _clock, ago, found, message, say_why, town

__all__ = ["_clock", "town"]  # fixtures

pytestmark = pytest.mark.django_db


def only(name: str, **more: Any) -> Fault:
    """The one fault that there is; it is of this invariant."""
    every = found(**more)
    assert [one.invariant.name for one in every] == [name], [one.fault.says for one in every]
    return every[0].fault


def test_everything_holds_in_a_town_that_is_well(town: Sundhamn) -> None:
    town.matter()
    assert found() == []
    assert found(whole=True) == []


@contextmanager
def unchecked() -> Iterator[None]:
    """Without the database's own checks, as in one that was repaired by hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            name = "matter_open_has_steward_holder_date"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # Nothing may be pending.
            cursor.execute(f"ALTER TABLE matters_matter DROP CONSTRAINT {name}")
            yield


@pytest.mark.parametrize("what", ["steward", "holder", "next_on"])
def test_an_open_matter_that_nobody_has(town: Sundhamn, what: str) -> None:
    matter = town.matter()
    with unchecked():
        Matter.objects.filter(pk=matter.pk).update(**{what: None})
    fault = only("matters.someone_has_it")
    assert fault.says == "Ingen har ”Varför tar det tid?”, eller så saknas en dag."
    assert fault.url == f"{matter.get_absolute_url()}#for-dig"
    assert fault.groups == (() if what == "steward" else (town.group.pk,))


def owed(town: Sundhamn, **voice: Any) -> Ground:
    matter = town.matter(status="closed", closed_on=ago(60))
    said = make_voice("Jag väntade.", **{"tell_by": "meeting", **voice})
    return Ground.objects.create(matter=matter, voice=said, owed_since=ago(60))


def test_somebody_who_was_never_told(town: Sundhamn) -> None:
    owed(town)
    fault = only("matters.told")
    assert fault.says == (
        "En person har väntat sedan 17 januari på att få höra vad det blev av "
        "”Varför tar det tid?”."
    )
    assert (fault.mend, fault.url) == ("Berätta för dem", "/fragor/att-beratta/")


def test_who_has_a_code_reads_it_herself(town: Sundhamn) -> None:
    owed(town, tell_by="code")
    assert found() == []


@pytest.mark.parametrize(("since", "late"), [(date(2026, 2, 18), False), (date(2026, 2, 17), True)])
def test_twenty_working_days_are_granted(town: Sundhamn, since: date, late: bool) -> None:
    ground = owed(town)
    Ground.objects.filter(pk=ground.pk).update(owed_since=since)
    assert bool(found()) is late


def test_a_hand_over_that_was_never_answered(town: Sundhamn) -> None:
    town.matter(asked_id=town.parties.other_group.pk, asked_until=ago(1))
    assert only("matters.hand_overs_are_answered").mend == "Ta tillbaka frågan om att ta över"


def test_a_hand_over_may_be_answered_on_its_day(town: Sundhamn) -> None:
    town.matter(asked_id=town.parties.other_group.pk, asked_until=TODAY)
    assert found() == []


def test_a_late_matter_says_why(town: Sundhamn) -> None:
    matter = town.matter(next_on=ago(3))
    assert only("matters.late_has_a_reason").mend == "Skriv varför det tar tid"
    say_why(matter)
    assert found() == []
    Note.objects.update(text="", emptied_on=TODAY)
    only("matters.late_has_a_reason")


def test_a_voice_that_nobody_has_read(town: Sundhamn) -> None:
    made = NOW - timedelta(days=5)
    make_voice("Hjälp mig.", visibility="held", group=town.group, created_at=made)
    fault = only("voices.read")
    assert fault.says == "En synpunkt är oläst sedan 13 mars."
    assert fault.groups == (town.group.pk,)
    assert "Hjälp" not in fault.says


@pytest.mark.parametrize(("hours", "late"), [(9 + 23, False), (9 + 25, True)])
def test_a_voice_is_read_the_next_working_day(town: Sundhamn, hours: int, late: bool) -> None:
    make_voice("Hej.", visibility="held", created_at=NOW - timedelta(hours=hours))
    assert bool(found()) is late


def test_what_was_said_in_confidence_is_not_counted_for_a_group(town: Sundhamn) -> None:
    voice = make_voice("Tyst.", visibility="held", created_at=NOW - timedelta(days=9))
    people = town.people
    Confidence.objects.create(voice=voice, person=people["staff"], told_to=people["manager"])
    assert found() == []


def test_a_group_that_nobody_leads(town: Sundhamn) -> None:
    Membership.objects.filter(party=town.parties.other_group).update(paused_on=TODAY)
    fault = only("groups.are_led")
    assert (fault.says, fault.mend) == (
        "Ingen leder Anhöriggruppen.",
        "Ge gruppen en samtalsledare",
    )
    assert fault.url == f"/grupper/{town.parties.other_group.slug}/deltagare/"


def test_a_group_that_does_not_meet(town: Sundhamn) -> None:
    Group.objects.update(status_since=ago(900))
    Meeting.objects.filter(group=town.group).update(held_on=ago(300))
    assert "sedan 22 maj 2025" in only("meetings.groups_meet").says
    planned = Meeting.objects.create(group=town.group, title="M", held_on=TODAY, status="planned")
    assert found() == []
    Meeting.objects.filter(pk=planned.pk).update(status="cancelled")
    only("meetings.groups_meet")
    Group.objects.filter(pk=town.group.pk).update(status="dormant", status_reason="Vilar.")
    assert found() == []


def test_a_group_that_has_just_begun_is_given_time(town: Sundhamn) -> None:
    Meeting.objects.all().delete()
    assert found() == []
    Group.objects.filter(pk=town.group.pk).update(status_since=ago(900))
    assert "har aldrig träffats" in only("meetings.groups_meet").says


def entry(town: Sundhamn) -> Entry:
    return record("matters.hidden", town.matter())


def test_news_that_does_not_leave(town: Sundhamn) -> None:
    happening = Happening.objects.create(entry=entry(town), made_at=NOW - timedelta(minutes=59))
    assert found() == []
    Happening.objects.filter(pk=happening.pk).update(made_at=NOW - timedelta(minutes=61))
    assert only("following.happenings_are_shared").mend == "Starta programmet som skickar"


def test_a_delivery_that_is_not_gathered(town: Sundhamn) -> None:
    follower = Follower.objects.create(address="a@example.org")
    Delivery.objects.create(
        follower=follower, entry=entry(town), due_at=NOW - timedelta(minutes=61)
    )
    only("following.happenings_are_shared")
    Follower.objects.update(channel=Follower.Channel.SITE)
    assert found() == []


def test_a_message_that_is_stuck(town: Sundhamn) -> None:
    message(state="stuck", problem="554")
    fault = only("outbox.nothing_is_stuck")
    assert (fault.says, fault.url) == ("Ett meddelande har fastnat sedan 18 mars.", "/utskick/")


@pytest.mark.parametrize(
    ("tries", "mend"), [(0, "Starta programmet som skickar"), (3, "Se efter e-postservern")]
)
def test_a_message_that_is_late(town: Sundhamn, tries: int, mend: str) -> None:
    message(due_at=NOW - timedelta(hours=5), tries=tries, key="in time")
    assert found() == []
    message(due_at=NOW - timedelta(hours=7), tries=tries)
    assert only("outbox.nothing_is_late").mend == mend


@pytest.mark.parametrize("change", ["missing", "extra", "outdated"])
@pytest.mark.parametrize("whole", [False, True])
def test_an_index_that_is_behind(town: Sundhamn, change: str, whole: bool) -> None:
    matter = town.matter()
    index.repair()
    documents = Document.objects.filter(kind="matter")
    if change == "missing":
        documents.delete()
    elif change == "extra":
        Matter.objects.filter(pk=matter.pk).update(visibility="hidden")
    else:
        documents.update(digest="annat")
    fault = only("search.index_agrees", whole=whole, indexed=False)
    assert fault.mend == "Kör ./soc search repair"


def test_a_line_of_the_log_that_nobody_can_tell(town: Sundhamn) -> None:
    Entry.objects.create(kind="matters.danced", about_type="matters.matter", about_id=1)
    assert "matters.danced" in only("trail.kinds_are_declared").says


def test_a_worker_that_sleeps(town: Sundhamn) -> None:
    LookOver.objects.update(at=NOW - timedelta(hours=27))
    assert only("house.worker_lives").mend == "Starta programmet som skickar"
    LookOver.objects.create(at=NOW, by_worker=False)
    only("house.worker_lives")  # somebody else looked, not the worker
    LookOver.objects.all().delete()
    assert found() == [], "nothing has happened in this house yet"
    Entry.objects.create(
        kind="matters.edited", about_type="matters.matter", about_id=1, at=NOW - timedelta(days=2)
    )
    assert "aldrig" in only("house.worker_lives").says


def test_a_worker_that_gave_its_last_sign_of_life_long_ago(town: Sundhamn) -> None:
    beat = Beat.objects.create(pk=1, at=NOW - timedelta(minutes=59))
    assert found() == []
    Beat.objects.filter(pk=beat.pk).update(at=NOW - timedelta(minutes=61))
    assert (
        only("house.worker_lives").says == "Programmet som skickar har stått stilla sedan 18 mars."
    )


def test_a_database_of_another_version(town: Sundhamn) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app='pages' AND name LIKE '0002%'")
    assert "pages.0002" in only("house.database_is_up_to_date").says


def test_a_file_that_is_gone(town: Sundhamn) -> None:
    matter = town.matter()
    Step.objects.create(matter=matter, status="tried", text="Prov.", file="steps/borta.pdf")
    fault = only("house.files_are_there")
    assert "steps/borta.pdf" in fault.says
    assert only("house.files_are_there", whole=True) == fault


def test_a_look_that_fails_is_a_fault_and_stops_no_other(
    town: Sundhamn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(look: Any) -> list[Fault]:
        raise ValueError("kanarie")

    town.matter(next_on=ago(3))
    broken = Invariant("house.broken", 0, lambda: "Allt är helt.", breaks)
    monkeypatch.setattr(looking, "invariants", lambda: [broken, *invariants()])
    names = [one.invariant.name for one in found()]
    assert names == ["house.broken", "matters.late_has_a_reason"]
    assert found()[0].fault.says == "Det här gick inte att se efter: Allt är helt."
