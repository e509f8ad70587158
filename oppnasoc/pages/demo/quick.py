"""Quick questions of Sundhamn: asked about a page, answered shortly, or grown into matters."""

from __future__ import annotations

from datetime import date
from typing import Any

from oppnasoc.groups.models import Party
from oppnasoc.matters import passing, quick
from oppnasoc.matters.models import Matter
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices.models import Voice

from .story import Story


def ask(story: Story) -> None:
    """Plan every row of ``quick.toml``."""
    for row in story.town.week.table("quick")["question"]:
        question(story, row)


def _party(story: Story, key: str) -> Party:
    return Party.objects.get(pk=story.town.parties[key].pk)


def question(story: Story, row: dict[str, Any]) -> None:
    """Plan one question; it is about a party's page, or the path of another."""
    town, day = story.town, story.town.week.day
    said, asked = list[Voice](), list[Matter]()
    reception = town.group("fyrengruppen")

    def say(on: date) -> None:
        about = row.get("about", "")
        if about and not about.startswith("/"):
            about = town.parties[about].get_absolute_url()
        given = {"kind": row["kind"], "speaker": row.get("speaker", ""), "about": about}
        voice, _code = voice_actions.say(row["text"], group=reception, on=on, **given)
        said.append(voice)

    def take(on: date) -> None:
        who, by = _party(story, row["who"]), town.leader(reception)
        asked.append(quick.take(said[0], row["text"], who=who, by=by, on=on))

    def answer(on: date) -> None:
        more: dict[str, Any] = {"changed_page": row.get("changed", False)}
        if "review" in row:
            more["review_on"] = day(row["review"])
        matter = Matter.objects.with_parties().get(pk=asked[0].pk)
        given = quick.reply(matter, row["answer"], by=town.people[row["by"]], on=on, **more)
        helped, not_helped = row.get("helped", (0, 0))
        type(given).objects.filter(pk=given.pk).update(helped=helped, helped_not=not_helped)

    def grow(on: date) -> None:
        matter = Matter.objects.with_parties().get(pk=asked[0].pk)
        passing.lapse(matter, on=on)
        quick.grow(matter, by=None, on=on)
        by = town.leader(reception)
        passing.set_date(matter, next_on=day(row["next"]), reason=row["why"], by=by, on=on)

    story.plan(day(row["on"]), 6, say)
    story.plan(day(row["taken"]), 7, take)
    for name, do in (("answered", answer), ("grew", grow)):
        if name in row:
            story.plan(day(row[name]), 8, do)
