"""Put a matter's own words right."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from oppnasoc.matters.actions import edit_matter
from oppnasoc.matters.models import Matter
from oppnasoc.trail.actions import Stale
from oppnasoc.trail.models import Entry

from .scene import TENDING, Scene, assert_only, refused


def words(scene: Scene, **more: Any) -> dict[str, Any]:
    given = {"title": "Hur länge väntar man?", "summary": "", "theme": None}
    return {**given, "by": scene.facilitator, **more}


def test_put_right(scene: Scene) -> None:
    theme = scene.parties.theme
    edit_matter(scene.matter, seen=1, **words(scene, title=" Hur? ", summary=" Så. ", theme=theme))
    matter = Matter.objects.get()
    assert (matter.title, matter.summary, matter.theme) == ("Hur?", "Så.", theme)
    assert matter.revision == 2
    assert (Entry.objects.get().kind, Entry.objects.get().data) == ("matters.edited", {})
    scene.voice.refresh_from_db()
    assert scene.voice.text == "Jag väntade i sju veckor."


@pytest.mark.parametrize("title", ["", "  ", "x" * 161])
def test_refused_title(scene: Scene, title: str) -> None:
    with refused(ValidationError):
        edit_matter(scene.matter, **words(scene, title=title))


def test_refused_on_another_revision(scene: Scene) -> None:
    with refused(Stale):
        edit_matter(scene.matter, seen=9, **words(scene))


def test_only_who_tends_it(scene: Scene) -> None:
    assert_only(scene, TENDING, lambda by: edit_matter(scene.matter, **words(scene, by=by)))
