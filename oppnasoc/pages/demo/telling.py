"""What happened in Sundhamn, day by day: every line of the files becomes one action."""

from __future__ import annotations

from datetime import date
from typing import Any

from oppnasoc.matters import actions as matter_actions
from oppnasoc.meetings.models import Draft
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices.actions import moment
from oppnasoc.voices.models import Voice

from . import notes
from .asking import ask_and_write_down
from .events import plan_event
from .reading import office_day
from .story import Step, Story


def write(story: Story) -> None:
    """Plan everything that the files tell."""
    week = story.town.week
    for key, row in week.table("meetings")["meeting"].items():
        if row.get("minutes"):
            _minutes(story, key, row)
        elif row.get("draft"):
            _draft(story, key, row)
    for key, case in story.cases.items():
        _matter(story, key, case)
        for row in case.get("event", []):
            plan_event(story, key, row)
    for row in week.table("voices")["voice"]:
        _loose_voice(story, row)
    ask_and_write_down(story)


def _minutes(story: Story, key: str, row: dict[str, Any]) -> None:
    town = story.town
    decisions = town.week.table(f"minutes/{key}")

    def publish(on: date) -> None:
        try:
            notes.publish(
                town,
                town.meetings[key],
                document=town.week.document(key),
                kind=row.get("format", "txt"),
                release=row.get("release", False),
                decisions=decisions,
                matters=story.matters,
                cases=story.cases,
                on=on,
            )
        except Exception as problem:
            problem.add_note(f"minutes/{key}")
            raise

    story.plan(town.week.day(decisions["on"]), 0, publish)


def _draft(story: Story, key: str, row: dict[str, Any]) -> None:
    """Notes that have come in and wait for somebody to go on with them."""
    town = story.town

    def take_in(on: date) -> None:
        meeting, document = town.meetings[key], town.week.document(key)
        kind, by = row.get("format", "txt"), town.people[row["draft"]]
        draft = notes.take_in(meeting, document, kind=kind, by=by)
        Draft.objects.filter(pk=draft.pk).update(created_at=moment(on), changed_at=moment(on))

    story.plan(office_day(town.meetings[key].held_on), 0, take_in)


def _matter(story: Story, key: str, case: dict[str, Any]) -> None:
    day = story.town.week.day
    opened = day(case["opened"]) if "opened" in case else None
    first: list[Voice] = []
    for row in case.get("said", []):
        said_on = day(row["on"])
        if opened is not None and office_day(said_on) <= opened:
            story.plan(said_on, 1, _saying(story, row, first))
        else:
            story.plan(office_day(said_on), 3, _joining(story, key, row))
    if opened is not None:
        story.plan(opened, 2, _opening(story, key, case, first))
    for other in case.get("related", []):
        on = max(_begins(story, key), _begins(story, other))
        story.plan(on, 5, _relating(story, key, other))


def _begins(story: Story, key: str) -> date:
    """The day on which the matter is there for certain."""
    day, case = story.town.week.day, story.cases[key]
    if "opened" in case:
        return day(case["opened"])
    days = [day(row["on"]) for row in [*case.get("said", []), *case.get("event", [])]]
    return office_day(min(days))


def _say(story: Story, row: dict[str, Any]) -> Voice:
    town = story.town
    by = town.people[row["by"]] if "by" in row else None
    voice, _code = voice_actions.say(
        row["text"],
        by=by,
        speaker=row.get("speaker", ""),
        kind=row.get("kind", ""),
        channel=row.get("channel", Voice.Channel.WEB),
        organisation=town.organisation(row["organisation"]) if "organisation" in row else None,
        people_count=row.get("people", 1),
        group=town.group(row["group"]) if "group" in row else None,
        tell_by=row.get("tell", Voice.TellBy.CODE),
        on=town.week.day(row["on"]),
    )
    return voice


def _saying(story: Story, row: dict[str, Any], first: list[Voice]) -> Step:
    return lambda on: first.append(_say(story, row))


def _joining(story: Story, key: str, row: dict[str, Any]) -> Step:
    def join(on: date) -> None:
        voice, by = _say(story, row), story.tended_by(key)
        voice_actions.publish_voice(voice, by=by, on=on)
        matter_actions.ground(story.matter(key), voice, by=by, on=on)

    return join


def _opening(story: Story, key: str, case: dict[str, Any], first: list[Voice]) -> Step:
    town = story.town

    def open_it(on: date) -> None:
        steward = town.group(case["steward"].removeprefix("group."))
        by = town.leader(steward)
        for voice in first:
            voice_actions.publish_voice(voice, by=by, on=on)
        story.matters[key] = matter_actions.open_matter(
            case["title"],
            voices=first,
            steward=steward,
            holder=town.parties[case["holder"]],
            next_on=town.week.day(case["next"]),
            theme=town.themes[case["theme"]],
            summary=case.get("summary", ""),
            by=by,
            on=on,
        )

    return open_it


def _relating(story: Story, key: str, other: str) -> Step:
    def relate(on: date) -> None:
        by = story.tended_by(key)
        matter_actions.relate(story.matter(key), story.matter(other), by=by, on=on)
        # On the other page too, as whoever tends both would say it there.
        story.matter(other).related.add(story.matter(key))

    return relate


def _loose_voice(story: Story, row: dict[str, Any]) -> None:
    """A voice that belongs to no matter: it waits, or was set aside with a reason."""
    day, said = story.town.week.day, list[Voice]()
    story.plan(day(row["on"]), 1, _saying(story, row, said))
    if "aside" in row:
        by = story.town.people[row["aside_by"]]

        def set_aside(on: date) -> None:
            voice_actions.set_aside(said[0], row["aside"], by=by, on=on)

        story.plan(day(row["aside_on"]), 5, set_aside)
