"""What happened in Sundhamn, day by day: every line of the files becomes one action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from oppnasoc.groups.models import Party
from oppnasoc.groups.rules import acts_for
from oppnasoc.matters import actions as matter_actions
from oppnasoc.matters import passing
from oppnasoc.matters.models import Matter
from oppnasoc.people.models import User
from oppnasoc.voices import actions as voice_actions
from oppnasoc.voices.models import Voice

from . import notes
from .reading import office_day
from .town import Town

Step = Callable[[date], None]


@dataclass
class Story:
    """Collects steps with their days and then takes them in the order of the calendar."""

    town: Town
    cases: dict[str, Any]
    matters: dict[str, Matter] = field(default_factory=dict)
    steps: list[tuple[date, int, Step]] = field(default_factory=list)

    def plan(self, on: date, order: int, step: Step) -> None:
        """``order`` settles what comes first on the same day."""
        self.steps.append((on, order, step))

    def tell(self) -> None:
        """Take every step; steps of the same day and order in the order they were planned."""
        for on, _order, step in sorted(self.steps, key=lambda each: each[:2]):
            step(on)

    def matter(self, key: str) -> Matter:
        """The matter as it stands now in the database."""
        self.matters[key] = Matter.objects.with_parties().get(pk=self.matters[key].pk)
        return self.matters[key]

    def tended_by(self, key: str) -> User:
        return self.town.leader(self.matter(key).steward)


def write(story: Story) -> None:
    """Plan everything that the files tell."""
    week = story.town.week
    for key, row in week.table("meetings")["meeting"].items():
        if row.get("minutes"):
            _minutes(story, key)
    for key, case in story.cases.items():
        _matter(story, key, case)
    for row in week.table("voices")["voice"]:
        _loose_voice(story, row)


def _minutes(story: Story, key: str) -> None:
    town = story.town
    decisions = town.week.table(f"minutes/{key}")

    def publish(on: date) -> None:
        notes.publish(
            town,
            town.meetings[key],
            document=town.week.document(key),
            decisions=decisions,
            matters=story.matters,
            cases=story.cases,
            on=on,
        )

    story.plan(town.week.day(decisions["on"]), 0, publish)


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
    for row in case.get("event", []):
        story.plan(day(row["on"]), 4, _event(story, key, row))
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
        matter = story.matter(key)
        if matter.asked is not None:
            asked = matter.asked
            receiver = next((p for p in town.people.values() if acts_for(p, asked)), by)
            passing.accept(matter, next_on=matter.next_on or on, by=receiver, on=on)

    return open_it


def _relating(story: Story, key: str, other: str) -> Step:
    def relate(on: date) -> None:
        by = story.tended_by(key)
        matter_actions.relate(story.matter(key), story.matter(other), by=by, on=on)
        # On the other page too, as whoever tends both would say it there.
        story.matter(other).related.add(story.matter(key))

    return relate


def _event(story: Story, key: str, row: dict[str, Any]) -> Step:
    town, text = story.town, row.get("text", "")
    next_on = town.week.day(row["next"]) if "next" in row else date.max

    def happen(on: date) -> None:
        matter, by = story.matter(key), story.tended_by(key)
        match row["do"]:
            case "note":
                matter_actions.note(matter, text, by=by, on=on)
            case "move":
                _hand_over(town, matter, town.parties[row["to"]], text, next_on, by=by, on=on)
            case "date":
                passing.set_date(matter, next_on=next_on, reason=text, by=by, on=on)
            case "steward":
                steward = town.group(row["to"].removeprefix("group."))
                matter_actions.change_steward(matter, steward=steward, by=by, on=on)
            case "answer":
                _answer(town, matter, row, on=on)
            case unknown:
                raise ValueError(f"{key}: nothing is called {unknown}.")

    return happen


def _hand_over(
    town: Town, matter: Matter, to: Party, text: str, next_on: date, *, by: User, on: date
) -> None:
    """Ask somebody, who says yes; a party that nobody signs in for says it to the steward."""
    passing.hand_over(matter, to=to, reason=text, by=by, on=on)
    if matter.asked is not None:
        receiver = next((p for p in town.people.values() if acts_for(p, to)), by)
        passing.accept(matter, next_on=next_on, by=receiver, on=on)


def _answer(town: Town, matter: Matter, row: dict[str, Any], *, on: date) -> None:
    post = town.post(row["as"].removeprefix("post.")) if "as" in row else None
    holder = post.held_by if post else None
    by = town.people[row["by"]] if "by" in row else holder
    matter_actions.answer(
        matter,
        row["text"],
        verdict=row["verdict"],
        reason=row.get("reason", ""),
        later_on=town.week.day(row["later"]) if "later" in row else None,
        turn_to=row.get("turn_to", ""),
        as_post=post,
        by=by,
        on=on,
    )


def _loose_voice(story: Story, row: dict[str, Any]) -> None:
    """A voice that belongs to no matter: it waits, or was set aside with a reason."""
    day, said = story.town.week.day, list[Voice]()
    story.plan(day(row["on"]), 1, _saying(story, row, said))
    if "aside" in row:
        by = story.town.people[row["aside_by"]]

        def set_aside(on: date) -> None:
            voice_actions.set_aside(said[0], row["aside"], by=by, on=on)

        story.plan(day(row["aside_on"]), 5, set_aside)
