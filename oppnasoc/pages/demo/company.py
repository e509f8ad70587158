"""How Sundhamn's groups keep company: ties, seats, rests and what organisations write."""

from __future__ import annotations

from typing import Any

from oppnasoc.groups import versions
from oppnasoc.groups.models import Allotment, Group, Spell, Tie, Version
from oppnasoc.trail.actions import record
from oppnasoc.voices.actions import moment

from .town import Town


def keep_company(town: Town) -> None:
    """Write what groups and organisations are to each other; the town is built already."""
    table = town.week.table("company")
    for row in table["tie"]:
        _tie(town, row)
    for row in table["seats"]:
        group = town.group(row["group"])
        Allotment.objects.create(group=group, seats=row["anybody"])
        for key, seats in row["sent"].items():
            Allotment.objects.create(group=group, organisation=town.organisation(key), seats=seats)
    for row in table["rest"]:
        _rest(town, row)
    for key, row in table["wrote"].items():
        _write(town, key, row)


def _tie(town: Town, row: dict[str, Any]) -> None:
    source, target = town.group(row["source"]), town.group(row["target"])
    kind, at = Tie.Kind(row["kind"]), moment(town.week.day(row["on"]))
    if kind == Tie.Kind.OVERLAPS and source.pk > target.pk:
        source, target = target, source
    Tie.objects.create(source=source, target=target, kind=kind, why=row.get("why", ""))
    record("groups.tied", source, at=at, other=target, kind=kind, outward=True)
    record("groups.tied", target, at=at, other=source, kind=kind, outward=False)


def _rest(town: Town, row: dict[str, str]) -> None:
    group, status = town.group(row["group"]), Group.Status.DORMANT
    since, until = town.week.day(row["since"]), town.week.day(row["until"])
    Spell.objects.create(group=group, status=status, reason=row["reason"], since=since, until=until)
    record("groups.status_set", group, at=moment(since), status=status)
    record("groups.status_set", group, at=moment(until), status=Group.Status.ACTIVE)


def _write(town: Town, key: str, row: dict[str, Any]) -> None:
    """What an organisation added to its page; with ``by`` it waits for an editor to look."""
    organisation = town.organisation(key)
    before = versions.told(organisation)
    organisation.offers, organisation.links = row["offers"], row.get("links", "")
    organisation.save()
    if "by" in row:
        at = moment(town.week.day(row["on"]))
        Version.objects.create(
            organisation=organisation, number=1, facts=before, status="fine", written_at=at
        )
        Version.objects.create(
            organisation=organisation,
            number=2,
            facts=versions.told(organisation),
            written_by=town.people[row["by"]],
            written_at=at,
        )
        record(
            "groups.edited", organisation, at=at, by=town.people[row["by"]], fields="offers links"
        )
