"""Say that two matters belong together."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from oppnasoc.matters.actions import relate
from oppnasoc.trail.models import Entry
from tests.town import make_matter

from .scene import TENDING, Scene, assert_only, nothing_written, refused


def test_both_point_to_each_other(scene: Scene) -> None:
    other = make_matter("Vem ringer man?", scene.parties.group, scene.parties.unit)
    relate(scene.matter, other, by=scene.facilitator)
    assert list(scene.matter.related.all()) == [other]
    assert list(other.related.all()) == [scene.matter]
    assert (Entry.objects.get().kind, Entry.objects.get().data) == (
        "matters.related",
        {"other": other.pk},
    )
    with nothing_written():
        relate(scene.matter, other, by=scene.facilitator)
        relate(other, scene.matter, by=scene.facilitator)


def test_refused_with_itself(scene: Scene) -> None:
    with refused(ValidationError):
        relate(scene.matter, scene.matter, by=scene.facilitator)


def test_only_who_tends_it(scene: Scene) -> None:
    other = make_matter("Vem ringer man?", scene.parties.group, scene.parties.unit)
    assert_only(scene, TENDING, lambda by: relate(scene.matter, other, by=by))
