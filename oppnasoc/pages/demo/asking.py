"""What Sundhamn's groups ask everybody, slips that came back, what was written down for others."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from oppnasoc.matters import actions as matter_actions
from oppnasoc.matters.joining import concerns_me_too
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices import cards, entering, inquiring
from oppnasoc.voices.models import Inquiry, Voice

from .reading import office_day
from .story import Story


def ask_and_write_down(story: Story) -> None:
    """Plan all of it; every row becomes the action that people use."""
    table = story.town.week.table("asking")
    for row in table["inquiry"]:
        _inquiry(story, row)
    for row in table["sheet"]:
        _sheet(story, row)
    day = story.town.week.day
    for row in table["entered"]:
        story.plan(day(row["on"]), 6, partial(_enter, story, row))
    for row in table["confidence"]:
        story.plan(day(row["on"]), 6, partial(_confide, story, row))
    for row in table["too"]:
        for pressed in row["on"]:
            story.plan(day(pressed), 6, partial(_too, story, row))


def _inquiry(story: Story, row: dict[str, Any]) -> None:
    town, day = story.town, story.town.week.day
    by, asked = town.leader(town.group(row["group"])), list[Inquiry]()

    def ask(on: date) -> None:
        given = {"question": row["question"], "why": row["why"], "closes_on": day(row["until"])}
        asked.append(inquiring.ask(town.group(row["group"]), by=by, on=on, **given))

    def answer(said: dict[str, Any], on: date) -> None:
        voice, _code = voice_actions.say(
            said["text"], speaker=said.get("speaker", ""), inquiry=asked[0], on=on
        )
        if said.get("held"):
            return
        looked = min(office_day(on + timedelta(days=1)), on + timedelta(days=3))
        voice_actions.publish_voice(voice, by=by, on=looked)
        if "matter" in said:
            tending = story.tended_by(said["matter"])
            matter_actions.ground(story.matter(said["matter"]), voice, by=tending, on=looked)

    def tell(on: date) -> None:
        inquiring.tell_outcome(asked[0], row["outcome"], by=by, on=on)

    story.plan(day(row["from"]), 6, ask)
    for said in row["answers"]:
        story.plan(day(said["on"]), 7, partial(answer, said))
    if "outcome" in row:
        story.plan(day(row["outcome_on"]), 6, tell)


def _sheet(story: Story, row: dict[str, Any]) -> None:
    """A sheet of slips, some of which have come back and are typed in."""
    town, numbers = story.town, list[int]()
    group = town.group(row["group"])
    by = town.leader(group)

    def make(on: date) -> None:
        _sheet, printed = cards.make_sheet(group, by=by, on=on)
        numbers.extend(each.number for each in printed)

    def type_in(slip: dict[str, Any], on: date) -> None:
        more = {"kind": slip["kind"], "public": slip.get("public", False), "on": on}
        found = cards.find_slip(str(numbers.pop(0)), [group])
        cards.type_in(found, slip["text"], by=by, **more)

    story.plan(town.week.day(row["on"]), 6, make)
    for slip in row["back"]:
        story.plan(town.week.day(slip["on"]), 7, partial(type_in, slip))


def _enter(story: Story, row: dict[str, Any], on: date) -> None:
    town = story.town
    entering.enter(
        row["text"],
        by=town.people[row["by"]],
        yes=True,
        channel=row["channel"],
        organisation=town.organisation(row["organisation"]) if "organisation" in row else None,
        people_count=row.get("people", 1),
        group=town.group(row["group"]),
        speaker=row.get("speaker", ""),
        kind=row["kind"],
        tell_by=row.get("tell", Voice.TellBy.CODE),
        address=row.get("address", ""),
        on=on,
    )


def _confide(story: Story, row: dict[str, Any], on: date) -> None:
    town = story.town
    voice_actions.say(
        row["text"],
        by=town.people[row["by"]],
        told_to=town.people[row["to"]],
        group=town.group(row["group"]),
        kind=row["kind"],
        on=on,
    )


def _too(story: Story, row: dict[str, Any], on: date) -> None:
    concerns_me_too(story.matter(row["matter"]), on=on)
