"""Pause a matter with a reason and an end; its dates wait; it goes on by itself or by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from oppnasoc.matters import actions, passing, pausing, wording
from oppnasoc.matters.daily import let_go_on, take_back_what_nobody_answered
from oppnasoc.matters.models import Matter, Note
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import PASSING, Scene, assert_only, day, entries, nothing_written, refused

WHY = "Lokalen byggs om till påsk."
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is Monday."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def fresh(scene: Scene) -> Matter:
    return Matter.objects.with_parties().get(pk=scene.matter.pk)


def paused(scene: Scene, **more: Any) -> Matter:
    given = {"until": day(30), "by": scene.facilitator, **more}
    return pausing.pause(fresh(scene), WHY, **given)


def page(scene: Scene) -> str:
    return Client().get(scene.matter.get_absolute_url()).content.decode()


def test_it_waits_with_a_reason_that_everybody_reads(scene: Scene) -> None:
    before = scene.matter.next_on
    matter = paused(scene, until=day(30))
    assert (matter.paused_on, matter.paused_until, matter.next_on) == (day(0), day(30), before)
    assert matter.status == Matter.Status.OPEN
    entry = Entry.objects.get()
    assert (entry.kind, entry.data["until"]) == ("matters.paused", day(30).isoformat())
    assert page(scene).count(WHY) == 2  # Beside the date, and in the log.
    assert WHY in Client().get("/fragor/").content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"until": None}, "until"),
        ({"until": day(0)}, "until"),
        ({"until": day(190)}, "until"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_refused_without_a_reason_or_an_end(
    scene: Scene, given: dict[str, Any], field: str
) -> None:
    full = {"reason": WHY, "until": day(30), "by": scene.facilitator, **given}
    with nothing_written(), pytest.raises(ValidationError) as refusal:
        pausing.pause(scene.matter, **full)
    assert set(refusal.value.error_dict) == {field}


def test_the_database_knows_that_a_pause_has_a_reason_and_an_end(scene: Scene) -> None:
    here = Matter.objects.filter(pk=scene.matter.pk)
    note = Note.objects.create(matter=scene.matter, text=WHY)
    whole = {"paused_on": day(0), "paused_until": day(9), "pause_note": note}
    for lacks in whole:
        with pytest.raises(IntegrityError), transaction.atomic():
            here.update(**{name: value for name, value in whole.items() if name != lacks})
    with pytest.raises(IntegrityError), transaction.atomic():
        here.update(**{**whole, "paused_until": day(0)})
    with pytest.raises(IntegrityError), transaction.atomic():
        here.update(**whole, status="closed", closed_on=day(0))


def test_who_may(scene: Scene) -> None:
    assert_only(scene, PASSING, lambda by: paused(scene, by=by))
    note = Note.objects.create(matter=scene.matter, text=WHY)
    Matter.objects.update(paused_on=day(0), paused_until=day(30), pause_note=note)
    assert_only(scene, PASSING, lambda by: pausing.go_on(fresh(scene), by=by))


def test_nothing_is_late_meanwhile_and_the_days_that_were_left_are_left(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    Matter.objects.update(next_on=date(2026, 3, 4))
    paused(scene, until=date(2026, 3, 23))
    clock.move_to(date(2026, 3, 20))
    assert not fresh(scene).is_late
    assert Matter.objects.late().count() == 0
    assert let_go_on(date(2026, 3, 20)) == 0
    clock.move_to(date(2026, 3, 23))
    assert let_go_on(date(2026, 3, 23)) == 1
    assert let_go_on(date(2026, 3, 23)) == 0
    matter = fresh(scene)
    assert matter.next_on == date(2026, 3, 25)
    assert matter.pause_note is None
    assert entries() == ["matters.paused", "matters.went_on"]
    assert Entry.objects.latest("pk").actor is None


def test_days_that_the_worker_was_down_are_not_counted(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    Matter.objects.update(next_on=date(2026, 3, 4))
    paused(scene, until=date(2026, 3, 23))
    clock.move_to(date(2026, 3, 27))
    let_go_on(date(2026, 3, 27))
    assert fresh(scene).next_on == date(2026, 3, 25)


def test_undone_on_the_same_day(scene: Scene) -> None:
    before = scene.matter.next_on
    paused(scene)
    matter = pausing.go_on(fresh(scene), by=scene.people["staff"])
    assert (matter.next_on, matter.paused_on) == (before, None)
    with refused(ValidationError):
        pausing.go_on(fresh(scene), by=scene.facilitator)


def test_longer_with_a_new_reason(scene: Scene, clock: time_machine.Traveller) -> None:
    paused(scene, until=date(2026, 3, 23))
    clock.move_to(date(2026, 3, 20))
    matter = pausing.pause(
        fresh(scene), "Bygget drog ut.", until=date(2026, 9, 20), by=scene.facilitator
    )
    assert (matter.paused_on, matter.paused_until) == (MONDAY, date(2026, 9, 20))
    assert str(matter.pause_note) == "Bygget drog ut."
    with refused(ValidationError):
        pausing.pause(fresh(scene), "Än.", until=date(2026, 9, 21), by=scene.facilitator)


def test_a_hand_over_waits_too(scene: Scene, clock: time_machine.Traveller) -> None:
    to = scene.parties.other_group
    passing.hand_over(fresh(scene), to=to, reason="Tar ni den?", by=scene.facilitator)
    assert fresh(scene).asked_until == date(2026, 3, 9)
    paused(scene, until=date(2026, 3, 16))
    clock.move_to(date(2026, 3, 12))
    assert "Svaret väntar så länge pausen varar." in page(scene)
    assert "svarar senast" not in page(scene).split('id="hant"')[0]
    assert take_back_what_nobody_answered(date(2026, 3, 12)) == 0
    clock.move_to(date(2026, 3, 16))
    let_go_on(date(2026, 3, 16))
    assert fresh(scene).asked_until == date(2026, 3, 23)


def test_an_answer_ends_the_pause(scene: Scene) -> None:
    paused(scene)
    actions.answer(fresh(scene), "Nej.", verdict="no", reason="Ty.", by=scene.manager)
    assert (fresh(scene).paused_on, fresh(scene).pause_note) == (None, None)


def test_somebody_else_was_first(scene: Scene) -> None:
    with refused(Stale):
        paused(scene, seen=7)


def test_words_that_are_put_right_or_removed_are_so_beside_the_date(scene: Scene) -> None:
    paused(scene)
    right = wording.correct_note(
        Note.objects.get(), "Lokalen byggs om till maj.", by=scene.facilitator
    )
    assert fresh(scene).pause_note == right
    assert page(scene).count("till maj") == 2
    wording.empty_note(right, by=scene.facilitator)
    assert "till maj" not in page(scene)
