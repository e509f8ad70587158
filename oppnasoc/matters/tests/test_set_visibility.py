"""Show a matter or take it away from the open site."""

from __future__ import annotations

import pytest

from oppnasoc.matters.actions import set_visibility
from oppnasoc.matters.models import Matter

from .scene import TENDING, Scene, assert_only, entries, nothing_written


@pytest.mark.parametrize("status", ["open", "under_way", "closed"])
def test_away_and_back(scene: Scene, status: str) -> None:
    Matter.objects.update(status=status, closed_on=scene.matter.opened_on)
    scene.matter.refresh_from_db()
    set_visibility(scene.matter, public=False, by=scene.facilitator)
    assert not Matter.objects.published().exists()
    assert Matter.objects.get().status == status
    set_visibility(scene.matter, public=True, by=scene.facilitator)
    assert Matter.objects.published().get().status == status
    assert entries() == ["matters.hidden", "matters.shown"]


def test_the_same_again_changes_nothing(scene: Scene) -> None:
    with nothing_written():
        set_visibility(scene.matter, public=True, by=scene.facilitator)


def test_only_who_sees_it_through(scene: Scene) -> None:
    assert_only(scene, TENDING, lambda by: set_visibility(scene.matter, public=False, by=by))
