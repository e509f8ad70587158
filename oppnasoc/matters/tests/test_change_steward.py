"""Let another group see a matter through."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from oppnasoc.matters.actions import change_steward
from oppnasoc.matters.models import Matter
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import TENDING, Scene, assert_only, day, refused


def test_another_group(scene: Scene) -> None:
    other, holder = scene.parties.other_group, scene.matter.holder_id
    change_steward(scene.matter, steward=other, by=scene.facilitator, seen=1)
    matter = Matter.objects.get()
    assert (matter.steward_id, matter.holder_id, matter.revision) == (other.pk, holder, 2)
    entry = Entry.objects.get()
    assert (entry.kind, entry.data) == (
        "matters.steward_changed",
        {"source": scene.parties.group.pk, "target": other.pk},
    )


def test_who_let_go_of_it_may_no_longer_tend_it(scene: Scene) -> None:
    other = scene.parties.other_group
    change_steward(scene.matter, steward=other, by=scene.facilitator)
    with refused(PermissionDenied):
        change_steward(scene.matter, steward=scene.parties.group, by=scene.facilitator)
    change_steward(scene.matter, steward=scene.parties.group, by=scene.who("other_facilitator"))


def test_refused_when_answered(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0))
    scene.matter.refresh_from_db()
    with refused(ValidationError):
        change_steward(scene.matter, steward=scene.parties.other_group, by=scene.facilitator)


@pytest.mark.parametrize("seen", [0, 2])
def test_refused_on_another_revision(scene: Scene, seen: int) -> None:
    with refused(Stale):
        change_steward(
            scene.matter, steward=scene.parties.other_group, by=scene.facilitator, seen=seen
        )


def test_only_who_tends_it(scene: Scene) -> None:
    other = scene.parties.other_group
    assert_only(scene, TENDING, lambda by: change_steward(scene.matter, steward=other, by=by))
