"""Who follows what in Sundhamn, and what they have been told of the last weeks."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from oppnasoc.following import actions, fanout
from oppnasoc.following.models import Delivery, Follow, Happening
from oppnasoc.following.subjects import EVERYTHING, SEARCH
from oppnasoc.trail.kinds import registry
from oppnasoc.trail.models import Entry
from oppnasoc.voices.actions import moment

from .story import Story


def follow(story: Story) -> None:
    """Everything in ``following.toml``. All of them read it here: no message leaves the demo."""
    table = story.town.week.table("following")
    since = moment(story.town.week.day(table["news_from"]))
    for key, row in table["follower"].items():
        follower = actions.of(story.town.people[key])
        actions.set_channel(follower, follower.Channel.SITE)
        for each in row["follows"]:
            kind, thing = _what(story, each)
            actions.follow(follower, kind, thing, rhythm=each.get("rhythm", "weekly"))
    Follow.objects.update(made_at=since, confirmed_at=since)
    news = [kind.code for kind in registry.values() if kind.is_news]
    lately = Entry.objects.filter(kind__in=news, at__gte=since).order_by("at", "pk")
    Happening.objects.bulk_create(Happening(entry=entry, made_at=entry.at) for entry in lately)
    while fanout.fan_out(timezone.now()):
        pass
    seen = moment(story.town.week.day(table["seen"]))
    Delivery.objects.filter(entry__at__lt=seen).update(done_at=F("due_at"))
    for key, row in table["follower"].items():
        for query in row.get("searches", []):  # Nothing has been found: there is no index yet.
            actions.follow(actions.of(story.town.people[key]), SEARCH, query=query)


def _what(story: Story, row: dict[str, Any]) -> tuple[str, int]:
    town = story.town
    if "matter" in row:
        return "matter", story.matters[row["matter"]].pk
    if "party" in row:
        return "party", town.parties[row["party"]].pk
    if "theme" in row:
        return "theme", town.themes[row["theme"]].pk
    return EVERYTHING, 0
