"""Let a matter stand on one more voice."""

from __future__ import annotations

from oppnasoc.matters.actions import ground
from oppnasoc.matters.models import Ground
from oppnasoc.trail.models import Entry
from tests.town import make_matter, make_voice

from .scene import LEADERS, Scene, assert_only, entries, nothing_written


def test_one_more_voice(scene: Scene) -> None:
    voice, before = make_voice("Jag med."), scene.matter.changed_at
    found = ground(scene.matter, voice, by=scene.facilitator)
    assert (found.matter_id, found.voice_id) == (scene.matter.pk, voice.pk)
    scene.matter.refresh_from_db()
    assert scene.matter.changed_at > before
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.data) == (
        "matters.grounded",
        scene.facilitator,
        {"voice": voice.pk},
    )


def test_the_same_voice_twice_changes_nothing(scene: Scene) -> None:
    with nothing_written():
        ground(scene.matter, scene.voice, by=scene.facilitator)
    assert Ground.objects.count() == 1


def test_a_voice_may_carry_two_matters(scene: Scene) -> None:
    other = make_matter("En annan fråga?", scene.parties.group, scene.parties.unit)
    ground(other, scene.voice, by=scene.facilitator)
    assert scene.voice.grounds.count() == 2
    assert entries() == ["matters.grounded"]


def test_only_who_leads_a_group(scene: Scene) -> None:
    voice = make_voice("Jag med.")
    assert_only(scene, LEADERS, lambda by: ground(scene.matter, voice, by=by))
