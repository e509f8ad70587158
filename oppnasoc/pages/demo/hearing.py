"""Who was told what came of what she raised, and what she said to that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from oppnasoc.groups.models import Outside
from oppnasoc.matters import feedback, judging
from oppnasoc.matters.models import Ground
from oppnasoc.ui.templatetags.ui import day
from oppnasoc.voices import conversation, correcting, onward, withdrawing
from oppnasoc.voices.models import Voice

from .reading import office_day
from .story import Story

TOLD_AFTER = timedelta(days=12)  # some days after the answer there was a meeting
OF_LATE = timedelta(days=30)  # who heard nothing yet since then still waits


def hear(story: Story) -> None:
    """Everything in ``feedback.toml``, after all that happened to the matters."""
    told = story.town.week.table("feedback")
    for row in told["way"]:
        voice = _ground(story, row).voice
        correcting.choose_way(voice, row["tell"], address=row["address"])
    _tell_at_meetings(story)
    for row in told["judged"]:
        _judge(story, row)
    for row in told["message"]:
        by = story.tended_by(row["matter"]) if row.get("by_us") else None
        on = story.town.week.day(row["on"])
        conversation.write(_ground(story, row).voice, row["text"], by=by, on=on)
    for row in told["correction"]:
        correcting.correct(_ground(story, row).voice, row["text"])
    for row in told["onward"]:
        to = Outside.objects.get(pk=story.town.parties[row["to"]].pk)
        by = story.tended_by(row["matter"])
        asked = onward.ask(_ground(story, row).voice, to, by=by)
        onward.answer(asked, row["yes"])
    for row in told["withdrawn"]:
        withdrawing.withdraw(_ground(story, row).voice)


def _ground(story: Story, row: dict[str, Any]) -> Ground:
    grounds = Ground.objects.filter(matter=story.matters[row["matter"]])
    found: Ground = grounds.select_related("voice", "matter__steward").order_by("pk")[row["voice"]]
    return found


def _tell_at_meetings(story: Story) -> None:
    """Those who wanted to hear it at a meeting heard it there, but for what came of late."""
    today = story.town.week.day("måndag 0")
    waiting = feedback.owed().filter(
        voice__tell_by=Voice.TellBy.MEETING, owed_since__lt=today - OF_LATE
    )
    for ground in waiting.select_related("matter__steward"):
        assert ground.owed_since is not None
        on = _meeting_day(ground.owed_since)
        by = story.town.leader(ground.matter.steward)
        receipt = _("at the meeting on %(on)s") % {"on": day(on)}
        feedback.tell(ground, how=Voice.TellBy.MEETING, receipt=receipt, by=by, on=on)


def _meeting_day(owed: date) -> date:
    return min(office_day(owed + TOLD_AFTER), timezone.localdate())


def _judge(story: Story, row: dict[str, Any]) -> None:
    ground, key = _ground(story, row), row["matter"]
    on = story.town.week.day(row["on"]) if "on" in row else ground.owed_since
    feedback.read_by_speaker(ground.voice)
    words = row.get("words", "")
    judgement = judging.judge(ground, row["better"], words=words, by=None, on=on)
    if "shown" in row or "left" in row:
        judging.look_at(judgement, shown="shown" in row, by=story.tended_by(key))
    if row.get("take_up"):
        judging.take_up(ground, by=None, on=on)
