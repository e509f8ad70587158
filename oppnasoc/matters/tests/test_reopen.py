"""Take up an answered matter again."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from oppnasoc.matters.actions import reopen
from oppnasoc.matters.models import Matter, Note
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import TENDING, Scene, assert_only, day, refused


@pytest.fixture
def closed(scene: Scene) -> Scene:
    Matter.objects.update(status="closed", closed_on=day(-5))
    scene.matter.refresh_from_db()
    return scene


def again(scene: Scene, **more: Any) -> dict[str, Any]:
    given = {
        "steward": scene.parties.other_group,
        "holder": scene.parties.post,
        "next_on": day(10),
        "by": scene.facilitator,
    }
    return {**given, **more}


def test_taken_up_again(closed: Scene) -> None:
    reopen(closed.matter, " Det blev inte bättre. ", seen=1, **again(closed))
    matter = Matter.objects.get()
    assert (matter.status, matter.closed_on, matter.revision) == ("open", None, 2)
    other, asked = closed.parties.other_group.pk, closed.parties.post.pk
    assert (matter.steward_id, matter.holder_id, matter.asked_id) == (other, other, asked)
    assert (matter.held_since, matter.next_on) == (day(0), day(10))
    note, entry = Note.objects.get(), Entry.objects.get()
    assert note.text == "Det blev inte bättre."
    assert (entry.kind, entry.data) == (
        "matters.reopened",
        {"note": note.pk, "holder": other, "asked": asked},
    )


@pytest.mark.parametrize("reason", ["", "   "])
def test_refused_without_a_reason(closed: Scene, reason: str) -> None:
    with refused(ValidationError):
        reopen(closed.matter, reason, **again(closed))


def test_refused_when_the_day_has_passed(closed: Scene) -> None:
    with refused(ValidationError):
        reopen(closed.matter, "Igen.", **again(closed, next_on=day(-1)))


@pytest.mark.parametrize("status", ["open", "under_way"])
def test_refused_when_open(scene: Scene, status: str) -> None:
    Matter.objects.update(status=status)
    scene.matter.refresh_from_db()
    with refused(ValidationError):
        reopen(scene.matter, "Igen.", **again(scene))


def test_refused_on_another_revision(closed: Scene) -> None:
    with refused(Stale):
        reopen(closed.matter, "Igen.", seen=7, **again(closed))


def test_only_who_tends_it(closed: Scene) -> None:
    assert_only(closed, TENDING, lambda by: reopen(closed.matter, "Igen.", **again(closed, by=by)))
