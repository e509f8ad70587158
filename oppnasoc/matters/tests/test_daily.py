"""What is done with matters once a day."""

from __future__ import annotations

import io

from django.core.management import call_command

from oppnasoc.matters.models import Matter

from .scene import Scene, day, entries


def run() -> str:
    out = io.StringIO()
    call_command("daily", stdout=out)
    return out.getvalue()


def test_unanswered_hand_overs_come_back_once(scene: Scene) -> None:
    Matter.objects.update(asked=scene.parties.post, asked_until=day(0))
    assert "take_back_what_nobody_answered: 0" in run()
    Matter.objects.update(asked_until=day(-1))
    assert "take_back_what_nobody_answered: 1" in run()
    assert Matter.objects.get().asked is None
    assert "take_back_what_nobody_answered: 0" in run()
    assert entries() == ["matters.lapsed"]
