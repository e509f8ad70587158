"""Say where a matter lies now and when the next word comes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from oppnasoc.matters.actions import change, move_matter
from oppnasoc.matters.models import Matter, Note
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import TENDING, Scene, assert_only, day, entries, refused


def moving(scene: Scene, **more: Any) -> dict[str, Any]:
    given = {"holder": scene.parties.post, "next_on": day(21), "by": scene.facilitator}
    return {**given, **more}


def test_moved_with_a_reason(scene: Scene) -> None:
    move_matter(scene.matter, reason=" Enhetschefen bestämmer. ", seen=1, **moving(scene))
    matter = Matter.objects.get()
    assert matter.holder_id == scene.parties.post.pk
    assert (matter.held_since, matter.next_on, matter.revision) == (day(0), day(21), 2)
    note = Note.objects.get()
    assert (note.text, note.written_by) == ("Enhetschefen bestämmer.", scene.facilitator)
    entry = Entry.objects.get()
    assert (entry.kind, entry.data) == (
        "matters.moved",
        {"source": scene.parties.unit.pk, "target": scene.parties.post.pk, "note": note.pk},
    )


def test_only_the_date(scene: Scene) -> None:
    since = scene.matter.held_since
    move_matter(scene.matter, **moving(scene, holder=scene.parties.unit))
    assert scene.matter.held_since == since
    assert scene.matter.next_on == day(21)
    entry = Entry.objects.get()
    assert (entry.kind, entry.data) == (
        "matters.dated",
        {"next_on": day(21).isoformat(), "note": None},
    )
    assert not Note.objects.exists()


def test_today_is_not_too_late(scene: Scene) -> None:
    assert move_matter(scene.matter, **moving(scene, next_on=day(0))).next_on == day(0)


def test_refused_when_the_day_has_passed(scene: Scene) -> None:
    with refused(ValidationError):
        move_matter(scene.matter, reason="Borta", **moving(scene, next_on=day(-1)))


def test_refused_when_answered(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0))
    scene.matter.refresh_from_db()
    with refused(ValidationError):
        move_matter(scene.matter, **moving(scene))


@pytest.mark.parametrize("seen", [0, 2, 10**30, -1])
def test_refused_on_another_revision(scene: Scene, seen: int) -> None:
    with refused(Stale):
        move_matter(scene.matter, reason="Sen", seen=seen, **moving(scene))


def test_of_two_on_the_same_revision_one_wins(scene: Scene) -> None:
    mine, hers = Matter.objects.get(), Matter.objects.get()
    move_matter(mine, **moving(scene))
    with refused(Stale):
        move_matter(hers, **moving(scene, holder=scene.parties.group))
    assert entries() == ["matters.moved"]


def test_a_status_outside_the_table_is_refused(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0))
    scene.matter.refresh_from_db()
    with refused(ValidationError):
        change(scene.matter, seen=None, at=scene.matter.changed_at, status="under_way")


def test_only_who_tends_it(scene: Scene) -> None:
    assert_only(scene, TENDING, lambda by: move_matter(scene.matter, **moving(scene, by=by)))
