"""Who and what there is in Sundhamn: places, themes, people, units, organisations, groups."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from oppnasoc.groups.models import (
    Group,
    Mission,
    Organisation,
    Outside,
    Party,
    Place,
    Post,
    Promise,
    Theme,
    Unit,
)
from oppnasoc.groups.promise import USUAL
from oppnasoc.meetings.models import Meeting
from oppnasoc.people.models import User
from oppnasoc.trail.actions import record
from oppnasoc.ui.models import Municipality
from oppnasoc.voices.actions import moment

from . import belonging
from .reading import Week

GROUP_TEXTS = ["name", "summary", "is_open", "why", "who", "how", "when", "outcome", "contact"]


@dataclass
class Town:
    """Everything so far, by the keys that the files use; ``parties`` as ``group.fyrengruppen``."""

    week: Week
    places: dict[str, Place] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    leaders: dict[int, User] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)

    def group(self, key: str) -> Group:
        found = self.parties[f"group.{key}"]
        assert isinstance(found, Group)
        return found

    def unit(self, key: str) -> Unit:
        found = self.parties[f"unit.{key}"]
        assert isinstance(found, Unit)
        return found

    def organisation(self, key: str) -> Organisation:
        found = self.parties[f"organisation.{key}"]
        assert isinstance(found, Organisation)
        return found

    def post(self, key: str) -> Post:
        found = self.parties[f"post.{key}"]
        assert isinstance(found, Post)
        return found

    def leader(self, group: Group | None) -> User:
        """Who leads the group; its secretary where it has one."""
        assert group is not None
        return self.leaders[group.pk]


def build(town: Town) -> None:
    """Write everything that stands still; times come from the files, not from now."""
    _settings(town.week)
    for key, row in town.week.table("places")["place"].items():
        town.places[key] = Place.objects.create(**row)
    for position, (key, row) in enumerate(town.week.table("themes")["theme"].items()):
        town.themes[key] = Theme.objects.create(slug=key, position=position, **row)
    people = town.week.table("people")["person"]
    for key, row in people.items():
        rights = {name: value for name, value in row.items() if name.startswith("is_")}
        joined_at = moment(min(town.week.day(seat["since"]) for seat in row["seats"]))
        town.people[key] = User.objects.create_user(
            row["email"], name=row["name"], joined_at=joined_at, **rights
        )
    _units(town)
    _groups(town, people)
    _organisations(town)
    _levels(town)
    belonging.seat(town, people)


def _settings(week: Week) -> None:
    Municipality.objects.update_or_create(
        pk=Municipality.load().pk, defaults=week.table("places")["municipality"]
    )


def _units(town: Town) -> None:
    table = town.week.table("units")
    for key, row in table["unit"].items():
        parent, _above = row.pop("parent", None), row.pop("decides_via", None)
        promises = row.pop("promises", None)
        unit = town.parties[f"unit.{key}"] = Unit.objects.create(
            place=town.places.get(row.pop("place", "")),
            parent=town.unit(parent) if parent else None,
            **row,
        )
        if promises:  # Where it promises something else than what is usual.
            Promise.objects.create(unit=unit, **{**asdict(USUAL), **promises})
    for key, row in table["post"].items():
        town.parties[f"post.{key}"] = Post.objects.create(
            unit=town.unit(row.pop("unit")),
            held_by=town.people[row.pop("held_by")],
            **row,
        )
    for key, row in table["outside"].items():
        town.parties[f"outside.{key}"] = Outside.objects.create(**row)


def _levels(town: Town) -> None:
    """Who decides when a unit or a group cannot, once all of them are there."""
    for kind, table in (("unit", "units"), ("group", "groups")):
        for key, row in town.week.table(table)[kind].items():
            if "decides_via" in row:
                above = town.parties[row["decides_via"]]
                Party.objects.filter(pk=town.parties[f"{kind}.{key}"].pk).update(decides_via=above)


def _groups(town: Town, people: dict[str, Any]) -> None:
    rows = town.week.table("groups")["group"]
    for key, row in rows.items():
        town.parties[f"group.{key}"] = Group.objects.create(
            **{name: row[name] for name in GROUP_TEXTS if name in row},
            theme=town.themes[row["theme"]],
            place=town.places.get(row.get("place", "")),
            parent=town.group(row["parent"]) if "parent" in row else None,
            status=row.get("status", Group.Status.ACTIVE),
            status_reason=row.get("status_reason", ""),
            status_since=_started(town.week, key, row, people)
            if "status_since" not in row
            else town.week.day(row["status_since"]),
        )
    for key, row in rows.items():
        _history(town, key, row, people)


def _started(week: Week, key: str, row: dict[str, Any], people: dict[str, Any]) -> date:
    """The earliest trace of a group: its first mission description or its first seat."""
    missions = [mission for mission in row.get("mission", []) if "approved_on" in mission]
    days = [week.day(mission["approved_on"]) for mission in missions]
    for person in people.values():
        days += [week.day(s["since"]) for s in person["seats"] if s["in"] == f"group.{key}"]
    return min(days)


def _history(town: Town, key: str, row: dict[str, Any], people: dict[str, Any]) -> None:
    """What the log tells of a group, on the days when it happened."""
    group, week = town.group(key), town.week
    first = town.group(row["started_under"]) if "started_under" in row else group.parent
    started = moment(_started(week, key, row, people))
    record("groups.group_added", group, at=started, parent=first)
    for mission in row.get("mission", []):
        approved = "approved_on" in mission
        on = week.day(mission["approved_on"]) if approved else week.day("fredag -2")
        given = {**mission, "approved_on": on if approved else None}
        Mission.objects.create(group=group, **given)
        version = mission["version"]
        record("groups.mission_added", group, at=moment(on), version=version, approved=approved)
    if "moved_on" in row:
        record("groups.moved", group, at=moment(week.day(row["moved_on"])), target=group.parent)
    if group.status != Group.Status.ACTIVE:
        record("groups.status_set", group, at=moment(group.status_since), status=group.status)


def _organisations(town: Town) -> None:
    table = town.week.table("organisations")
    for key, row in table["place"].items():
        town.places[key] = Place.objects.create(**row)
    for key, row in table["organisation"].items():
        groups = [town.group(name) for name in row.pop("groups", [])]
        place = town.places[row.pop("place")]
        organisation = Organisation.objects.create(place=place, **row)
        organisation.groups.set(groups)
        town.parties[f"organisation.{key}"] = organisation


def meet(town: Town) -> None:
    """Write the meetings. Those with notes become held when the notes are published."""
    for key, row in town.week.table("meetings")["meeting"].items():
        group = town.group(row["group"])
        town.meetings[key] = Meeting.objects.create(
            group=group,
            title=row["title"],
            held_on=town.week.day(row["on"]),
            starts_at=time.fromisoformat(row["from"]),
            ends_at=time.fromisoformat(row["to"]),
            place=town.places[row["place"]],
            status=row.get("status", Meeting.Status.PLANNED),
            practical=row.get("practical", ""),
        )
