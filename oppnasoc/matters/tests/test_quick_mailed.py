"""What came of a quick question is told by mail in words of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oppnasoc.following.tests.conftest import Mailbox
from oppnasoc.following.tests.conftest import mailbox as mailbox
from oppnasoc.matters import quick, telling
from oppnasoc.voices import actions as saying
from oppnasoc.voices.models import Reach, Voice

from .scene import Scene
from .test_mailed import KIM, work
from .test_mailed import clock as clock

pytestmark = pytest.mark.django_db


def test_whoever_got_a_quick_answer_is_asked_whether_it_helped(
    clock: Any, scene: Scene, mailbox: Mailbox
) -> None:
    voice, _code = saying.say("Var lämnar man papper?", kind="wonder", group=scene.parties.group)
    Voice.objects.filter(pk=voice.pk).update(tell_by="email")
    Reach.objects.create(voice=voice, address=KIM)
    voice.refresh_from_db()
    matter = quick.take(voice, "Papper?", who=scene.parties.unit, by=scene.facilitator)
    quick.reply(matter, "I brevlådan vid dörren.", by=scene.people["staff"])
    outcome = telling.outcomes([matter])[matter.pk]
    assert "Hjälpte svaret? Säg till oss" in telling.ready(voice, matter, outcome)
    clock.shift(timedelta(days=1))
    work()
    [text] = mailbox.texts(KIM)
    assert "I brevlådan vid dörren." in text
    assert "Hjälpte svaret? Säg det här" in text
    assert "Blev det bättre" not in text
