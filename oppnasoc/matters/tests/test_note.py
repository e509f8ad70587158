"""Write what happened into a matter's log."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from oppnasoc.matters.actions import note
from oppnasoc.matters.models import Matter
from oppnasoc.trail.models import Entry

from .scene import TENDING, Scene, assert_only, day, refused


def test_written(scene: Scene) -> None:
    before = scene.matter.changed_at
    written = note(scene.matter, " Vi mätte tiden i april. ", by=scene.facilitator)
    assert (written.text, written.written_by) == ("Vi mätte tiden i april.", scene.facilitator)
    assert Matter.objects.get().changed_at > before
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.data) == (
        "matters.noted",
        scene.facilitator,
        {"note": written.pk},
    )


def test_written_on_an_answered_matter(scene: Scene) -> None:
    Matter.objects.update(status="closed", closed_on=day(0))
    scene.matter.refresh_from_db()
    assert note(scene.matter, "Dörren är ny.", by=scene.facilitator).pk


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_refused_when_empty(scene: Scene, text: str) -> None:
    with refused(ValidationError):
        note(scene.matter, text, by=scene.facilitator)


def test_only_who_tends_it(scene: Scene) -> None:
    assert_only(scene, TENDING, lambda by: note(scene.matter, "Hej.", by=by))
