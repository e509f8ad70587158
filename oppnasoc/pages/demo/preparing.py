"""What the organisations of Sundhamn prepare together: a room under way, and one that let go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from oppnasoc.people.models import User
from oppnasoc.preparation import actions, releasing
from oppnasoc.preparation.models import Invited

from .story import Story
from .town import Town


def prepare(story: Story) -> None:
    """Everything in ``preparing.toml``, through the actions that members use."""
    for row in story.town.week.table("preparing")["room"].values():
        _room(story.town, row)


def _member(town: Town, key: str) -> User:
    """Somebody who writes for the organisation."""
    seat = town.organisation(key).memberships.current().filter(role="member")
    return seat.select_related("user").order_by("pk")[0].user


def _room(town: Town, row: dict[str, Any]) -> None:
    on = town.week.day(row["on"])
    first, by = town.organisation(row["start"]), _member(town, row["start"])
    room = actions.start(first, title=row["title"], by=by, on=on)
    rows = {row["start"]: room.invited.get()}
    for key in row["with"]:
        asked = actions.invite(rows[row["start"]], town.organisation(key), by=by, on=on)
        rows[key] = actions.answer(asked, joins=True, by=_member(town, key), on=_later(on, 2))
    last = row["with"][-1]
    own = Invited.objects.select_related("preparation", "organisation").get(pk=rows[last].pk)
    given = {"title": row["title"], "text": row["text"]}
    actions.write(own, seen=1, by=_member(town, last), on=_later(on, 6), **given)
    items = [_item(town, own, last, each, _later(on, 7)) for each in row["items"]]
    if "released" in row:
        day = town.week.day(row["released"])
        asks = rows[row["start"]]
        sheet = releasing.ask(asks, items, seen=2, by=by, on=_later(day, -3))
        for key in row["with"]:
            releasing.say_yes(rows[key], sheet, by=_member(town, key), on=_later(day, -1))
        releasing.release(asks, sheet, by=by, on=day)


def _later(on: date, days: int) -> date:
    return on + timedelta(days=days)


def _item(town: Town, own: Invited, key: str, each: dict[str, Any], on: date) -> Any:
    by_on = each.get("on") or each.get("day")
    given = {
        "text": each["text"],
        "kind": "day" if "day" in each else "task",
        "by_on": town.week.day(by_on) if by_on else None,
        "organisation": town.organisation(each["by"]) if "by" in each else None,
    }
    item = actions.add_item(own, by=_member(town, key), on=on, **given)
    return actions.tick(own, item, done=True, by=_member(town, key), on=on) if each.get(
        "done") else item  # fmt: skip
