"""Open a matter."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from oppnasoc.groups.rules import forget_seats
from oppnasoc.language.workdays import workdays_after
from oppnasoc.matters.actions import open_matter
from oppnasoc.matters.models import Matter
from oppnasoc.trail.models import Entry
from tests.town import make_voice, sit

from .scene import LEADERS, Scene, assert_only, day, entries, refused


def opening(scene: Scene, **more: Any) -> dict[str, Any]:
    given = {
        "voices": [scene.voice],
        "steward": scene.parties.group,
        "holder": scene.parties.post,
        "next_on": day(14),
        "by": scene.facilitator,
    }
    return {**given, **more}


def test_opened_with_everything(scene: Scene) -> None:
    other = make_voice("Vi hör aldrig något.")
    found = open_matter(
        "  Vem svarar i telefonen?  ",
        summary="  Mer. ",
        theme=scene.parties.theme,
        **opening(scene, voices=[scene.voice, other]),
    )
    matter = Matter.objects.get(pk=found.pk)
    assert (matter.title, matter.summary) == ("Vem svarar i telefonen?", "Mer.")
    assert (matter.status, matter.visibility) == ("open", "public")
    group, asked = scene.parties.group.pk, scene.parties.post.pk
    assert (matter.steward_id, matter.holder_id, matter.asked_id) == (group, group, asked)
    assert matter.asked_until == workdays_after(day(0), 5)
    assert (matter.opened_on, matter.held_since, matter.next_on) == (day(0), day(0), day(14))
    assert {g.voice_id for g in matter.grounds.all()} == {scene.voice.pk, other.pk}
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.about_id) == (
        "matters.opened",
        scene.facilitator,
        matter.pk,
    )
    assert entry.data == {"steward": group, "holder": group, "asked": asked}


def test_it_lies_at_once_where_somebody_says_yes_herself(scene: Scene) -> None:
    given = opening(scene, holder=scene.parties.other_group)
    sit(scene.facilitator, scene.parties.other_group, "facilitator")
    forget_seats(scene.facilitator)
    matter = open_matter("Får hunden följa med?", **given)
    assert (matter.holder_id, matter.asked) == (scene.parties.other_group.pk, None)
    mine = open_matter("Kan vi få kaffe?", **opening(scene, holder=scene.parties.group))
    assert (mine.holder_id, mine.asked) == (scene.parties.group.pk, None)


def test_opened_on_another_day(scene: Scene) -> None:
    matter = open_matter("Får hunden följa med?", on=day(-60), **opening(scene, next_on=day(-30)))
    assert matter.opened_on == matter.held_since == day(-60)
    assert Entry.objects.get().at.date() == day(-60)
    assert matter.is_late


def test_next_word_may_come_the_same_day(scene: Scene) -> None:
    assert open_matter("Kan vi få kaffe?", **opening(scene, next_on=day(0))).next_on == day(0)


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Utan synpunkt", {"voices": []}),
        ("Igår", {"next_on": day(-1)}),
        ("Före öppnandet", {"next_on": day(1), "on": day(2)}),
        ("", {}),
        (" \n ", {}),
        ("x" * 161, {}),
    ],
)
def test_refused(scene: Scene, title: str, more: dict[str, Any]) -> None:
    with refused(ValidationError):
        open_matter(title, **opening(scene, **more))


def test_only_who_leads_a_group(scene: Scene) -> None:
    assert_only(scene, LEADERS, lambda by: open_matter("Ny", **opening(scene, by=by)))
    assert entries() == []
